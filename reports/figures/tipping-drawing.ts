import type { EvaluationReport, Tipping } from "../../core/evaluation-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { textWidth } from "../draw/text-metrics.ts";
import { changeText } from "../words/numbers.ts";
import { deltaText, readingOf, type TippingReading, tippingAxes, tippingKey } from "../words/tipping-words.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { cell: 56, row: 34, text: 14, left: 40, columns: 11 },
  narrow: { cell: 48, row: 40, text: 12, left: 34, columns: 6 },
} as const;

const readings: readonly TippingReading[] = ["treated", "unclear", "others"];

/** Assumptions about the two groups' missing as a grid; the line between readings, and the cell of no assumption, stand out. */
export function tippingDrawing(report: EvaluationReport, tipping: Tipping, layout: Layout): Drawing {
  const deltas = layout === "wide" ? tipping.deltas : tipping.deltas.filter(Number.isInteger);
  const cells = placedCells(report, { ...tipping, deltas }, layout);
  const datasets: Datasets = {
    ...cellData(cells, deltas, layout),
    edges: edgesOf(cells, deltas.length, layout),
    ...axisData(report, deltas, layout),
    ...keyData(report, layout),
  };
  return { template: tippingTemplate(deltas.length, layout), params: {}, datasets };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Cell = { readonly column: number; readonly row: number; readonly reading: TippingReading; readonly t: string };

/** Columns from left to right, rows from below. */
function placedCells({ measure }: EvaluationReport, { cells, deltas }: Tipping, layout: Layout): readonly Cell[] {
  return cells.flatMap(({ treated, others, difference }) => {
    const [column, row] = [deltas.indexOf(treated), deltas.indexOf(others)];
    if (column < 0 || row < 0) return [];
    const t = difference.kind === "value" ? changeText(difference.value, layout === "wide" ? 2 : 1) : "";
    return [{ column, row, reading: readingOf(difference, measure.direction), t }];
  });
}

function cellData(cells: readonly Cell[], deltas: readonly number[], layout: Layout): Datasets {
  const { cell, row: tall } = sizes[layout];
  const height = deltas.length * tall;
  const box = ({ column, row }: Pick<Cell, "column" | "row">) => ({
    x: column * cell,
    x2: (column + 1) * cell,
    y: height - (row + 1) * tall,
    y2: height - row * tall,
  });
  const zero = deltas.indexOf(0);
  const key = (reading: TippingReading) => cells.filter((one) => one.reading === reading).map(box);
  return {
    treated: key("treated"),
    unclear: key("unclear"),
    others: key("others"),
    values: cells.map(({ column, row, t }) => ({ x: (column + 0.5) * cell, y: height - (row + 0.5) * tall, t })),
    zero: zero < 0 ? [] : [box({ column: zero, row: zero })],
  };
}

/** The sides where two neighbours read differently. */
function edgesOf(cells: readonly Cell[], count: number, layout: Layout): readonly Row[] {
  const { cell, row: tall } = sizes[layout];
  const height = count * tall;
  const readingAt = (column: number, row: number) => cells.find((one) => one.column === column && one.row === row)?.reading;
  return cells.flatMap(({ column, row, reading }) => {
    const [right, above] = [readingAt(column + 1, row), readingAt(column, row + 1)];
    const x = (column + 1) * cell;
    const y = height - (row + 1) * tall;
    return [
      ...(right === undefined || right === reading ? [] : [{ x, x2: x, y, y2: y + tall }]),
      ...(above === undefined || above === reading ? [] : [{ x: x - cell, x2: x, y, y2: y }]),
    ];
  });
}

function axisData(report: EvaluationReport, deltas: readonly number[], layout: Layout): Datasets {
  const { cell, row: tall, left } = sizes[layout];
  const height = deltas.length * tall;
  const axes = tippingAxes(report);
  return {
    across: deltas.map((delta, index) => ({ x: (index + 0.5) * cell, y: height + 19, t: deltaText(delta) })),
    up: deltas.map((delta, index) => ({ x: -8, y: height - (index + 0.5) * tall, t: deltaText(delta) })),
    axisText: [
      { x: -left, y: height + 42, t: layout === "wide" ? axes.across : axes.acrossShort },
      { x: -left, y: -12, t: layout === "wide" ? axes.up : axes.upShort },
    ],
  };
}

function keyData(report: EvaluationReport, layout: Layout): Datasets {
  const { text, left } = sizes[layout];
  const key = tippingKey(report);
  let x = -left + 2;
  const placed = readings.map((reading, index) => {
    const at = { x: layout === "wide" ? x : -left + 2, y: layout === "wide" ? -48 : -82 + index * 20 };
    x += textWidth(key[reading], text) + 46;
    return { reading, ...at };
  });
  const swatch = (wanted: TippingReading) =>
    placed.filter(({ reading }) => reading === wanted).map(({ x: from, y }) => ({ x: from, x2: from + 14, y: y - 7, y2: y + 7 }));
  return {
    keyTreated: swatch("treated"),
    keyUnclear: swatch("unclear"),
    keyOthers: swatch("others"),
    keys: placed.map(({ reading, x: from, y }) => ({ x: from + 20, y, t: key[reading] })),
  };
}

function tippingTemplate(count: number, layout: Layout) {
  const { cell, row, text } = sizes[layout];
  const [width, height] = [count * cell, count * row];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const box = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };
  const filled = (color: string) => ({ type: "rect", color, stroke: palette.white, strokeWidth: 1 });
  const swatch = (color: string) => ({ type: "rect", color, stroke: palette.axis, strokeWidth: 1 });
  return {
    width,
    height,
    layer: [
      layer("treated", filled(palette.nurseSoft), box),
      layer("unclear", filled(palette.unclear), box),
      layer("others", filled(palette.othersSoft), box),
      layer("edges", { type: "rule", color: palette.text, strokeWidth: 2, strokeCap: "square" }, box),
      layer("zero", { type: "rect", filled: false, fillOpacity: 0, stroke: palette.nurse, strokeWidth: 3 }, box),
      layer("keyTreated", swatch(palette.nurseSoft), box),
      layer("keyUnclear", swatch(palette.unclear), box),
      layer("keyOthers", swatch(palette.othersSoft), box),
      textLayer("values", { align: "center", baseline: "middle", fontSize: layout === "wide" ? 14 : 13 }, at),
      textLayer("keys", { align: "left", baseline: "middle", fontSize: text }, at),
      textLayer("across", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("up", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("axisText", { align: "left", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
    ],
  };
}
