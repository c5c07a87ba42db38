import { html } from "./html/html.ts";

/** Where the reader stands: `up` leads from the address that was asked for to the root of the service. */
export type NotFound = { readonly up: string; readonly signedIn: boolean; readonly published: boolean };

/**
 * The page for an address at which there is nothing for this reader. It is the same whether nothing is there at all or nothing that
 * they may see, and it names neither.
 */
export function notFoundPage({ up, signedIn, published }: NotFound): string {
  const title = published ? "There is no such page for you" : "Nothing has been published yet";
  const signIn = html`<p>Pages below national level are for people who have signed in.</p><p><a href="${up}sign-in">Sign in</a></p>`;
  const signOut = html`<p>If you should be able to see this page, ask whoever gave you your account.</p><form method="post" action="${up}sign-out"><button>Sign out</button></form>`;
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${title} – Social prescribing outcomes</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>${title}</h1>
${published ? html`${signedIn ? signOut : signIn}<p><a href="${up}reports">Reports for England</a></p>` : html`<p>The first reports appear after the first night.</p>`}
</main></body></html>
`.markup;
}
