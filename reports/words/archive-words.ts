import type { PlaceFrame } from "../../core/place-report.ts";
import { madeWith } from "../made-with.ts";
import { periodText } from "./construct-words.ts";
import { dateText } from "./numbers.ts";
import { sampleWords } from "./page-words.ts";
import { placeTitle } from "./place-words.ts";

/** Pinned: the command of a figure's archive draws it with what it was drawn with. */
export const drawnWith = { vega: madeWith.vega, "vega-lite": madeWith["vega-lite"] } as const;

/** The one command that draws a figure again from its specification. */
export function redrawCommand(id: string): string {
  const packages = Object.entries(drawnWith).map(([name, version]) => `-p ${name}@${version}`);
  return `npx --yes ${packages.join(" ")} vl2svg ${id}.vl.json redrawn.svg`;
}

type About = { readonly id: string; readonly title: string; readonly citation: string; readonly drawn: boolean };

/** What lies in the archive and how it is used. */
export function archiveReadme({ id, title, citation, drawn }: About): string {
  const lines = [
    title,
    "",
    `${id}.csv        the numbers, one to a row; status says why a value is empty`,
    `${id}.meta.json  what the figure is about, its notes, and what it was made from`,
    ...(drawn
      ? [
          `${id}.vl.json    its specification, with data and theme: it opens in any Vega-Lite editor`,
          `${id}.svg        the picture; ${id}.narrow.svg is drawn for small screens`,
          "LICENCE.txt     what you may do with them",
          "",
          "To draw it again (Node 20 or later):",
          "",
          `  ${redrawCommand(id)}`,
        ]
      : ["LICENCE.txt     what you may do with them", "", "There is no picture: the page says why."]),
    "",
    "Cite as:",
    "",
    `  ${citation}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** What may be done with a figure and its numbers. */
export function licenceText({ isPublic, sample }: { readonly isPublic: boolean; readonly sample: boolean }): string {
  if (sample) return `${sampleWords} You may do anything with them but present them as real.\n`;
  if (isPublic)
    return "You may use and share this figure and its numbers under the Open Government Licence v3.0\n(https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/), naming the source as README.txt does.\n";
  return "This figure is for people whom the service has given access to the place it is about, under the terms of that access. It is not for publication.\nThe figures for England as a whole are open.\n";
}

/** How a figure is cited: what, where, of whom, when, and from which data. `address` is its place in the site. */
export function citationText(title: string, { place, period, provenance, sample }: PlaceFrame, address: string): string {
  const { run, drawnOn, dataSnapshot, codeVersion } = provenance;
  return `Social prescribing outcomes, ${placeTitle(place)}: “${title}” (people ${periodText(period)}). Drawn ${dateText(drawnOn)}, run ${run}, data snapshot ${dataSnapshot.slice(0, 16)}, code ${codeVersion.slice(0, 12)}.${sample ? ` ${sampleWords}` : ""} ${address}`;
}

/** What links to a figure's files are called, and what a screen reader adds. */
export const downloadWords = {
  before: (number: number) => `Download figure ${number}:`,
  names: {
    csv: ["CSV", "data"],
    "meta.json": ["metadata", "in JSON"],
    svg: ["SVG", "image"],
    "narrow.svg": ["narrow SVG", "image for small screens"],
    "vl.json": ["Vega-Lite", "specification"],
    zip: ["all in one (zip)", "with licence and how to redraw it"],
  },
  short: { csv: "CSV", "meta.json": "metadata", "vl.json": "Vega-Lite", zip: "zip" },
  forFigure: (what: string, number: number) => ` ${what} for figure ${number}`,
  cite: "Cite as:",
} as const;

/** How a month's public pack is cited. */
export function packCitation(month: string, { gen, civilDate }: { readonly gen: number; readonly civilDate: string }): string {
  return `Outcomes of social prescribing, England. Public pack ${month} (generation ${gen}, ${civilDate}).`;
}
