import { tokenField } from "../../../adapters/form-guard.ts";
import { holdsNhsNumber } from "../../../core/submission/misplaced-numbers.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { emptyForm, type Form } from "../form.ts";
import { fileField, textField } from "./fields.ts";
import { formOf } from "./page.ts";

/** The page for whoever has not signed in. */
export function signInPage(site: string): Html {
  return html`<h1 class="nhsuk-heading-l">Sign in to send answers</h1><p>This page is for practices that have no system to send with.</p><p><a class="nhsuk-button" href="${site}/sign-in?to=fill-in">Sign in</a></p>`;
}

/** The page for whoever has signed in and may send for no practice. */
export function noRightPage(site: string): Html {
  return html`<h1 class="nhsuk-heading-l">You may not send for a practice</h1><p>If you should be able to, ask whoever gave you your account.</p><p><a href="${site}/reports">Read the reports</a></p>`;
}

/** The page for an address at which there is nothing for this person: the same whether nothing is there or nothing that is theirs. */
export function nothingHerePage(root: string): Html {
  return html`<h1 class="nhsuk-heading-l">There is nothing here for you</h1><p>The address may be mistyped, or the referral another practice’s.</p><p><a href="${root}">Begin again</a></p>`;
}

/** The page for a form that another site sent, or that could not be read. */
export function notTakenPage(root: string): Html {
  return html`<h1 class="nhsuk-heading-l">This form was not taken</h1><p>It did not come whole, or not from a page of this service. Nothing was kept.</p><p><a href="${root}">Begin again</a></p>`;
}

/** The page for a form that was sent before, with other answers. */
export function sentBeforePage(root: string, receiptPath: string): Html {
  return html`<h1 class="nhsuk-heading-l">This form was sent before</h1><p>It was sent with other answers, and those stand: a form counts once. To send something else, open a new form.</p><p><a href="${root}${receiptPath}">What was kept</a></p><p><a href="${root}">Begin again</a></p>`;
}

/** Fields that are never repeated to the browser, not even hidden: they are asked for again. */
const askedAgain = new Set(["nhsNumber"]);

/**
 * The page for a form that could not be kept now: with everything that was filled in, to be sent again as the same form. An NHS number and a file
 * have to be given again.
 */
export function sendAgainPage(form: Form, { action, site, reason }: { action: string; site: string; reason: "signed-out" | "busy" }): Html {
  const hidden = [...form.values].flatMap(([name, values]) =>
    values
      .filter((value) => !askedAgain.has(name) && !holdsNhsNumber(value))
      .map((value) => html`<input type="hidden" name="${name}" value="${value}">`),
  );
  const empty = { form: emptyForm, errors: [] };
  const isFile = /\/upload(?:\/send)?$/.test(action);
  const again = [
    html`${hidden}`,
    form.values.get("nhsNumber")?.some((value) => value !== "") === true
      ? textField(empty, {
          name: "nhsNumber",
          label: "NHS number",
          hint: "It is not kept, so enter it again.",
          width: 10,
          digits: true,
          isPrivate: true,
        })
      : null,
    isFile ? fileField(empty, { name: "file", label: "Choose the file again" }) : null,
  ];
  const why =
    reason === "busy"
      ? html`<p>The service could not take it just now. Nothing that you filled in is lost. Send it again: it counts once, however often it is sent.</p>`
      : html`<p>You are signed out. Nothing that you filled in is lost.</p><ol class="nhsuk-list nhsuk-list--number"><li><a href="${site}/sign-in?to=fill-in" target="_blank" rel="noopener">Sign in, in a new tab</a></li><li>Come back to this page</li><li>Send the form again</li></ol>`;
  return html`<h1 class="nhsuk-heading-l">Not sent yet</h1>${why}${formOf({ action, hidden: {}, isFile }, again, "Send again")}`;
}

/** Says that a form is from an earlier session, above the form itself. */
export const signedInAgain = {
  field: "maincontent",
  message: "You have signed in again since you opened this form. Look it over and send it again.",
};

/** The hidden fields of every form. */
export function hiddenFields(token: string, id: string): Readonly<Record<string, string>> {
  return { [tokenField]: token, id };
}
