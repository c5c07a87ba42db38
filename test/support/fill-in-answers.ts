import { type Fields, hiddenIn, leadsTo, ownPractice, type Service, send, visit } from "./fill-in-service.ts";

export const nhsNumber = "9434765919";
export const referral = { referralId: "R1", nhsNumber, "referredOn-day": "1", "referredOn-month": "9", "referredOn-year": "2026" };
export const day = (date: string) => {
  const [year = "", month = "", dayOfMonth = ""] = date.split("-");
  return { "completedOn-day": dayOfMonth, "completedOn-month": month, "completedOn-year": year };
};
export const answers = (values: readonly number[]) => Object.fromEntries(values.map((value, at) => [`q${at + 1}`, String(value)]));
export const phq9 = (risk: number) => answers([1, 2, 1, 2, 1, 1, 2, 1, risk]);

/** A referral that is recorded, by the path of its page. */
export async function recorded(service: Service, fields: Fields = {}): Promise<string> {
  const form = await visit(service, "/new-referral");
  const answer = await send(service, "/new-referral", { ...hiddenIn(form.body), practice: ownPractice, ...referral, ...fields });
  return leadsTo(answer).replace(/\/receipts\/.*/, "");
}

/** An instrument filled in as a new form, and the page that it leads to. */
export async function filledIn(service: Service, path: string, fields: Fields) {
  const form = await visit(service, path);
  const answer = await send(service, path, { ...hiddenIn(form.body), ...fields });
  return visit(service, leadsTo(answer));
}
