import { canonicalJson } from "../core/canonical-json.ts";
import type { PlaceFile, PlaceReport } from "../core/place-report.ts";
import { drawPicture, publishedSpec } from "./draw/draw-picture.ts";
import { standalonePicture } from "./draw/standalone-picture.ts";
import { type FigureSubject, figureCsv } from "./figure-csv.ts";
import type { Figure } from "./figures/figure.ts";
import type { DrawnFigure } from "./html/figure-section.ts";
import { sampleWords } from "./words/page-words.ts";

/** A figure with its pictures drawn, where it has any. @throws {Error} on any warning while drawing */
export async function drawFigure(figure: Figure, number: number): Promise<DrawnFigure> {
  if ("empty" in figure.picture) return { figure, number, wide: null, narrow: null };
  const id = `fig-${figure.id}`;
  const wide = await drawPicture(figure.picture.wide, { id, layout: "wide" });
  const narrow = await drawPicture(figure.picture.narrow, { id, layout: "narrow" });
  return { figure, number, wide, narrow };
}

/** What a page's figures are about, and the folder their files stand in. */
export type PageSubject = FigureSubject & { readonly folder: string };

/** What can be taken away of a figure: numbers, description, pictures and specification. */
export function figureFiles({ figure, wide, narrow }: DrawnFigure, place: PlaceReport, subject: PageSubject): readonly PlaceFile[] {
  const file = (ending: string, contentType: string, body: string) => ({
    path: `${subject.folder}/figures/${figure.id}.${ending}`,
    contentType,
    body,
  });
  const csv = file("csv", "text/csv; charset=utf-8", figureCsv(place, subject, figure.records));
  const meta = file("meta.json", "application/json", `${canonicalJson(metadata(figure, place, subject))}\n`);
  if ("empty" in figure.picture || wide === null || narrow === null) return [csv, meta];
  const caption = { ...figure, notes: place.sample ? [...figure.notes, sampleWords] : figure.notes };
  const spec = {
    ...publishedSpec(figure.picture.wide, "wide"),
    title: { text: figure.title, subtitle: figure.subtitle },
    description: figure.alt,
  };
  return [
    csv,
    meta,
    file("svg", "image/svg+xml", standalonePicture(wide, caption, "wide")),
    file("narrow.svg", "image/svg+xml", standalonePicture(narrow, caption, "narrow")),
    file("vl.json", "application/json", `${JSON.stringify(place.sample ? { ...spec, usermeta: { sample: sampleWords } } : spec)}\n`),
  ];
}

function metadata(
  { id, label = "exploratory", title, subtitle, notes, alt }: Figure,
  place: PlaceReport,
  { outcome, measure }: PageSubject,
) {
  return {
    id,
    label,
    title,
    subtitle,
    notes,
    alt,
    place: place.place,
    outcome,
    measure,
    period: place.period,
    asOf: place.asOf,
    suppression: place.suppression,
    sample: place.sample,
    provenance: place.provenance,
  };
}
