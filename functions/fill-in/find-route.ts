import type { Answer } from "./fill-in.ts";
import { keyOfReferral } from "./find-referral.ts";
import { type Form, textOf } from "./form.ts";
import type { FieldError, Filled } from "./html/fields.ts";
import { startPage } from "./html/start-page.ts";
import { hiddenOf, practiceNamed, type Route, show, type Visit } from "./visit.ts";

/** Where everybody begins, and where a reference is looked up. */
export const findRoute: Route = { shape: /^(?:find)?$/, show: showStart, send: find };

async function showStart(visit: Visit, filled: Filled): Promise<Answer> {
  const main = startPage(filled, { root: visit.root, hidden: hiddenOf(filled.form, visit), practices: visit.person.practices });
  return show(visit, { title: "Send answers", main, filled });
}

async function find(visit: Visit, form: Form): Promise<Answer> {
  const practice = practiceNamed(textOf(form, "practice"), visit);
  const reference = textOf(form, "referralId");
  const errors: FieldError[] = [
    ...(practice === undefined ? [{ field: "practice", message: "Select the practice" }] : []),
    ...(reference === "" ? [{ field: "referralId", message: "Enter your reference for the referral" }] : []),
  ];
  if (practice === undefined || errors.length > 0) return showStart(visit, { form, errors });
  const refKey = await keyOfReferral(practice.code, reference, visit.deps);
  if (refKey !== null) return { kind: "to", path: `/referrals/${practice.code}/${refKey}` };
  const message = "Enter the reference of a referral that is recorded at this practice, or record a new one below";
  return showStart(visit, { form, errors: [{ field: "referralId", message }] });
}
