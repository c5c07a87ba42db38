import { palette } from "../draw/palette.ts";
import type { FigureIcon } from "../figures/figure.ts";
import { type Html, html, nothing } from "./html.ts";

type Kind = FigureIcon["kind"];

const rings: Readonly<Record<Kind, string>> = {
  common: palette.axis,
  better: palette.improved,
  worse: palette.deteriorated,
  high: palette.volume,
  low: palette.volume,
  pass: palette.improved,
  fail: palette.deteriorated,
  "hit-or-miss": palette.axis,
};

const letters: Readonly<Record<Kind, string>> = {
  common: "",
  better: "H",
  worse: "L",
  high: "H",
  low: "L",
  pass: "P",
  fail: "F",
  "hit-or-miss": "?",
};

/** The icons of a chart over time, each with its words beside it: they say nothing that the words do not. */
export function chartIcons(icons: readonly FigureIcon[]): Html {
  if (icons.length === 0) return nothing;
  return html`<ul class="icons">${icons.map(({ kind, text }) => html`<li>${icon(kind)}<span>${text}</span></li>`)}</ul>`;
}

function icon(kind: Kind): Html {
  const letter = letters[kind];
  const edge = kind === "worse" || kind === "fail" ? palette.deterioratedEdge : rings[kind];
  return html`<svg class="icon" viewBox="0 0 48 48" width="44" height="44" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="21" fill="#fff" stroke="${rings[kind]}" stroke-width="5"/>${kind === "pass" || kind === "fail" || kind === "hit-or-miss" ? aimLines(kind) : dots(kind)}${letter === "" ? nothing : html`<text x="24" y="${kind === "worse" || kind === "low" ? "37" : "20"}" text-anchor="middle" font-size="14" font-weight="bold" fill="${edge}">${letter}</text>`}</svg>`;
}

const usual = [28, 22, 27, 21, 26] as const;
const rising = [34, 33, 34, 27, 25] as const;

/** Five months as dots: up and down by turns, or the last two away from the others. */
function dots(kind: Kind): Html {
  const heights = kind === "common" ? usual : kind === "better" || kind === "high" ? rising : rising.map((y) => 48 - y);
  const path = heights.map((y, index) => `${index === 0 ? "M" : "L"}${10 + index * 7} ${y}`).join("");
  const circles = heights.map(
    (y, index) => html`<circle cx="${10 + index * 7}" cy="${y}" r="3" fill="${index > 2 ? rings[kind] : palette.axis}"/>`,
  );
  return html`<path d="${path}" fill="none" stroke="${palette.axis}" stroke-width="1.5"/>${circles}`;
}

/** The aim as a dashed line, and usual variation above, below or across it. */
function aimLines(kind: Kind): Html {
  const wave = { pass: 26, fail: 38, "hit-or-miss": 31 }[kind as "pass" | "fail" | "hit-or-miss"];
  const aim = { pass: 36, fail: 26, "hit-or-miss": 31 }[kind as "pass" | "fail" | "hit-or-miss"];
  return html`<path d="M9 ${aim}H39" stroke="${palette.target}" stroke-width="2" stroke-dasharray="3 2"/><path d="M11 ${wave}q4 -5 8 0t8 0t8 0" fill="none" stroke="${palette.text}" stroke-width="2"/>`;
}
