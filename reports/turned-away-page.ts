import { type Html, html } from "./html/html.ts";
import { servicePage } from "./html/service-page.ts";
import { shellWords } from "./words/shell-words.ts";

/** Where a page for somebody who was turned away stands: the root of the service, without a stroke at its end, and the names of what all its pages share. */
export type TurnedAway = { readonly site: string; readonly style: string; readonly icon: string };

type Said = { readonly title: string; readonly main: Html; readonly signedIn: boolean };

/** A page of the service that says why there is nothing else, in the frame that its other pages have. */
export function turnedAwayPage({ site, style, icon }: TurnedAway, { title, main, signedIn }: Said): string {
  return servicePage({
    ...{ title, main, site, signedIn, style: `${site}/fill-in/${style}`, icon: `${site}/fill-in/${icon}` },
    ...{ head: { href: `${site}/reports`, label: shellWords.site }, foot: html`${shellWords.site}` },
  });
}
