import type { Dimension, GroupShares, OutcomeReport } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { equityDimensions, equityLabels, groupName } from "../words/equity-words.ts";
import { countText, intervalText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { labels: 190, width: 338, step: 28, heading: 34, text: 14, ticks: 8, right: 168 },
  narrow: { labels: 116, width: 168, step: 27, heading: 32, text: 12, ticks: 4, right: 44 },
} as const;

const tickSteps = [5, 10, 20, 25] as const;

type Placed = GroupShares & { readonly dimension: Dimension; readonly y: number };

/** Groups under their headings, each with a dot and its interval; everybody as a dashed line down the figure. */
export function equityDrawing(report: OutcomeReport, layout: Layout): Drawing {
  const placed = placedRows(report, layout);
  const all = numberOf(report.reliable.improved.percent);
  return {
    template: equityTemplate(placed.height, layout),
    params: {},
    datasets: { ...dotData(placed, all, layout), ...wordData(placed, layout) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Layered = ReturnType<typeof placedRows>;

function dotData({ rows, height }: Layered, all: number | null, layout: Layout): Datasets {
  const { width, ticks } = sizes[layout];
  const drawn = rows.flatMap(({ improved, ...row }) => (improved.kind === "value" ? [{ ...row, ...improved }] : []));
  const ends = [...drawn.flatMap(({ lower, upper }) => [lower, upper]), ...(all === null ? [] : [all])];
  const [from, to] = [Math.floor(Math.min(...ends) / 10) * 10, Math.ceil(Math.max(...ends) / 10) * 10];
  const at = (percent: number) => ((percent - from) / Math.max(10, to - from)) * width;
  const dot = ({ value, y }: (typeof drawn)[number]) => ({ x: at(value), y });
  const lines = axisTicks({ from, to }, ticks, tickSteps);
  return {
    grid: lines.map((tick) => ({ x: at(tick), y: 0, y2: height })),
    ticks: lines.map((tick) => ({ x: at(tick), y: height + 18, t: percentText(tick) })),
    everybody: all === null ? [] : [{ x: at(all), y: 0, y2: height }],
    everybodyText: all === null ? [] : [{ x: at(all), y: -6, t: equityLabels.everybody(percentText(all)) }],
    intervals: drawn.map(({ lower, upper, y }) => ({ x: at(lower), x2: at(upper), y })),
    solid: drawn.filter(({ unreliable }) => !unreliable).map(dot),
    hollow: drawn.filter(({ unreliable }) => unreliable).map(dot),
  };
}

function wordData({ headings, rows }: Layered, layout: Layout): Datasets {
  const { width, right, labels } = sizes[layout];
  const isWide = layout === "wide";
  const column = width + (isWide ? 110 : right);
  const numbers = rows.map(({ improved, y }) => {
    const interval = isWide && improved.kind === "value" ? ` (${intervalText(improved, (value) => value.toFixed(0))})` : "";
    return { isShown: improved.kind === "value", x: column, y, t: shownText(improved, percentText) + interval };
  });
  const only = (wanted: boolean) => numbers.filter(({ isShown }) => isShown === wanted).map(({ x, y, t }) => ({ x, y, t }));
  return {
    headings: headings.map(({ title, y }) => ({ x: -labels, y, t: title })),
    labels: rows.map(({ dimension, group, y }) => ({ x: -labels, y, t: groupName(dimension, group, !isWide) })),
    signs: only(false),
    numbers: only(true),
    people: isWide ? rows.map(({ n, y }) => ({ x: width + right, y, t: shownText(n, countText) })) : [],
    peopleTitle: isWide ? [{ x: width + right, y: -6, t: equityLabels.people }] : [],
  };
}

function placedRows({ groups }: OutcomeReport, layout: Layout) {
  const { step, heading } = sizes[layout];
  const [headings, rows]: [{ readonly title: string; readonly y: number }[], Placed[]] = [[], []];
  let y = 0;
  for (const [dimension, title, short] of equityDimensions) {
    const table = groups.find((one) => one.dimension === dimension);
    if (table === undefined || table.rows.length === 0) continue;
    headings.push({
      title: layout === "wide" ? title : short,
      y: y + heading / 2 + 4,
    });
    y += heading;
    for (const row of table.rows) {
      rows.push({ ...row, dimension, y: y + step / 2 });
      y += step;
    }
  }
  return { headings, rows, height: y + 4 };
}

function equityTemplate(height: number, layout: Layout) {
  const { width, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const column = { x, y, y2: { field: "y2" } };
  const dot = { type: "point", shape: "circle", stroke: palette.improved, strokeWidth: 2, size: layout === "wide" ? 90 : 70, opacity: 1 };
  const label = { align: "left", baseline: "middle", fontSize: text };
  const number = { align: "right", baseline: "middle", fontSize: text };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, column),
      layer("everybody", { type: "rule", color: palette.text, strokeDash: [4, 3], strokeWidth: 1.5 }, column),
      layer("intervals", { type: "rule", color: palette.improved, strokeWidth: 2.5 }, { x, x2: { field: "x2" }, y }),
      layer("solid", { ...dot, filled: true, fill: palette.improved }, at),
      layer("hollow", { ...dot, filled: true, fill: palette.white }, at),
      textLayer("headings", { ...label, fontWeight: "bold" }, at),
      textLayer("labels", label, at),
      textLayer("signs", { ...number, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("numbers", number, at),
      textLayer("people", { ...number, color: palette.secondary }, at),
      textLayer("peopleTitle", { ...number, baseline: "alphabetic", fontSize: 13, color: palette.secondary }, at),
      textLayer("everybodyText", { align: "center", baseline: "alphabetic", fontSize: layout === "wide" ? 13 : 12 }, at),
      textLayer("ticks", { align: "center", baseline: "alphabetic", fontSize: text }, at),
    ],
  };
}
