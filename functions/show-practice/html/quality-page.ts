import type { ParkedRecords } from "../../../core/practice/data-quality.ts";
import type { Fix } from "../../../core/practice/fix-next.ts";
import type { PracticeQuality } from "../../../core/practice/practice-quality.ts";
import { submissionRules } from "../../../core/submission/submission-rules.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { capital } from "../../../reports/words/capital.ts";
import { countText, dateText, monthText } from "../../../reports/words/numbers.ts";
import {
  counted,
  delayWords,
  factWords,
  fixEffect,
  fixSentence,
  fixTitle,
  ledgerWords,
  type NameOf,
  pairsSentence,
  partText,
} from "../../../reports/words/practice-words.ts";
import { table } from "./table.ts";

type Where = { readonly name: string; readonly nameOf: NameOf /** The practice's first page. */; readonly at: string };

/** How good a practice's records are, and what to do next: that which brings most to the practice's own figure first. */
export function qualityPage(quality: PracticeQuality, { name, nameOf, at }: Where): Html {
  return html`<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">${name}</span> Data quality</h1>
<p class="nhsuk-lede-text">${pairsSentence(quality)}</p>
<p class="notice">Referrals since ${monthText(quality.referredFrom)}, and what was received since ${dateText(quality.receivedFrom)}, as they stand on ${dateText(quality.asOf)}.</p>
${fixes(quality, { nameOf, at })}
${completeness(quality, nameOf)}
${received(quality)}
${parked(quality.parked)}`;
}

function fixes({ fixNext }: PracticeQuality, { nameOf, at }: Pick<Where, "nameOf" | "at">): Html {
  if (fixNext.length === 0) return html`<h2 class="nhsuk-heading-m">What to fix next</h2><p>Nothing: every record counts.</p>`;
  const items = fixNext.map(
    (fix) =>
      html`<li><strong>${fixTitle(fix, nameOf)}</strong><br>${fixSentence(fix, requirementOf(fix.about))} ${fixEffect(fix)}${wayTo(fix, at)}</li>`,
  );
  return html`<h2 class="nhsuk-heading-m">What to fix next</h2><p>The first brings most to what can be said of this practice.</p><ol class="nhsuk-list nhsuk-list--number fixes">${items}</ol>`;
}

/** Where the records are listed by name. */
function wayTo({ what }: Fix, at: string): Html | null {
  if (what === "take-follow-ups")
    return html` <a href="${at}/follow-ups">Which referrals<span class="nhsuk-u-visually-hidden"> are due a follow-up</span></a>`;
  if (what !== "send-referrals" && what !== "send-corrected-events") return null;
  const target = what === "send-referrals" ? "a referral" : "what they correct";
  return html` <a href="#parked">Which records<span class="nhsuk-u-visually-hidden"> wait for ${target}</span></a>`;
}

function requirementOf(rule: string | null): string | null {
  const requirements: Readonly<Record<string, string>> = submissionRules;
  return requirements[rule ?? ""] ?? null;
}

function completeness({ completeness: { referrals, withBaseline, withPair, instruments, known } }: PracticeQuality, nameOf: NameOf): Html {
  const shares = [
    ["With a first questionnaire", withBaseline, referrals],
    ["With a first one and a follow-up", withPair, referrals],
    ...Object.entries(factWords).map(([fact, words]) => [`${words} is known`, known[fact as keyof typeof factWords], referrals] as const),
  ] as const;
  const byInstrument = instruments.map(({ instrument, baselines, pairs }) => [
    nameOf(instrument),
    countText(baselines),
    partText(pairs, baselines),
  ]);
  return html`<h2 class="nhsuk-heading-m">Completeness</h2>
${table({ id: "complete", caption: `Of ${counted(referrals, "referral")}`, columns: ["What is there", "Referrals"], numeric: 1, rows: shares.map(([words, part, whole]) => [words, partText(part, whole)]) })}
${byInstrument.length === 0 ? null : table({ id: "instruments", caption: "By questionnaire", columns: ["Questionnaire", "Filled in at the beginning", "And again"], numeric: 2, rows: byInstrument })}`;
}

function received({ ledger, timeliness, rejectedByRule }: PracticeQuality): Html {
  const delays = Object.entries(delayWords).map(([delay, words]) => [words, countText(timeliness[delay as keyof typeof delayWords])]);
  const classes = Object.entries(ledgerWords).map(([each, words]) => [words, countText(ledger[each as keyof typeof ledgerWords])]);
  const rules = Object.entries(rejectedByRule)
    .toSorted(([, a], [, b]) => b - a)
    .map(([rule, n]) => [capital(requirementOf(rule) ?? rule.replaceAll("-", " ")), countText(n)]);
  return html`<h2 class="nhsuk-heading-m">What was received</h2>
${table({ id: "ledger", caption: `${capital(counted(ledger.received, "record"))}, and what became of them`, columns: ["What became of it", "Records"], numeric: 1, rows: classes })}
${table({ id: "delays", caption: "How long after it happened it came", columns: ["Received", "Records"], numeric: 1, rows: delays })}
${rules.length === 0 ? null : table({ id: "rejected", caption: "Rejected, by what is required", columns: ["What is required", "Records"], numeric: 1, rows: rules })}`;
}

const idsShown = 5;
const waitsWords = {
  referral: "its referral",
  "corrected-event": "what it corrects or withdraws",
  "withdrawn-event": "what it withdraws",
} as const;

function parked(records: readonly ParkedRecords[]): Html {
  if (records.length === 0) return html`<h2 class="nhsuk-heading-m">Parked records</h2><p>No record is waiting for anything.</p>`;
  const rows = records.map(({ referralId, count, eventIds, waitsFor }) => [
    referralId ?? "not known",
    waitsWords[waitsFor],
    countText(count),
    `${eventIds.slice(0, idsShown).join(", ")}${count > idsShown ? ` and ${countText(count - idsShown)} more` : ""}`,
  ]);
  return html`<h2 class="nhsuk-heading-m">Parked records</h2><p>They are kept, and count as soon as what they wait for is sent.</p>
${table({
  id: "parked",
  caption: `${capital(
    counted(
      records.reduce((sum, { count }) => sum + count, 0),
      "record",
    ),
  )} that wait`,
  columns: ["Referral", "Waits for", "Records", "Their ids"],
  rows,
})}`;
}
