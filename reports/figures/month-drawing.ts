import type { MonthlyChart, MonthlySeries, MonthlyStretch } from "../../core/place-report.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { textWidth } from "../draw/text-metrics.ts";
import { isFixed, type MonthKind, monthKind, monthLabels, monthValue } from "../words/month-words.ts";
import { monthText } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { edgeText } from "./edge-text.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const sizes = {
  wide: { width: 530, height: 290, text: 14, every: 3, keyRow: 0 },
  narrow: { width: 208, height: 240, text: 12, every: 6, keyRow: 19 },
} as const;

/** Months as a line with their average and limits; unusual months are triangles, and what is aimed for is a dotted line. */
export function monthDrawing(
  series: MonthlySeries,
  chart: MonthlyChart,
  { axis, layout }: { readonly axis: string; readonly layout: Layout },
): Drawing {
  const scale = scaleOf(series, chart, layout);
  return {
    template: layout === "wide" ? wideTemplate : narrowTemplate,
    params: {},
    datasets: { ...frameData(scale, axis), ...stretchData(chart, scale), ...pointData(series.kind, chart, scale) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Scale = {
  readonly layout: Layout;
  readonly ticks: readonly number[];
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly clip: (value: number) => number;
  readonly text: (value: number) => string;
};

function scaleOf(series: MonthlySeries, { points, stretches, aim }: MonthlyChart, layout: Layout): Scale {
  const { width, height } = sizes[layout];
  const isShare = series.kind === "improved";
  const clip = (value: number) => Math.min(isShare ? 100 : Number.POSITIVE_INFINITY, Math.max(0, value));
  const limits = stretches.flatMap(({ lower, upper }) => [clip(lower), clip(upper)]);
  const all = [...limits, ...points.map(({ value }) => value), ...(aim === null ? [] : [aim])];
  const [from, to] = spanOf(Math.min(...all), Math.max(...all));
  return {
    layout,
    ticks: axisTicks({ from, to }, 7, [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000]),
    x: (index) => 8 + (index / Math.max(1, points.length - 1)) * (width - 16),
    y: (value) => ((to - value) / (to - from)) * height,
    clip,
    text: monthValue(series),
  };
}

/** Round ends with a little room, never below zero. */
function spanOf(low: number, high: number): readonly [from: number, to: number] {
  const room = Math.max(2, (high - low) * 0.12);
  return [Math.max(0, Math.floor(low - room)), Math.ceil(high + room)];
}

function frameData({ ticks, y, text, layout }: Scale, axis: string): Datasets {
  const { width } = sizes[layout];
  return {
    grid: ticks.map((tick) => ({ x: 0, x2: width, y: y(tick) })),
    ticks: ticks.map((tick) => ({ x: -8, y: y(tick), t: text(tick) })),
    axisText: [{ x: -38, y: -10, t: axis }],
  };
}

/** Each stretch with its own lines; the labels at the right are the last one's. */
function stretchData(chart: MonthlyChart, scale: Scale): Datasets {
  const { x, y, clip, layout } = scale;
  const { width, height } = sizes[layout];
  const last = chart.stretches.at(-1);
  const indexOf = (month: string) => chart.points.findIndex((point) => point.month === month);
  const ends = ({ from, to }: MonthlyStretch) => {
    const [first, end] = [indexOf(from), indexOf(to)];
    return { x: first === 0 ? 0 : (x(first - 1) + x(first)) / 2, x2: end === chart.points.length - 1 ? width : (x(end) + x(end + 1)) / 2 };
  };
  const fixed = last === undefined || !isFixed(chart) ? null : indexOf(last.fixedTo);
  const edge = fixed === null ? null : (x(fixed) + x(fixed + 1)) / 2;
  return {
    limits: chart.stretches.flatMap((stretch) => [stretch.lower, stretch.upper].map((limit) => ({ ...ends(stretch), y: y(clip(limit)) }))),
    average: chart.stretches.map((stretch) => ({ ...ends(stretch), y: y(stretch.mean) })),
    aim: chart.aim === null ? [] : [{ x: 0, x2: width, y: y(chart.aim) }],
    edge: edge === null ? [] : [{ x: edge, y: 0, y2: height }],
    edgeText: edge === null ? [] : edgeText(monthLabels.fixed, { edge, width, height, ...drawnAlready(chart, scale) }),
    ...(last === undefined ? {} : lineText(chart, last, scale)),
  };
}

/** Where lines and points are that a text should not lie on. */
function drawnAlready({ points, stretches, aim }: MonthlyChart, { x, y, clip }: Scale) {
  return {
    lines: [...stretches.flatMap(({ lower, mean, upper }) => [y(clip(lower)), y(mean), y(clip(upper))]), ...(aim === null ? [] : [y(aim)])],
    points: points.map(({ value }, index) => ({ x: x(index), y: y(value) })),
  };
}

/** What each line is, from top to bottom, moved apart where two would touch. */
function lineText({ aim }: MonthlyChart, { lower, upper, mean }: MonthlyStretch, { y, clip, text, layout }: Scale): Datasets {
  const { width, text: size } = sizes[layout];
  const short = layout === "wide" ? 0 : 1;
  const named = [
    { y: y(clip(upper)), t: `${monthLabels.upper[short]} ${text(clip(upper))}`, set: "limitText" },
    { y: y(mean), t: `${monthLabels.average} ${text(mean)}`, set: "averageText" },
    { y: y(clip(lower)), t: `${monthLabels.lower[short]} ${text(clip(lower))}`, set: "limitText" },
    ...(aim === null ? [] : [{ y: y(aim), t: `${monthLabels.aim} ${text(aim)}`, set: "aimText" }]),
  ].sort((a, b) => a.y - b.y);
  const placed = apart(
    named.map(({ y: at }) => at),
    size + 3,
  );
  const rows = (set: string) =>
    named.flatMap((label, index) => (label.set === set ? [{ x: width + 8, y: placed[index] ?? label.y, t: label.t }] : []));
  return { limitText: rows("limitText"), averageText: rows("averageText"), aimText: rows("aimText") };
}

/** Positions in order, pushed from one another until they are `gap` apart. */
function apart(positions: readonly number[], gap: number): readonly number[] {
  const placed = [...positions];
  for (let round = 0; round < 40; round++) {
    for (let index = 1; index < placed.length; index++) {
      const missing = gap - ((placed[index] ?? 0) - (placed[index - 1] ?? 0));
      if (missing <= 0) continue;
      placed[index] = (placed[index] ?? 0) + missing / 2;
      placed[index - 1] = (placed[index - 1] ?? 0) - missing / 2;
    }
  }
  return placed;
}

function pointData(series: MonthlySeries["kind"], { points: months }: MonthlyChart, { x, y, layout }: Scale): Datasets {
  const { height, every } = sizes[layout];
  const points = months.map(({ month, value, flag }, index) => ({ month, x: x(index), y: y(value), kind: monthKind(series, flag) }));
  const keys = keysOf(series, layout);
  const at = (wanted: MonthKind) => [...points, ...keys].filter(({ kind }) => kind === wanted).map((point) => ({ x: point.x, y: point.y }));
  const named = points.filter(({ month }) => (Number(month.slice(5, 7)) - 1) % every === 0);
  return {
    line: points.map((point) => ({ x: point.x, y: point.y })),
    common: at("common"),
    better: at("better"),
    worse: at("worse"),
    high: at("high"),
    low: at("low"),
    keys: keys.map((key) => ({ x: key.x + 11, y: key.y, t: key.t })),
    months: named.map((point) => ({ x: point.x, y: height + 20, t: monthText(point.month).slice(0, 3) })),
    years: named
      .filter(({ month }, index) => index === 0 || month.endsWith("-01"))
      .map((point) => ({ x: point.x, y: height + 37, t: point.month.slice(0, 4) })),
  };
}

/** The key above the frame: beside one another, or below one another on a phone. */
function keysOf(series: MonthlySeries["kind"], layout: Layout) {
  const kinds: readonly MonthKind[] = series === "started" ? ["common", "high", "low"] : ["common", "better", "worse"];
  const { text, keyRow } = sizes[layout];
  let x = 0;
  return kinds.map((kind, index) => {
    const key = {
      kind,
      x: x + (layout === "wide" ? 6 : -30),
      y: keyRow === 0 ? -36 : -36 - (kinds.length - 1 - index) * keyRow,
      t: monthLabels[kind],
    };
    if (keyRow === 0) x += textWidth(monthLabels[kind], text) + 34;
    return key;
  });
}

function monthTemplate(layout: Layout) {
  const { width, height, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const across = { x, x2: { field: "x2" }, y };
  const beside = { align: "left", baseline: "middle", fontSize: layout === "wide" ? 13 : 12 };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, across),
      layer("edge", { type: "rule", color: palette.axis, strokeWidth: 1, strokeDash: [1, 3] }, { x, y, y2: { field: "y2" } }),
      layer("limits", { type: "rule", color: palette.secondary, strokeDash: [6, 4], strokeWidth: 1.5 }, across),
      layer("average", { type: "rule", color: palette.text, strokeWidth: 1.5 }, across),
      layer("aim", { type: "rule", color: palette.target, strokeDash: [2, 3], strokeWidth: 2 }, across),
      layer("line", { type: "line", color: palette.axis, strokeWidth: 1.5 }, at),
      ...pointLayers(layout, at),
      textLayer("keys", { align: "left", baseline: "middle", fontSize: text }, at),
      textLayer("axisText", { align: "left", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
      textLayer("edgeText", { align: "left", baseline: "middle", fontSize: 12, color: palette.secondary }, at),
      textLayer("ticks", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("months", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("years", { align: "center", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
      textLayer("limitText", { ...beside, color: palette.secondary }, at),
      textLayer("averageText", { ...beside, fontWeight: "bold" }, at),
      textLayer("aimText", { ...beside, color: palette.target }, at),
    ],
  };
}

function pointLayers(layout: Layout, at: { readonly x: ReturnType<typeof pixels>; readonly y: ReturnType<typeof pixels> }) {
  const size = layout === "wide" ? 1 : 0.7;
  const point = (shape: string, fill: string, stroke: string, area: number) => ({
    type: "point",
    filled: true,
    opacity: 1,
    shape,
    fill,
    stroke,
    strokeWidth: 1.2,
    size: area * size,
  });
  return [
    layer("common", point("circle", palette.axis, palette.axis, 45), at),
    layer("better", point("triangle-up", palette.improved, palette.improved, 110), at),
    layer("worse", point("triangle-down", palette.deteriorated, palette.deterioratedEdge, 110), at),
    layer("high", point("triangle-up", palette.volume, palette.volume, 110), at),
    layer("low", point("triangle-down", palette.volume, palette.volume, 110), at),
  ];
}

const wideTemplate = monthTemplate("wide");
const narrowTemplate = monthTemplate("narrow");
