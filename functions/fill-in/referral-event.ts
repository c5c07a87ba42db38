import { type Form, given, givenDay, textOf, textsOf } from "./form.ts";

/** The fields of the form on a referral, beside those of its day, its needs and the person. */
const plain = ["practice", "referralId", "referrerRole", "deliveredBy", "activity", "ageBand", "sex", "ethnicity"] as const;

/** What the form on a referral tells, as an event that is still to be judged. */
export function referralEvent(form: Form, eventId: string): Record<string, unknown> {
  const needs = textsOf(form, "needs");
  const quintile = textOf(form, "imdQuintile");
  return {
    type: "referral.recorded",
    eventId,
    ...Object.assign({}, ...plain.map((name) => given(form, name))),
    patient: { ...given(form, "nhsNumber"), ...given(form, "localId") },
    ...givenDay(form, "referredOn"),
    ...(needs.length === 0 ? {} : { needs }),
    ...(quintile === "" ? {} : { imdQuintile: Number(quintile) }),
  };
}
