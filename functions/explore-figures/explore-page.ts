import { namedByContent } from "../../adapters/named-by-content.ts";
import { type Html, html } from "../../reports/html/html.ts";
import { servicePage } from "../../reports/html/service-page.ts";
import { serviceFiles } from "../../reports/theme/service-files.ts";

const { style, icon } = serviceFiles(namedByContent);

/** The page on which figures can be pointed at. Without script it leads to the pages that need none, and offers nothing that would not work. */
export function explorePage(): string {
  return servicePage({
    title: "Explore the figures",
    site: ".",
    style: `fill-in/${style.path}`,
    icon: `fill-in/${icon.path}`,
    head: { href: "reports", label: "Social prescribing outcomes" },
    foot: html`<a href="reports">Read the reports</a>. <a href="reports/status">Is this up to date?</a> <a href="sign-in">Sign in</a>`,
    signedIn: false,
    isWide: true,
    main: html`<h1 class="nhsuk-heading-xl">Explore the figures</h1>
<p class="nhsuk-body-l">Choose a place, an outcome and a figure, and point at its numbers, or read them in the table below it.</p>
<p>They are the numbers of the <a href="reports">published pages</a>, which also say what they cannot show. Nothing else is in them, and nothing is counted here.</p>
<noscript><p class="nhsuk-inset-text">This page needs script. The <a href="reports">published pages</a> need none, and have every figure with its numbers.</p></noscript>
<div id="explorer" hidden><form class="choices">${choices.map(choice)}</form>
<div id="picture" class="picture"></div>
<p id="says" class="notice" role="status"></p>
<div id="numbers" class="scroll" role="region" aria-label="The same numbers as a table" tabindex="0" hidden></div>
<p><a id="way" href="reports" hidden>Read this figure with its notes</a></p></div>
<script src="explore/explore.js" defer></script>`,
  });
}

const choices = [
  ["place", "Place"],
  ["outcome", "Outcome"],
  ["figure", "Figure"],
  ["measure", "Numbers"],
] as const;

function choice([id, label]: (typeof choices)[number]): Html {
  return html`<div class="nhsuk-form-group"><label class="nhsuk-label" for="${id}">${label}</label><select class="nhsuk-select" id="${id}"></select></div>`;
}
