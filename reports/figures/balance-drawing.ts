import type { ComparisonTable } from "../../core/comparison-table.ts";
import type { Shown } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { apartText, balanceDimensions, balanceLabels, balanceRow, unlikeFrom } from "../words/balance-words.ts";
import { countText, decimalText, shownText } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { labels: 190, width: 300, step: 25, heading: 32, text: 14, right: 196, columns: [62, 128] },
  narrow: { labels: 132, width: 148, step: 25, heading: 30, text: 12, right: 52, columns: [] },
} as const;

type Placed = { readonly name: string; readonly treated: Shown; readonly others: Shown; readonly difference: Shown; readonly y: number };

/** Characteristics under their headings, each a dot at how far apart the groups were; the band in which they are alike lies behind. */
export function balanceDrawing(comparison: ComparisonTable, layout: Layout): Drawing {
  const placed = placedRows(comparison, layout);
  const scale = scaleOf(placed.rows, layout);
  return {
    template: template(placed.height, layout),
    params: {},
    datasets: { ...markData(placed, scale), ...wordData(placed, scale, layout) },
  };
}

type Layered = ReturnType<typeof placedRows>;
type Scale = { readonly at: (value: number) => number; readonly ticks: readonly number[] };

function placedRows({ treated, others, firstScore, groups }: ComparisonTable, layout: Layout) {
  const { step, heading } = sizes[layout];
  const blocks = [
    { title: balanceLabels.scoresTitle, rows: [{ name: balanceLabels.firstScore, treated, others, difference: firstScore }] },
    ...balanceDimensions.map(([dimension, title]) => ({
      title: layout === "wide" ? title : title.replace(" quintile", ""),
      rows: (groups.find((one) => one.dimension === dimension)?.rows ?? []).map(({ group, ...row }) => ({
        ...row,
        name: balanceRow(dimension, group, layout === "narrow"),
      })),
    })),
  ].filter(({ rows }) => rows.length > 0);
  const [headings, rows]: [{ readonly t: string; readonly y: number }[], Placed[]] = [[], []];
  let y = 0;
  for (const block of blocks) {
    headings.push({ t: block.title, y: y + heading / 2 + 4 });
    y += heading;
    for (const row of block.rows) {
      rows.push({ ...row, y: y + step / 2 });
      y += step;
    }
  }
  return { headings, rows, height: y + 4 };
}

/** The same distance both ways, so that a side is never mistaken for a size. */
function scaleOf(rows: readonly Placed[], layout: Layout): Scale {
  const { width } = sizes[layout];
  const largest = Math.max(0.2, ...rows.map(({ difference }) => (difference.kind === "value" ? Math.abs(difference.value) : 0)));
  const step = [0.1, 0.2, 0.5, 1, 2].find((size) => largest / size <= (layout === "wide" ? 4 : 2)) ?? 5;
  const end = Math.ceil(largest / step) * step;
  const count = Math.round((2 * end) / step) + 1;
  return {
    at: (value) => ((value + end) / (2 * end)) * width,
    ticks: Array.from({ length: count }, (_, index) => Number((index * step - end).toFixed(6))),
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };

function markData({ rows, height }: Layered, { at, ticks }: Scale): Datasets {
  const drawn = rows.flatMap(({ difference, y }) => (difference.kind === "value" ? [{ value: difference.value, y }] : []));
  const dot = ({ value, y }: (typeof drawn)[number]) => ({ x: at(value), y });
  const isAlike = ({ value }: (typeof drawn)[number]) => Math.abs(value) <= unlikeFrom;
  return {
    band: [{ x: at(-unlikeFrom), x2: at(unlikeFrom), y: 0, y2: height }],
    grid: ticks.map((tick) => ({ x: at(tick), y: 0, y2: height })),
    zero: [{ x: at(0), y: 0, y2: height }],
    stems: drawn.map(({ value, y }) => ({ x: at(0), x2: at(value), y })),
    alike: drawn.filter(isAlike).map(dot),
    unlike: drawn.filter((one) => !isAlike(one)).map(dot),
  };
}

function wordData({ headings, rows, height }: Layered, { at, ticks }: Scale, layout: Layout): Datasets {
  const { labels, width, right, columns } = sizes[layout];
  const heads = [balanceLabels.treated, balanceLabels.others, balanceLabels.difference];
  const places = [...columns, right];
  const isShown = ({ difference }: Placed) => difference.kind === "value";
  const cells = rows.flatMap((row) =>
    [shownText(row.treated, countText), shownText(row.others, countText)]
      .slice(0, columns.length)
      .map((t, index) => ({ x: width + (columns[index] ?? 0), y: row.y, t })),
  );
  const apart = (row: Placed) => ({ x: width + right, y: row.y, t: shownText(row.difference, apartText) });
  return {
    headings: headings.map(({ y, t }) => ({ x: -labels, y, t })),
    labels: rows.map(({ name, y }) => ({ x: -labels, y, t: name })),
    people: cells,
    numbers: rows.filter(isShown).map(apart),
    signs: rows.filter((row) => !isShown(row)).map(apart),
    heads: heads.slice(heads.length - places.length).map((t, index) => ({ x: width + (places[index] ?? 0), y: -8, t })),
    alikeText: [{ x: at(0), y: -8, t: balanceLabels.alike }],
    ticks: ticks.map((tick) => ({ x: at(tick), y: height + 18, t: decimalText(tick, 1) })),
    axisText: [{ x: at(0), y: height + 40, t: layout === "wide" ? balanceLabels.axis : balanceLabels.axisShort }],
  };
}

function template(height: number, layout: Layout) {
  const { width, text } = sizes[layout];
  const [x, y] = [pixels("x", width), pixels("y", height, true)];
  const at = { x, y };
  const column = { x, y, y2: { field: "y2" } };
  const mark = { type: "point", filled: true, opacity: 1, stroke: palette.nurse, strokeWidth: 2 };
  const label = { align: "left", baseline: "middle", fontSize: text };
  const number = { align: "right", baseline: "middle", fontSize: text };
  const small = { baseline: "alphabetic", fontSize: 12, color: palette.secondary };
  return {
    width,
    height,
    layer: [
      layer("band", { type: "rect", color: palette.unclear }, { x, x2: { field: "x2" }, y, y2: { field: "y2" } }),
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, column),
      layer("zero", { type: "rule", color: palette.text, strokeWidth: 1.5 }, column),
      layer("stems", { type: "rule", color: palette.nurse, strokeWidth: 1.5 }, { x, x2: { field: "x2" }, y }),
      layer("alike", { ...mark, shape: "circle", size: 60, fill: palette.white }, at),
      layer("unlike", { ...mark, shape: "diamond", size: 110, fill: palette.nurse }, at),
      textLayer("headings", { ...label, fontWeight: "bold" }, at),
      textLayer("labels", label, at),
      textLayer("people", { ...number, color: palette.secondary }, at),
      textLayer("numbers", number, at),
      textLayer("signs", { ...number, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("heads", { ...small, align: "right" }, at),
      textLayer("alikeText", { ...small, align: "center" }, at),
      textLayer("ticks", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("axisText", { align: "center", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
    ],
  };
}
