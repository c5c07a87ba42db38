import { html } from "./html/html.ts";
import { type TurnedAway, turnedAwayPage } from "./turned-away-page.ts";
import { turnedAwayWords as words } from "./words/shell-words.ts";

/** The page for a sign-in that cannot go on; it says nothing of what came. */
export function signInStoppedPage(where: TurnedAway): string {
  const main = html`<h1 class="nhsuk-heading-l">${words.cannotGoOn}</h1>
<p>${words.why}</p>
<p><a class="nhsuk-button" href="${where.site}/sign-in">${words.again}</a></p>`;
  return turnedAwayPage(where, { title: words.stopped, main, signedIn: false });
}
