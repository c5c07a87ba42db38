import type { MonthlySeries } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { type MonthKind, monthKind, monthValue, variationText } from "../words/month-words.ts";
import { monthText } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { width: 530, height: 270, text: 14, every: 3 },
  narrow: { width: 208, height: 230, text: 12, every: 6 },
} as const;

type Chart = NonNullable<MonthlySeries["chart"]>;

/** Months as a line with their average and limits; unusual months are triangles, and an icon says what the last one is. */
export function monthDrawing(series: MonthlySeries, chart: Chart, layout: Layout): Drawing {
  const { height } = sizes[layout];
  const isShare = series.kind === "improved";
  const clip = (value: number) => Math.min(isShare ? 100 : Number.POSITIVE_INFINITY, Math.max(0, value));
  const limits: Limits = { lower: clip(chart.lower), upper: clip(chart.upper), mean: chart.mean };
  const all = [limits.lower, limits.upper, ...chart.points.map(({ value }) => value)];
  const [from, to] = spanOf(Math.min(...all), Math.max(...all));
  const writing: Writing = { y: (value) => ((to - value) / (to - from)) * height, text: monthValue(series), layout };
  return {
    template: layout === "wide" ? wideTemplate : narrowTemplate,
    params: {},
    datasets: { ...scaleData(ticksOf(from, to), limits, writing), ...pointData(series.kind, chart, writing), ...iconData(series) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Limits = { readonly lower: number; readonly upper: number; readonly mean: number };
type Writing = { readonly y: (value: number) => number; readonly text: (value: number) => string; readonly layout: Layout };

function scaleData(ticks: readonly number[], limits: Limits, writing: Writing): Datasets {
  const { y, text, layout } = writing;
  const { width } = sizes[layout];
  return {
    grid: ticks.map((tick) => ({ x: 0, x2: width, y: y(tick) })),
    ticks: ticks.map((tick) => ({ x: -8, y: y(tick), t: text(tick) })),
    limits: [limits.lower, limits.upper].map((limit) => ({ x: 0, x2: width, y: y(limit) })),
    average: [{ x: 0, x2: width, y: y(limits.mean) }],
    limitText: limitLabels(limits, writing).map((label) => ({ x: width + 8, ...label })),
  };
}

function pointData(series: MonthlySeries["kind"], { points: months }: Chart, { y, layout }: Writing): Datasets {
  const { width, height, every } = sizes[layout];
  const x = (index: number) => 8 + (index / Math.max(1, months.length - 1)) * (width - 16);
  const points = months.map(({ month, value, flag }, index) => ({ month, x: x(index), y: y(value), kind: monthKind(series, flag) }));
  const at = (wanted: MonthKind) => points.filter(({ kind }) => kind === wanted).map((point) => ({ x: point.x, y: point.y }));
  const named = points.filter(({ month }) => (Number(month.slice(5, 7)) - 1) % every === 0);
  return {
    line: points.map((point) => ({ x: point.x, y: point.y })),
    common: at("common"),
    better: at("better"),
    worse: at("worse"),
    high: at("high"),
    low: at("low"),
    months: named.map((point) => ({ x: point.x, y: height + 20, t: monthText(point.month).slice(0, 3) })),
    years: named
      .filter(({ month }, index) => index === 0 || month.endsWith("-01"))
      .map((point) => ({ x: point.x, y: height + 37, t: point.month.slice(0, 4) })),
  };
}

function iconData(series: MonthlySeries): Datasets {
  const { kind, letter, text } = variationText(series);
  return {
    ring: [{ x: 8, y: -28, c: ringColours[kind] }],
    letter: [{ x: 8, y: -28, t: letter === "" ? "\u223c" : letter }],
    iconText: [{ x: 28, y: -28, t: text }],
  };
}

const ringColours = {
  common: palette.axis,
  better: palette.improved,
  worse: palette.deterioratedEdge,
  high: palette.volume,
  low: palette.volume,
} as const;

/** Round ends with a little room, never below zero. */
function spanOf(low: number, high: number): readonly [from: number, to: number] {
  const room = Math.max(2, (high - low) * 0.12);
  return [Math.max(0, Math.floor(low - room)), Math.ceil(high + room)];
}

function ticksOf(from: number, to: number): readonly number[] {
  return axisTicks({ from, to }, 7, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]);
}

/** Upper limit, average and lower limit from top to bottom, moved apart where they would touch. */
function limitLabels({ lower, upper, mean }: Limits, { y, text, layout }: Writing) {
  const gap = sizes[layout].text + 4;
  const middle = y(mean);
  const limit = layout === "wide" ? "limit " : "";
  return [
    { y: Math.min(y(upper), middle - gap), t: `Upper ${limit}${text(upper)}` },
    { y: middle, t: `Average ${text(mean)}` },
    { y: Math.max(y(lower), middle + gap), t: `Lower ${limit}${text(lower)}` },
  ];
}

function monthTemplate(layout: Layout) {
  const { width, height, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const across = { x, x2: { field: "x2" }, y };
  const size = layout === "wide" ? 1 : 0.7;
  const mark = (shape: string, fill: string, stroke: string, area: number) => ({
    type: "point",
    filled: true,
    opacity: 1,
    shape,
    fill,
    stroke,
    strokeWidth: 1.2,
    size: area * size,
  });
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, across),
      layer("limits", { type: "rule", color: palette.secondary, strokeDash: [6, 4], strokeWidth: 1.5 }, across),
      layer("average", { type: "rule", color: palette.text, strokeWidth: 1.5 }, across),
      layer("line", { type: "line", color: palette.axis, strokeWidth: 1.5 }, at),
      layer("common", mark("circle", palette.axis, palette.axis, 45), at),
      layer("better", mark("triangle-up", palette.improved, palette.improved, 110), at),
      layer("worse", mark("triangle-down", palette.deteriorated, palette.deterioratedEdge, 110), at),
      layer("high", mark("triangle-up", palette.volume, palette.volume, 110), at),
      layer("low", mark("triangle-down", palette.volume, palette.volume, 110), at),
      layer(
        "ring",
        { type: "point", shape: "circle", filled: false, strokeWidth: 3, size: 480, opacity: 1 },
        { ...at, stroke: { field: "c", type: "nominal", scale: null, legend: null } },
      ),
      textLayer("letter", { align: "center", baseline: "middle", fontWeight: "bold", fontSize: 13 }, at),
      textLayer("iconText", { align: "left", baseline: "middle", fontSize: text }, at),
      textLayer("ticks", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("months", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("years", { align: "center", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
      textLayer("limitText", { align: "left", baseline: "middle", fontSize: layout === "wide" ? 13 : 12 }, at),
    ],
  };
}

const wideTemplate = monthTemplate("wide");
const narrowTemplate = monthTemplate("narrow");
