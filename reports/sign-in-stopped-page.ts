import { html } from "./html/html.ts";

/** The page for a sign-in that cannot go on; it says nothing of what came. */
export function signInStoppedPage(again: string): string {
  return html`<!DOCTYPE html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Sign-in stopped – Social prescribing outcomes</title><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main>
<h1>This sign-in cannot go on</h1>
<p>It may have been left open too long, have been finished already, or have begun in another browser.</p>
<p><a href="${again}">Start again</a></p>
</main></body></html>
`.markup;
}
