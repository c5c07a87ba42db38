import { type Html, html } from "../../../reports/html/html.ts";
import { servicePage } from "../../../reports/html/service-page.ts";
import { iconPath, stylePath } from "../fill-in.ts";

/** A page: its title, where the pages are, and what stands on it. */
export type Page = {
  readonly root: string;
  readonly title: string;
  readonly main: Html;
  readonly signedIn: boolean;
  /** Something has to be put right: said in the title, which is heard first. */
  readonly isWrong?: boolean;
  /** Where the way back leads. */
  readonly back?: { readonly path: string; readonly label: string };
};

/** A whole page. */
export function pageOf({ root, title, main, signedIn, isWrong = false, back }: Page): string {
  const site = root.replace(/\/fill-in$/, "");
  return servicePage({
    ...{ title, main, site, signedIn, isWrong, style: `${root}/${stylePath}`, icon: `${root}/${iconPath}` },
    head: { href: root, label: "Social prescribing outcomes: send answers" },
    foot: html`What is sent here is counted the next night; reports show it once at least eight people’s figures have moved. <a href="${site}/reports">Read the reports</a>. <a href="${site}/practice">What is to be done at your practice</a>`,
    back: back && { href: `${root}${back.path}`, label: back.label },
  });
}

/** A form that carries its session's token and the id it was made with, from which its events have theirs. */
export function formOf({ action, hidden, isFile = false }: FormHead, fields: readonly (Html | null)[], button: string): Html {
  const kept = Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const type = isFile ? html` enctype="multipart/form-data"` : null;
  return html`<form method="post" action="${action}"${type} novalidate>${kept}
${fields.filter((field) => field !== null)}
<button class="nhsuk-button" type="submit">${button}</button></form>`;
}

type FormHead = { readonly action: string; readonly hidden: Readonly<Record<string, string>>; readonly isFile?: boolean };
