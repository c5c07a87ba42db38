/** The look of the page and of what appears beside the pointer. */
export const exploreStyle = `
:root{color-scheme:light;--ink:#212b32;--soft:#4c6272;--line:#d8dde0;--link:#005eb8}
*{box-sizing:border-box}body{margin:0;font:1rem/1.5 Arial,Helvetica,sans-serif;color:var(--ink);background:#fff}
main,header{max-width:60rem;margin:0 auto;padding:1rem}header{border-bottom:4px solid var(--link)}
h1{font-size:2rem;line-height:1.2;margin:.5rem 0}a{color:var(--link)}
.choices{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}.choices label{display:block;font-weight:700}
select{font:inherit;padding:.4rem;border:2px solid var(--ink);max-width:100%;min-height:44px;background:#fff;color:var(--ink)}
select:focus-visible,a:focus-visible{outline:4px solid #ffeb3b;box-shadow:inset 0 0 0 2px var(--ink)}
#picture{overflow-x:auto;min-height:20rem}#says{color:var(--soft)}
#vg-tooltip-element{position:fixed;visibility:hidden;background:#fff;border:2px solid var(--ink);padding:.5rem;font-size:.9rem;z-index:9}
#vg-tooltip-element.visible{visibility:visible}#vg-tooltip-element td.key{color:var(--soft);padding-right:.5rem}
`;

/** The page on which figures can be pointed at. Without script it leads to the pages that need none. */
export function explorePage(): string {
  const choice = (id: string, label: string) => `<div><label for="${id}">${label}</label><select id="${id}"></select></div>`;
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Explore the figures</title><style>${exploreStyle}</style></head>
<body><header><h1>Explore the figures</h1>
<p>Choose a place, an outcome and a figure, and point at its numbers. They are those of the <a href="reports">published pages</a>, which also say what
they cannot show: nothing else is in them, and nothing is counted here.</p></header>
<main><noscript><p>This page needs script. The <a href="reports">published pages</a> need none, and have every figure with its numbers.</p></noscript>
<form class="choices">${choice("place", "Place")}${choice("outcome", "Outcome")}${choice("figure", "Figure")}${choice("measure", "Numbers")}</form>
<div id="picture" tabindex="0"></div>
<p id="says" role="status"></p>
<p><a id="way" href="reports" hidden>Read this figure with its notes and its table</a></p></main>
<script src="explore/explore.js" defer></script></body></html>
`;
}
