import type { Instrument } from "../../../core/instruments/instrument.ts";
import type { Receipt, ReceiptRecord } from "../../../core/submission/receipt.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { riskWords } from "./risk-words.ts";
import { scoreWords } from "./score-words.ts";

/** How a record stands where it does not simply count. */
export const standingWords: Readonly<Record<string, string>> = {
  superseded: "Something that was recorded before stands in its place, so this does not count.",
  withdrawn: "It has been withdrawn, so it does not count.",
  parked: "Its referral is not known yet. It is kept, and counts as soon as the referral is recorded.",
  "opted-out": "The person has opted out of the use of their data, so it is kept for their care and left out of every figure.",
  erased: "The records of this person were erased, so it was not kept.",
  "void-day": "Other answers to the same questionnaire were sent for the same day. Until one of them is withdrawn, neither counts.",
};

type Shown = {
  readonly root: string;
  readonly referralPath: string;
  /** What the form was: an instrument, a referral or a withdrawal. */
  readonly kind: string;
  readonly instrument: Instrument | undefined;
};

const titles: Readonly<Record<string, string>> = { referral: "The referral is recorded", withdrawal: "It is withdrawn" };

/** The receipt of one form: what to do at once, what the answers come to, and what was kept. */
export function receiptPage({ submissionId, records: [record] }: Receipt, { root, referralPath, kind, instrument }: Shown): Html {
  const scored = record?.score;
  const withdrawal = referralPath === "" || kind === "withdrawal" ? null : `${root}${referralPath}/receipts/${submissionId}/withdraw`;
  return html`<h1 class="nhsuk-heading-l">${titles[kind] ?? "The answers are recorded"}</h1>
${scored === undefined || instrument === undefined ? null : html`${riskWords(scored, instrument)}${scoreWords(scored, instrument)}`}
${standingOf(record)}
<dl class="nhsuk-summary-list"><div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">Receipt</dt><dd class="nhsuk-summary-list__value">${submissionId}</dd></div><div class="nhsuk-summary-list__row"><dt class="nhsuk-summary-list__key">Outcome</dt><dd class="nhsuk-summary-list__value">${record?.outcome === "excluded" ? "excluded: not kept" : `${record?.outcome ?? "none"}: kept, and counted once however often it is sent`}</dd></div></dl>
<p><a class="nhsuk-button" href="${root}${referralPath}">${kind === "referral" ? "Fill in a questionnaire" : "Back to the referral"}</a></p>
${withdrawal === null ? null : html`<p><a href="${withdrawal}">Withdraw it, if it was sent in error</a></p>`}
<p><a href="${root}">Another referral</a></p>`;
}

function standingOf(record: ReceiptRecord | undefined): Html | null {
  const words = standingWords[record?.standing ?? record?.outcome ?? ""];
  return words === undefined
    ? null
    : html`<div class="nhsuk-inset-text"><span class="nhsuk-u-visually-hidden">Information: </span><p>${words}</p></div>`;
}
