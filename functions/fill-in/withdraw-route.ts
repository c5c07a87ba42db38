import { sentEvent } from "../../core/submission/read-json.ts";
import { type Answer, momentOf } from "./fill-in.ts";
import type { Form } from "./form.ts";
import type { Filled } from "./html/fields.ts";
import { fieldErrors } from "./html/refusal-words.ts";
import { withdrawPage } from "./html/withdraw-page.ts";
import { nothingHere, sentBefore } from "./referral-routes.ts";
import { readOwnReceipt, sendRecords } from "./send-records.ts";
import { formId, hiddenOf, practiceNamed, type Route, show, type Visit } from "./visit.ts";

/** Taking back what a form sent: another event, so that nothing is ever changed in place. */
export const withdrawRoute: Route = {
  shape: /^(referrals\/([A-Z]\d{5})\/[a-z2-7]{52})\/receipts\/(form\.[a-z][a-z0-9-]{0,31}\.[a-z]{24})\/withdraw(?:\/send)?$/,
  show: showWithdrawal,
  send: withdraw,
};

type Asked = { readonly path: string; readonly practice: string; readonly submissionId: string; readonly eventId: string };

/** What is to be withdrawn, if this person sent it for a practice of theirs and it was kept. */
async function asked(visit: Visit, [path = "", practice = "", submissionId = ""]: readonly string[]): Promise<Asked | null> {
  if (practiceNamed(practice, visit) === undefined) return null;
  const receipt = await readOwnReceipt(visit.person.subject, submissionId, visit.deps.receipts);
  const eventId = receipt?.records[0]?.eventId ?? null;
  return eventId === null ? null : { path: `/${path}`, practice, submissionId, eventId };
}

async function showWithdrawal(visit: Visit, filled: Filled, parts: readonly string[]): Promise<Answer> {
  const found = await asked(visit, parts);
  return found === null ? nothingHere(visit) : withdrawalPage(visit, filled, found);
}

function withdrawalPage(visit: Visit, filled: Filled, { path, submissionId }: Asked): Answer {
  const back = `${path}/receipts/${submissionId}`;
  const main = withdrawPage(filled, { action: `${visit.root}${back}/withdraw/send`, hidden: hiddenOf(filled.form, visit), submissionId });
  return show(visit, { title: "Withdraw", main, filled, back: { path: back, label: "Back to the receipt" } });
}

async function withdraw(visit: Visit, form: Form, parts: readonly string[]): Promise<Answer> {
  const found = await asked(visit, parts);
  if (found === null) return nothingHere(visit);
  const { deps, person } = visit;
  const id = formId(form, visit);
  const moment = momentOf(deps);
  const event = {
    type: "event.withdrawn",
    eventId: `form-${id}`,
    practice: found.practice,
    withdraws: found.eventId,
    reason: "entered in error",
  };
  const submissionId = `form.withdrawal.${id}`;
  const records = [sentEvent(event, { index: 0, row: null, moment })];
  const content = JSON.stringify(event);
  const sent = await sendRecords({ subject: person.subject, submissionId, records, content, today: moment.today, whole: true }, deps);
  if (sent.kind === "refused") return withdrawalPage(visit, { form, errors: fieldErrors(sent.refusals) }, found);
  const receiptPath = `${found.path}/receipts/${submissionId}`;
  return sent.kind === "sent-before" ? sentBefore(visit, receiptPath) : { kind: "to", path: receiptPath };
}
