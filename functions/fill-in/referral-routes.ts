import { sentEvent } from "../../core/submission/read-json.ts";
import { type Answer, momentOf, registryOf } from "./fill-in.ts";
import { findReferral } from "./find-referral.ts";
import { type Form, textOf } from "./form.ts";
import type { Filled } from "./html/fields.ts";
import { referralForm } from "./html/referral-form.ts";
import { referralPage } from "./html/referral-page.ts";
import { fieldErrors } from "./html/refusal-words.ts";
import { nothingHerePage, sentBeforePage } from "./html/stopped-pages.ts";
import { referralEvent } from "./referral-event.ts";
import { sendRecords } from "./send-records.ts";
import { formId, hiddenOf, practiceNamed, type Route, show, type Visit } from "./visit.ts";

/** The form on a new referral. */
export const newReferralRoute: Route = { shape: /^new-referral(?:\/send)?$/, show: showNew, send: record };

/** A referral that is known. */
export const referralRoute: Route = { shape: /^referrals\/([A-Z]\d{5})\/([a-z2-7]{52})$/, show: showReferral };

async function showNew(visit: Visit, filled: Filled): Promise<Answer> {
  const hidden = hiddenOf(filled.form, visit);
  const main = referralForm(filled, { action: `${visit.root}/new-referral/send`, hidden, practices: visit.person.practices });
  return show(visit, { title: "Record a new referral", main, filled, back: { path: "", label: "Back to the start" } });
}

async function record(visit: Visit, form: Form): Promise<Answer> {
  const { deps, person } = visit;
  const id = formId(form, visit);
  const event = referralEvent(form, `form-${id}`);
  const moment = momentOf(deps);
  const submissionId = `form.referral.${id}`;
  const records = [sentEvent(event, { index: 0, row: null, moment })];
  const content = JSON.stringify(event);
  const sent = await sendRecords({ subject: person.subject, submissionId, records, content, today: moment.today, whole: true }, deps);
  if (sent.kind === "refused") return showNew(visit, { form, errors: fieldErrors(sent.refusals) });
  if (sent.kind === "sent-before") return sentBefore(visit, `/receipts/${submissionId}`);
  const refKey = await deps.pseudonyms.refKey(textOf(form, "practice"), textOf(form, "referralId"));
  return { kind: "to", path: `/referrals/${textOf(form, "practice")}/${refKey}/receipts/${submissionId}` };
}

async function showReferral(visit: Visit, _: Filled, [practice = "", refKey = ""]: readonly string[]): Promise<Answer> {
  const referral = practiceNamed(practice, visit) && (await findReferral({ practice, refKey }, visit.deps));
  if (!referral) return nothingHere(visit);
  const main = referralPage(referral, { root: visit.root, registry: registryOf(visit.deps) });
  return show(visit, { title: "Referral", main, back: { path: "", label: "Another referral" } });
}

/** The answer for what is not there, or not this person's. */
export function nothingHere(visit: Visit): Answer {
  const answer = show(visit, { title: "Nothing here", main: nothingHerePage(visit.root) });
  return answer.kind === "page" ? { ...answer, status: 404 } : answer;
}

/** The answer for a form that was sent before with other answers. */
export function sentBefore(visit: Visit, receiptPath: string): Answer {
  const answer = show(visit, { title: "Sent before", main: sentBeforePage(visit.root, receiptPath) });
  return answer.kind === "page" ? { ...answer, status: 409 } : answer;
}
