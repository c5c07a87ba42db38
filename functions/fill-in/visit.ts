import type { Html } from "../../reports/html/html.ts";
import type { Answer, FillInDeps, Person, Practice } from "./fill-in.ts";
import { type Form, textOf } from "./form.ts";
import type { Filled } from "./html/fields.ts";
import { type Page, pageOf } from "./html/page.ts";
import { hiddenFields } from "./html/stopped-pages.ts";

/** One request of somebody who may send. */
export type Visit = { readonly person: Person; readonly root: string; readonly deps: FillInDeps };

/**
 * What one address does. `parts` are the parts of the path that vary. A form is sent to another address than its page's own (`.../send`): a
 * browser whose connection drops then keeps the page, and the way back leads to everything that was filled in.
 */
export type Route = {
  readonly shape: RegExp;
  /** The page, as it was filled in and with what is wrong with it. */
  readonly show: (visit: Visit, filled: Filled, parts: readonly string[]) => Promise<Answer>;
  /** Takes the form in. Without one the address has no form. */
  readonly send?: (visit: Visit, form: Form, parts: readonly string[]) => Promise<Answer>;
};

/** A page of somebody who has signed in. With errors it is 422, and says so in its title. */
export function show(
  { root }: Visit,
  { title, main, filled, back }: { title: string; main: Html; filled?: Filled; back?: Page["back"] },
): Answer {
  const isWrong = filled !== undefined && filled.errors.length > 0;
  const page = pageOf({ root, title, main, signedIn: true, isWrong, ...(back && { back }) });
  return { kind: "page", status: isWrong ? 422 : 200, page, ...(filled && { keeps: "form" }) };
}

/** The id a form was made with; a new one for a form that is only being made. */
export function formId(form: Form, { deps }: Visit): string {
  const sent = textOf(form, "id");
  return /^[a-z]{24}$/.test(sent) ? sent : deps.newFormId();
}

/** The hidden fields of a form. */
export function hiddenOf(form: Form, visit: Visit): Readonly<Record<string, string>> {
  return hiddenFields(visit.person.token, formId(form, visit));
}

/** A practice that the person may send for, by its code. */
export function practiceNamed(code: string, { person }: Visit): Practice | undefined {
  return person.practices.find((practice) => practice.code === code);
}
