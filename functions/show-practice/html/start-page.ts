import type { FollowUpsDueList } from "../../../core/practice/follow-up-list.ts";
import type { PracticeQuality } from "../../../core/practice/practice-quality.ts";
import { type Html, html } from "../../../reports/html/html.ts";
import { counted, fixTitle, type NameOf, pairsSentence } from "../../../reports/words/practice-words.ts";

/** A practice that somebody works at. */
export type OwnPractice = { readonly code: string; readonly name: string };

/** The choice of a practice, for somebody who works at several. */
export function choicePage(practices: readonly OwnPractice[], root: string): Html {
  const items = practices.map(({ code, name }) => html`<li><a href="${root}/${code}">${name}</a> <span class="notice">${code}</span></li>`);
  return html`<h1 class="nhsuk-heading-l">Your practices</h1><ul class="nhsuk-list">${items}</ul>`;
}

type Known = {
  readonly quality: PracticeQuality;
  readonly followUps: FollowUpsDueList;
  readonly openFlags: number;
};

type Where = { readonly at: string; readonly site: string; readonly report: string; readonly name: string; readonly nameOf: NameOf };

/** What is to be done at a practice, the most pressing first. */
export function practicePage({ quality, followUps, openFlags }: Known, { at, site, report, name, nameOf }: Where): Html {
  const [first] = quality.fixNext;
  return html`<h1 class="nhsuk-heading-l"><span class="nhsuk-caption-l">${name}</span> What is to be done</h1>
${flagsBox(openFlags, at)}
<h2 class="nhsuk-heading-m"><a href="${at}/follow-ups">Follow-ups due</a></h2>
<p>${counted(followUps.overdue, "is", "are")} overdue and ${counted(followUps.due, "is", "are")} due within ${followUps.daysAhead} days.</p>
<h2 class="nhsuk-heading-m"><a href="${at}/data-quality">Data quality</a></h2>
<p>${pairsSentence(quality).replace("below ", "")}${first === undefined ? null : html` First: ${lowerFirst(fixTitle(first, nameOf))}.`}</p>
<h2 class="nhsuk-heading-m">Elsewhere</h2>
<ul class="nhsuk-list"><li><a href="${report}">The practice’s report</a></li><li><a href="${site}/fill-in">Send answers without a system</a></li></ul>`;
}

function flagsBox(open: number, at: string): Html {
  if (open === 0)
    return html`<h2 class="nhsuk-heading-m"><a href="${at}/risk-flags">Risk flags</a></h2><p>No answer is waiting to be seen.</p>`;
  return html`<section class="act" aria-labelledby="act"><h2 class="nhsuk-heading-m act__title" id="act">Act today</h2><p>${counted(open, "answer points", "answers point")} to thoughts of self-harm, and nobody has said that ${open === 1 ? "it was" : "they were"} seen.</p><p><a href="${at}/risk-flags">See ${open === 1 ? "it" : "them"} and acknowledge ${open === 1 ? "it" : "each"}</a></p></section>`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
