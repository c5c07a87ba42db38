import type { Month } from "../../core/civil-date.ts";
import type { Estimate, Shown } from "../../core/place-report.ts";
import type { Drawing, Layout } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { monthText, placeholders } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";

/** One month: what is shown of it, with its interval where it has one, or why nothing is. */
export type MonthDot = { readonly month: Month; readonly value: Shown | Estimate };

/** Months in their order, and how their numbers are written. */
export type MonthDots = {
  readonly months: readonly MonthDot[];
  readonly text: (value: number) => string;
  /** What no number can be above. */
  readonly highest: number;
  /** What all months come to together, as a line with its label. */
  readonly together?: { readonly value: number; readonly label: string } | undefined;
};

const sizes = {
  wide: { width: 600, height: 240, text: 14, labels: 8 },
  narrow: { width: 256, height: 200, text: 12, labels: 4 },
} as const;

/** Months as dots with their intervals, without limits: a month that is not shown leaves its sign, and no line is drawn across it. */
export function monthDots({ months, text, highest, together }: MonthDots, layout: Layout): Drawing {
  const { width, height, text: size } = sizes[layout];
  const shown = months.flatMap(({ value }, index) => (value.kind === "value" ? [{ index, ...endsOf(value) }] : []));
  const all = [...shown.flatMap(({ lower, upper }) => [lower, upper]), ...(together === undefined ? [] : [together.value])];
  const [from, to] = spanOf(
    all,
    highest,
    shown.some(({ lower, upper }) => lower < upper),
  );
  const x = (index: number) => 8 + (index / Math.max(1, months.length - 1)) * (width - 16);
  const y = (value: number) => ((to - value) / Math.max(1, to - from)) * height;
  const ticks = axisTicks({ from, to }, 6, [1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000]);
  return {
    template: layout === "wide" ? wideTemplate : narrowTemplate,
    params: {},
    datasets: {
      grid: ticks.map((tick) => ({ x: 0, x2: width, y: y(tick) })),
      ticks: ticks.map((tick) => ({ x: -8, y: y(tick), t: text(tick) })),
      intervals: shown
        .filter(({ lower, upper }) => lower < upper)
        .map(({ index, lower, upper }) => ({ x: x(index), y: y(lower), y2: y(upper) })),
      line: shown.map(({ index, value }) => ({ x: x(index), y: y(value), run: runOf(months, index) })),
      dots: shown.map(({ index, value }) => ({ x: x(index), y: y(value) })),
      together: together === undefined ? [] : [{ x: 0, x2: width, y: y(together.value) }],
      togetherText: together === undefined ? [] : [{ x: width + 6, y: y(together.value), t: together.label }],
      signs: hiddenRuns(months).map(({ from, to, kind }) => ({ x: (x(from) + x(to)) / 2, y: height - 8, t: placeholders[kind] })),
      ...monthLabels(months, x, { height, size, labels: sizes[layout].labels }),
    },
  };
}

function endsOf(value: Extract<MonthDot["value"], { readonly kind: "value" }>) {
  return {
    value: value.value,
    ...("lower" in value ? { lower: value.lower, upper: value.upper } : { lower: value.value, upper: value.value }),
  };
}

/** Round tens around everything that is drawn; counts, which have no interval, begin at nobody. */
function spanOf(all: readonly number[], highest: number, hasIntervals: boolean): readonly [from: number, to: number] {
  const from = hasIntervals ? Math.floor(Math.min(...all) / 10) * 10 : 0;
  return [Math.max(0, from), Math.min(highest, Math.ceil(Math.max(...all) / 10) * 10)];
}

/** The first of the months in a row that are shown, up to this one. */
function runOf(months: readonly MonthDot[], index: number): number {
  return months.slice(0, index).findLastIndex(({ value }) => value.kind !== "value") + 1;
}

/** Months in a row that are not shown, for the same reason: one sign for all of them, so that signs do not lie on each other. */
function hiddenRuns(months: readonly MonthDot[]) {
  const runs: { from: number; to: number; kind: keyof typeof placeholders }[] = [];
  for (const [index, { value }] of months.entries()) {
    const last = runs.at(-1);
    if (value.kind === "value") continue;
    if (last?.kind === value.kind && last.to === index - 1) last.to = index;
    else runs.push({ from: index, to: index, kind: value.kind });
  }
  return runs;
}

type Labelled = { readonly height: number; readonly size: number; readonly labels: number };

function monthLabels(months: readonly MonthDot[], x: (index: number) => number, { height, size, labels }: Labelled) {
  const every = Math.max(1, Math.ceil(months.length / labels));
  const named = months.flatMap(({ month }, index) => (index % every === 0 ? [{ index, month }] : []));
  return {
    monthText: named.map(({ index, month }) => ({ x: x(index), y: height + size + 6, t: monthText(month).slice(0, 3) })),
    yearText: named
      .filter(({ month }, at) => at === 0 || named[at - 1]?.month.slice(0, 4) !== month.slice(0, 4))
      .map(({ index, month }) => ({ x: x(index), y: height + 2 * size + 10, t: month.slice(0, 4) })),
  };
}

function template(layout: Layout) {
  const { width, height, text } = sizes[layout];
  const [x, y] = [pixels("x", width), pixels("y", height, true)];
  const at = { x, y };
  const across = { x, x2: { field: "x2" }, y };
  const below = { align: "center", baseline: "alphabetic", fontSize: text };
  const beside = { align: "left", baseline: "middle", fontSize: layout === "wide" ? 13 : 12, fontWeight: "bold" };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, across),
      layer("together", { type: "rule", color: palette.text, strokeDash: [5, 4], strokeWidth: 1.5 }, across),
      layer("intervals", { type: "rule", color: palette.axis, strokeWidth: 2 }, { x, y, y2: { field: "y2" } }),
      layer("line", { type: "line", color: palette.volume, strokeWidth: 1.5 }, { ...at, detail: { field: "run", type: "nominal" } }),
      layer("dots", { type: "point", shape: "circle", filled: true, size: 60, fill: palette.volume, opacity: 1 }, at),
      textLayer("signs", { align: "center", baseline: "middle", fontSize: 12, fontStyle: "italic", color: palette.secondary }, at),
      textLayer("ticks", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("monthText", below, at),
      textLayer("yearText", { ...below, color: palette.secondary }, at),
      textLayer("togetherText", beside, at),
    ],
  };
}

const wideTemplate = template("wide");
const narrowTemplate = template("narrow");
