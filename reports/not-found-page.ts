import { keptForDays } from "../core/night/fresh-objects.ts";
import { html } from "./html/html.ts";
import { type TurnedAway, turnedAwayPage } from "./turned-away-page.ts";
import { turnedAwayWords as words } from "./words/shell-words.ts";

type NotFound = { readonly signedIn: boolean; readonly published: boolean };

/**
 * The page for an address at which there is nothing for this reader. It is the same whether nothing is there at all, nothing any more, or nothing that
 * they may see, and it names neither.
 */
export function notFoundPage(where: TurnedAway, { signedIn, published }: NotFound): string {
  const title = published ? words.none : words.nothing;
  const heading = html`<h1 class="nhsuk-heading-l">${title}</h1>`;
  if (!published) return turnedAwayPage(where, { title, main: html`${heading}<p>${words.first}</p>`, signedIn: false });
  const signIn = html`<p>${words.signedOut}</p><p><a class="nhsuk-button" href="${where.site}/sign-in">${words.signIn}</a></p>`;
  const main = html`${heading}
${signedIn ? html`<p>${words.signedIn}</p>` : signIn}
<p>${words.kept(keptForDays)}</p>
<p><a href="${where.site}/reports">${words.england}</a></p>`;
  return turnedAwayPage(where, { title, main, signedIn });
}
