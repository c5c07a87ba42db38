import { html } from "./html/html.ts";
import { shellWords, turnedAwayWords as words } from "./words/shell-words.ts";

/** The page for a sign-in that cannot go on; it says nothing of what came. */
export function signInStoppedPage(again: string): string {
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>${words.stopped} – ${shellWords.site}</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>${words.cannotGoOn}</h1>
<p>${words.why}</p>
<p><a href="${again}">${words.again}</a></p>
</main></body></html>
`.markup;
}
