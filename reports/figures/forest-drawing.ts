import type { Comparison, EvaluationReport } from "../../core/evaluation-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { comparisonNames, differenceText, forestLabels, referredBy } from "../words/evidence-words.ts";
import { changeText } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { width: 290, labels: 226, right: 190, step: 31, heading: 34, text: 14, drop: 0 },
  narrow: { width: 330, labels: 0, right: 0, step: 50, heading: 30, text: 12, drop: 19 },
} as const;

type Placed = Comparison & { readonly y: number };

/** Ways of comparing under their headings, each a mark and its interval; the main one is a diamond on a band. */
export function forestDrawing(report: EvaluationReport, layout: Layout): Drawing {
  const placed = placedRows(report, layout);
  const scale = scaleOf(report, layout);
  return {
    template: forestTemplate(placed.height, layout),
    params: {},
    datasets: { ...markData(report, placed, { scale, layout }), ...wordData(report, placed, { scale, layout }) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Layered = ReturnType<typeof placedRows>;
type Scale = { readonly at: (value: number) => number; readonly ticks: readonly number[] };
type Drawn = { readonly scale: Scale; readonly layout: Layout };

function placedRows({ comparisons }: EvaluationReport, layout: Layout) {
  const { step, heading } = sizes[layout];
  const [headings, rows]: [{ readonly y: number; readonly t: string }[], Placed[]] = [[], []];
  let y = 0;
  let last = "";
  for (const comparison of comparisons) {
    const [group] = comparisonNames[comparison.id];
    if (group !== last) {
      headings.push({ y: y + heading / 2 + 4, t: group });
      y += heading;
      last = group;
    }
    rows.push({ ...comparison, y: y + step / 2 });
    y += step;
  }
  return { headings, rows, height: y + 6 };
}

/** Round ends that hold zero and every interval, and at most six ticks. */
function scaleOf({ comparisons }: EvaluationReport, layout: Layout): Scale {
  const { width } = sizes[layout];
  const shown = comparisons.flatMap(({ difference }) => (difference.kind === "value" ? [difference.lower, difference.upper] : []));
  const [low, high] = [Math.min(-0.1, ...shown), Math.max(0.1, ...shown)];
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10].find((size) => (high - low) / size <= 5) ?? 20;
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step];
  const ticks = Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => Number((from + index * step).toFixed(6)));
  return { at: (value) => ((value - from) / (to - from)) * width, ticks };
}

function markData({ primary }: EvaluationReport, { rows, height }: Layered, { scale, layout }: Drawn): Datasets {
  const { width, labels, right, step, drop } = sizes[layout];
  const drawn = rows.flatMap(({ id, difference, y }) => (difference.kind === "value" ? [{ id, y: y + drop / 2, ...difference }] : []));
  const [main, others] = [true, false].map((isMain) => drawn.filter(({ id }) => (id === primary) === isMain));
  const line = ({ lower, upper, y }: (typeof drawn)[number]) => ({ x: scale.at(lower), x2: scale.at(upper), y });
  const mark = ({ value, y }: (typeof drawn)[number]) => ({ x: scale.at(value), y });
  return {
    band: rows.filter(({ id }) => id === primary).map(({ y }) => ({ x: -labels, x2: width + right, y: y - step / 2, y2: y + step / 2 })),
    grid: scale.ticks.map((tick) => ({ x: scale.at(tick), y: 0, y2: height })),
    zero: [{ x: scale.at(0), y: 0, y2: height }],
    mainLine: (main ?? []).map(line),
    otherLines: (others ?? []).map(line),
    mainMark: (main ?? []).map(mark),
    otherMarks: (others ?? []).map(mark),
  };
}

function wordData(report: EvaluationReport, { headings, rows, height }: Layered, { scale, layout }: Drawn): Datasets {
  const { width, labels, right, drop } = sizes[layout];
  const above = (y: number) => y - drop / 2 - (layout === "narrow" ? 4 : 0);
  const who = referredBy(report);
  const isLowerBetter = report.measure.direction === "higher-is-worse";
  const left = isLowerBetter ? forestLabels.favoursTreated(who) : forestLabels.othersLeft;
  const rightText = isLowerBetter ? forestLabels.favoursOthers : forestLabels.treatedRight(who);
  const zero = scale.at(0);
  const plates =
    layout === "wide"
      ? []
      : rows.filter(({ id }) => id !== report.primary).map(({ y }) => ({ x: 0, x2: width, y: above(y) - 9, y2: above(y) + 9 }));
  const mainPlates =
    layout === "wide"
      ? []
      : rows.filter(({ id }) => id === report.primary).map(({ y }) => ({ x: 0, x2: width, y: above(y) - 9, y2: above(y) + 9 }));
  return {
    plates,
    mainPlates,
    headings: headings.map(({ y, t }) => ({ x: -labels, y, t })),
    labels: rows.map(({ id, y }) => ({ x: -labels + (layout === "wide" ? 10 : 0), y: above(y), t: comparisonNames[id][1] })),
    numbers: rows
      .filter(({ difference }) => difference.kind === "value")
      .map(({ difference, y }) => ({ x: width + right, y: above(y), t: differenceText(difference) })),
    signs: rows
      .filter(({ difference }) => difference.kind !== "value")
      .map(({ y }) => ({ x: width + right, y: above(y), t: forestLabels.unavailable })),
    ticks: scale.ticks.map((tick) => ({ x: scale.at(tick), y: height + 18, t: changeText(tick, 1) })),
    leftText: [{ x: Math.max(zero - 8, layout === "wide" ? 40 : 150), y: height + 40, t: left }],
    rightText: [{ x: Math.max(zero + 8, layout === "wide" ? 56 : 166), y: height + 40, t: rightText }],
  };
}

function forestTemplate(height: number, layout: Layout) {
  const { width, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const column = { x, y, y2: { field: "y2" } };
  const across = { x, x2: { field: "x2" }, y };
  const box = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };
  const label = { align: "left", baseline: "middle", fontSize: text };
  const number = { align: "right", baseline: "middle", fontSize: text };
  const mark = { type: "point", filled: true, opacity: 1 };
  const below = { baseline: "alphabetic", fontSize: text, color: palette.secondary };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.pale, strokeWidth: 1 }, column),
      layer("band", { type: "rect", color: palette.nursePale }, box),
      layer("zero", { type: "rule", color: palette.text, strokeWidth: 1.5 }, column),
      layer("plates", { type: "rect", color: palette.white }, box),
      layer("mainPlates", { type: "rect", color: palette.nursePale }, box),
      layer("otherLines", { type: "rule", color: palette.secondary, strokeWidth: 2 }, across),
      layer("mainLine", { type: "rule", color: palette.nurse, strokeWidth: 2.5 }, across),
      layer("otherMarks", { ...mark, shape: "square", color: palette.secondary, size: 60 }, at),
      layer("mainMark", { ...mark, shape: "diamond", color: palette.nurse, size: 170 }, at),
      textLayer("headings", { ...label, fontWeight: "bold" }, at),
      textLayer("labels", label, at),
      textLayer("numbers", number, at),
      textLayer("signs", { ...number, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("ticks", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("leftText", { ...below, align: "right" }, at),
      textLayer("rightText", { ...below, align: "left" }, at),
    ],
  };
}
