import type { BandMove, BandTable, Measure } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { rampStep, ramps } from "../draw/palette-ramps.ts";
import { wrapText } from "../draw/text-metrics.ts";
import { capital } from "../words/capital.ts";
import { countText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { labels: 158, inner: 536, widest: 200, height: 62, text: 14, percent: 20, people: 13 },
  narrow: { labels: 84, inner: 246, widest: 120, height: 58, text: 12, percent: 15, people: 12 },
} as const;

/** Band at the start down, highest scores first; band at follow-up across, lowest scores first. */
export function bandDrawing(bands: BandTable, { direction }: Measure, layout: Layout): Drawing {
  const { inner, widest, height, text, labels } = sizes[layout];
  const width = Math.min(widest, Math.floor(inner / bands.rows.length));
  const lastRow = bands.rows.length - 1;
  const cells = bands.rows.flatMap((row, before) =>
    row.cells.map((cell, after) => ({ ...placed(before, after), before, after, cell, share: shareOf(cell) })),
  );
  function placed(before: number, after: number) {
    const [x, y] = [after * width, (lastRow - before) * height];
    return { x: x + 1, x2: x + width - 1, y: y + 1, y2: y + height - 1 };
  }
  const middle = ({ x, x2, y, y2 }: ReturnType<typeof placed>) => ({ x: (x + x2) / 2, y: (y + y2) / 2 });
  const corners = ({ x, x2, y, y2 }: ReturnType<typeof placed>, inset = 0) => ({
    x: x + inset,
    x2: x2 - inset,
    y: y + inset,
    y2: y2 - inset,
  });
  const colour = (before: number, after: number, share: number) => {
    const isBetter = after > before === (direction === "higher-is-better");
    return ramps[after === before ? "unchanged" : isBetter ? "improved" : "deteriorated"][rampStep(share)];
  };
  const seen = cells.filter(({ share }) => share !== null);
  const hidden = cells.filter(({ share }) => share === null);
  const headings = bands.rows.flatMap(({ label, from, to }, after) => {
    const lines = layout === "wide" ? wrapText(capital(label), width - 8, { size: text, bold: true }) : [`${from}\u2013${to}`];
    return lines.map((t, index) => ({ x: (after + 0.5) * width, y: -8 - (lines.length - 1 - index) * (text + 2), t }));
  });
  const names = bands.rows.map((row, before) => nameOf(row, (lastRow - before) * height, { layout, labels, text }));
  return {
    template: bandTemplate(bands.rows.length, layout),
    params: {},
    datasets: {
      cells: seen.map(({ before, after, share, ...box }) => ({ ...corners(box), c: colour(before, after, share ?? 0) })),
      hidden: hidden.map((box) => corners(box, 3)),
      stayed: seen.filter(({ before, after }) => before === after).map((box) => corners(box, 1)),
      percents: seen.map(({ share, ...box }) => ({ ...middle(box), t: percentText(share ?? 0) })),
      people: seen.map(({ cell, ...box }) => ({ ...middle(box), t: peopleText(cell, layout) })),
      signs: hidden.map((box) => ({ ...middle(box), t: shownText(box.cell.n, countText) })),
      headings,
      names: names.flat(),
      starts: bands.rows.map((row, before) => ({
        x: 0,
        y: (names[before]?.at(-1)?.y ?? 0) + text + 3,
        t: `${shownText(row.n, countText)}${layout === "wide" ? " at the start" : " people"}`,
      })),
      titles: [{ x: 0, y: layout === "wide" ? -44 : -28, t: layout === "wide" ? "Band at follow-up" : "Score at follow-up" }],
    },
  };
}

/** The share to draw: nobody at all is 0 per cent, and needs no rule. */
function shareOf({ n, percent }: BandMove): number | null {
  return percent.kind === "value" ? percent.value : numberOf(n) === 0 ? 0 : null;
}

function peopleText({ n }: BandMove, layout: Layout): string {
  return layout === "wide" ? `${shownText(n, countText)} people` : shownText(n, countText);
}

type Place = { readonly layout: Layout; readonly labels: number; readonly text: number };

function nameOf({ label, from, to }: BandTable["rows"][number], y: number, { layout, labels, text }: Place) {
  const words = layout === "wide" ? `${capital(label)} (${from}\u2013${to})` : capital(label);
  const lines = wrapText(words, labels - 8, { size: text, bold: true });
  return lines.map((t, index) => ({ x: 0, y: y + 8 + text + index * (text + 2), t }));
}

function bandTemplate(count: number, layout: Layout) {
  const { inner, widest, height: step, text, percent, people, labels } = sizes[layout];
  const width = Math.min(widest, Math.floor(inner / count)) * count;
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
