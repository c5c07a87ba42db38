import { html } from "./html/html.ts";
import { shellWords, turnedAwayWords as words } from "./words/shell-words.ts";

/** Where the reader stands: `up` leads from the address that was asked for to the root of the service. */
export type NotFound = { readonly up: string; readonly signedIn: boolean; readonly published: boolean };

/**
 * The page for an address at which there is nothing for this reader. It is the same whether nothing is there at all or nothing that
 * they may see, and it names neither.
 */
export function notFoundPage({ up, signedIn, published }: NotFound): string {
  const title = published ? words.none : words.nothing;
  const signIn = html`<p>${words.signedOut}</p><p><a href="${up}sign-in">${words.signIn}</a></p>`;
  const signOut = html`<p>${words.signedIn}</p><form method="post" action="${up}sign-out"><button>${shellWords.signOut}</button></form>`;
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${title} – ${shellWords.site}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>${title}</h1>
${published ? html`${signedIn ? signOut : signIn}<p><a href="${up}reports">${words.england}</a></p>` : html`<p>${words.first}</p>`}
</main></body></html>
`.markup;
}
