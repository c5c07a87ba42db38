import { canonicalJson } from "../core/canonical-json.ts";
import type { PlaceFile, PlaceFrame } from "../core/place-report.ts";
import { drawPicture, publishedSpec } from "./draw/draw-picture.ts";
import type { Picture } from "./draw/drawing.ts";
import { standalonePicture } from "./draw/standalone-picture.ts";
import { figureArchive } from "./figure-archive.ts";
import { type FigureSubject, figureCsv } from "./figure-csv.ts";
import type { Figure } from "./figures/figure.ts";
import type { DrawnFigure } from "./html/figure-section.ts";
import { placeFolder } from "./html/page-shell.ts";
import { citationText, licenceText } from "./words/archive-words.ts";
import { sampleWords } from "./words/page-words.ts";

/** A figure with its pictures drawn, where it has any. @throws {Error} on any warning while drawing */
export async function drawFigure(figure: Figure, number: number): Promise<DrawnFigure> {
  if ("empty" in figure.picture) return { figure, number, wide: null, narrow: null };
  const id = `fig-${figure.id}`;
  const wide = await drawPicture(figure.picture.wide, { id, layout: "wide" });
  const narrow = await drawPicture(figure.picture.narrow, { id, layout: "narrow" });
  return { figure, number, wide, narrow };
}

/** A figure with its narrow picture alone, for where it stands small. @throws {Error} on any warning while drawing */
export async function drawSmall(figure: Figure, number: number): Promise<DrawnFigure> {
  const narrow = "empty" in figure.picture ? null : await drawPicture(figure.picture.narrow, { id: `fig-${figure.id}`, layout: "narrow" });
  return { figure, number, wide: null, narrow };
}

/** What a page's figures are about, and the folder their files stand in. */
export type PageSubject = FigureSubject & { readonly folder: string };

/** What can be taken away of a figure: numbers, description, pictures and specification. */
export function figureFiles({ figure, wide, narrow }: DrawnFigure, place: PlaceFrame, subject: PageSubject): readonly PlaceFile[] {
  const file = (ending: string, contentType: string, body: string) => ({
    path: `${subject.folder}/figures/${figure.id}.${ending}`,
    contentType,
    body,
  });
  const csv = file("csv", "text/csv; charset=utf-8", figureCsv(place, subject, figure.records));
  const meta = file("meta.json", "application/json", `${canonicalJson(metadata(figure, place, subject))}\n`);
  const pictures = "empty" in figure.picture || wide === null || narrow === null ? [] : pictureFiles(figure, { wide, narrow, place });
  const files = [csv, meta, ...pictures.map(([ending, contentType, body]) => file(ending, contentType, body))];
  return [...files, file("zip", "application/zip", archiveOf(figure, files, place, subject))];
}

type DrawnPictures = { readonly wide: Picture; readonly narrow: Picture; readonly place: PlaceFrame };

function pictureFiles(figure: Figure, { wide, narrow, place }: DrawnPictures): readonly (readonly [string, string, string])[] {
  if ("empty" in figure.picture) return [];
  const caption = { ...figure, notes: place.sample ? [...figure.notes, sampleWords] : figure.notes };
  const spec = {
    ...publishedSpec(figure.picture.wide, "wide"),
    title: { text: figure.title, subtitle: figure.subtitle },
    description: figure.alt,
  };
  return [
    ["svg", "image/svg+xml", standalonePicture(wide, caption, "wide")],
    ["narrow.svg", "image/svg+xml", standalonePicture(narrow, caption, "narrow")],
    ["vl.json", "application/json", `${JSON.stringify(place.sample ? { ...spec, usermeta: { sample: sampleWords } } : spec)}\n`],
  ];
}

function archiveOf(figure: Figure, files: readonly PlaceFile[], place: PlaceFrame, subject: PageSubject): string {
  const inside = `${subject.folder}/figures/`;
  return figureArchive({
    id: figure.id,
    title: figure.title,
    citation: citationText(figure.title, place, figureAddress(figure, place, subject)),
    isPublic: place.place.level === "england",
    sample: place.sample,
    files: files.map(({ path, body }) => ({ name: path.slice(inside.length), body })),
  });
}

/** Where a figure stands in the site, night after night; the run in its citation says which night's it was. */
export function figureAddress({ id }: Figure, { place }: PlaceFrame, { folder }: Pick<PageSubject, "folder">): string {
  return `${placeFolder(place)}/${folder}/index.html#fig-${id}`;
}

function metadata(figure: Figure, place: PlaceFrame, subject: PageSubject) {
  const { id, label = "exploratory", title, subtitle, notes, alt } = figure;
  const { outcome, measure } = subject;
  const address = figureAddress(figure, place, subject);
  return {
    id,
    address,
    citation: citationText(title, place, address),
    licence: licenceText({ isPublic: place.place.level === "england", sample: place.sample }).trim(),
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
