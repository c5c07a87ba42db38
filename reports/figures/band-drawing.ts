import type { BandMove, BandTable, Measure } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { rampStep, ramps } from "../draw/palette-ramps.ts";
import { wrapText } from "../draw/text-metrics.ts";
import { bandLabels } from "../words/band-words.ts";
import { capital } from "../words/capital.ts";
import { countText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { labels: 158, inner: 536, widest: 200, height: 62, text: 14, percent: 20, people: 13 },
  narrow: { labels: 84, inner: 246, widest: 120, height: 58, text: 12, percent: 15, people: 12 },
} as const;

/** Band at the start down, highest scores first; band at follow-up across, lowest scores first. */
export function bandDrawing(bands: BandTable, { direction }: Measure, layout: Layout): Drawing {
  return {
    template: bandTemplate(bands.rows.length, layout),
    params: {},
    datasets: { ...cellData(bands, direction, layout), ...labelData(bands, layout) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Box = { readonly x: number; readonly x2: number; readonly y: number; readonly y2: number };

function columnWidth(count: number, layout: Layout): number {
  return Math.min(sizes[layout].widest, Math.floor(sizes[layout].inner / count));
}

function cellData({ rows }: BandTable, direction: Measure["direction"], layout: Layout): Datasets {
  const [width, { height }] = [columnWidth(rows.length, layout), sizes[layout]];
  const cells = rows.flatMap((row, before) =>
    row.cells.map((cell, after) => {
      const [x, y] = [after * width, (rows.length - 1 - before) * height];
      return { before, after, cell, share: shareOf(cell), box: { x: x + 1, x2: x + width - 1, y: y + 1, y2: y + height - 1 } };
    }),
  );
  const [seen, hidden] = [cells.filter(({ share }) => share !== null), cells.filter(({ share }) => share === null)];
  return {
    cells: seen.map(({ box, before, after, share }) => ({ ...box, c: colourOf(after - before, share ?? 0, direction) })),
    hidden: hidden.map(({ box }) => inset(box, 3)),
    stayed: seen.filter(({ before, after }) => before === after).map(({ box }) => inset(box, 1)),
    percents: seen.map(({ box, share }) => ({ ...middle(box), t: percentText(share ?? 0) })),
    people: seen.map(({ box, cell }) => ({ ...middle(box), t: peopleText(cell, layout) })),
    signs: hidden.map(({ box, cell }) => ({ ...middle(box), t: shownText(cell.n, countText) })),
  };
}

function middle({ x, x2, y, y2 }: Box) {
  return { x: (x + x2) / 2, y: (y + y2) / 2 };
}

function inset({ x, x2, y, y2 }: Box, by: number): Box {
  return { x: x + by, x2: x2 - by, y: y + by, y2: y2 - by };
}

/** The colour of a move by so many bands, for the better or the worse. */
function colourOf(by: number, share: number, direction: Measure["direction"]): string {
  const isBetter = by > 0 === (direction === "higher-is-better");
  return ramps[by === 0 ? "unchanged" : isBetter ? "improved" : "deteriorated"][rampStep(share)];
}

function labelData({ rows }: BandTable, layout: Layout): Datasets {
  const [width, { height, text, labels }] = [columnWidth(rows.length, layout), sizes[layout]];
  const names = rows.map((row, before) => nameOf(row, (rows.length - 1 - before) * height, { layout, labels, text }));
  return {
    headings: rows.flatMap(({ label, from, to }, after) => {
      const lines = layout === "wide" ? wrapText(capital(label), width - 8, { size: text, bold: true }) : [`${from}\u2013${to}`];
      return lines.map((t, index) => ({ x: (after + 0.5) * width, y: -8 - (lines.length - 1 - index) * (text + 2), t }));
    }),
    names: names.flat(),
    starts: rows.map((row, before) => ({
      x: 0,
      y: (names[before]?.at(-1)?.y ?? 0) + text + 3,
      t: (layout === "wide" ? bandLabels.atStart : bandLabels.count)(shownText(row.n, countText)),
    })),
    titles: [{ x: 0, y: layout === "wide" ? -44 : -28, t: bandLabels.followUp[layout === "wide" ? 0 : 1] }],
  };
}

/** The share to draw: nobody at all is 0 per cent, and needs no rule. */
function shareOf({ n, percent }: BandMove): number | null {
  return percent.kind === "value" ? percent.value : numberOf(n) === 0 ? 0 : null;
}

function peopleText({ n }: BandMove, layout: Layout): string {
  return layout === "wide" ? bandLabels.count(shownText(n, countText)) : shownText(n, countText);
}

type Place = { readonly layout: Layout; readonly labels: number; readonly text: number };

function nameOf({ label, from, to }: BandTable["rows"][number], y: number, { layout, labels, text }: Place) {
  const words = layout === "wide" ? `${capital(label)} (${from}\u2013${to})` : capital(label);
  const lines = wrapText(words, labels - 8, { size: text, bold: true });
  return lines.map((t, index) => ({ x: 0, y: y + 8 + text + index * (text + 2), t }));
}

function bandTemplate(count: number, layout: Layout) {
  const { height: step, text, percent, people, labels } = sizes[layout];
  const width = columnWidth(count, layout) * count;
  const height = step * count;
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const left = { x: { value: -labels }, y };
  const box = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };
  const raw = { field: "c", type: "nominal", scale: null, legend: null };
  const outline = { type: "rect", filled: false, fillOpacity: 0 };
  return {
    width,
    height,
    layer: [
      layer("cells", { type: "rect" }, { ...box, color: raw }),
      layer("hidden", { ...outline, stroke: palette.axis, strokeDash: [4, 3], strokeWidth: 1 }, box),
      layer("stayed", { ...outline, stroke: palette.text, strokeWidth: 1.5 }, box),
      textLayer("percents", { fontSize: percent, fontWeight: "bold", dy: -8, baseline: "middle" }, at),
      textLayer("people", { fontSize: people, dy: 13, baseline: "middle" }, at),
      textLayer("signs", { fontSize: text, fontStyle: "italic", color: palette.secondary, baseline: "middle" }, at),
      textLayer("headings", { fontSize: text, fontWeight: "bold", baseline: "alphabetic" }, at),
      textLayer("names", { fontSize: text, fontWeight: "bold", align: "left", baseline: "alphabetic" }, left),
      textLayer("starts", { fontSize: layout === "wide" ? 13 : 12, color: palette.secondary, align: "left", baseline: "alphabetic" }, left),
      textLayer("titles", { fontSize: text, color: palette.secondary, align: "left", baseline: "alphabetic" }, at),
    ],
  };
}
