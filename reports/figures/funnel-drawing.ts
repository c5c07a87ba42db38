import type { FunnelLine, FunnelStanding, FunnelTable } from "../../core/funnel-table.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { textWidth } from "../draw/text-metrics.ts";
import { funnelLabels, shownPoints, standingWords } from "../words/funnel-words.ts";
import { countText, percentText } from "../words/numbers.ts";
import { ownLabel } from "../words/own-point-words.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";
import { placeLabels } from "./funnel-labels.ts";

const sizes = {
  wide: { width: 556, height: 380, text: 14, ticksAcross: 9, keys: [0, 0, 0, 0], keyRows: 1 },
  narrow: { width: 214, height: 320, text: 12, ticksAcross: 4, keys: [0, 0, 1, 1], keyRows: 2 },
} as const;

const standings: readonly FunnelStanding[] = ["within", "between", "above", "below"];
const limits = ["upper998", "lower998", "upper95", "lower95"] as const;

/** Places as points between the limits; only those outside the outer ones are named, and only where names may be told. */
export function funnelDrawing(funnel: FunnelTable, axis: string, layout: Layout): Drawing {
  const scale = scaleOf(funnel, layout);
  return {
    template: layout === "wide" ? wideTemplate : narrowTemplate,
    params: {},
    datasets: { ...frameData(scale, axis, layout), ...limitData(funnel, scale, layout), ...pointData(funnel, scale, layout) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Chart = NonNullable<FunnelTable["chart"]>;

type Scale = {
  readonly most: number;
  readonly from: number;
  readonly to: number;
  readonly x: (n: number) => number;
  readonly y: (percent: number) => number;
};

/** From 0 to a little more than the largest place, and as far up and down as the points and the outer limits of the middle of them reach. */
function scaleOf(funnel: FunnelTable, layout: Layout): Scale {
  const { width, height } = sizes[layout];
  const shown = shownPoints(funnel).map(({ n, improved }) => [numberIn(n), numberIn(improved)] as const);
  const room = funnel.of === "own" ? 2 : 1;
  const largest = Math.max(10, ...shown.map(([n]) => room * n));
  const smallest = Math.min(largest, ...shown.map(([n]) => n));
  const reach = funnel.chart?.lines.filter(({ n }) => n >= Math.max(smallest, largest / 40)) ?? [];
  const ends = [...shown.map(([, percent]) => percent), ...reach.flatMap(({ lower998, upper998 }) => [lower998, upper998])];
  const [from, to] = [Math.max(0, Math.floor(Math.min(...ends) / 20) * 20), Math.min(100, Math.ceil(Math.max(...ends) / 20) * 20)];
  const most = largest * 1.02;
  return { most, from, to, x: (n) => (n / most) * width, y: (percent) => ((to - percent) / (to - from)) * height };
}

function frameData({ most, from, to, x, y }: Scale, axis: string, layout: Layout): Datasets {
  const { width, height, ticksAcross } = sizes[layout];
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
  const across = axisTicks({ from: 0, to: most }, ticksAcross, steps);
  const up = axisTicks({ from, to }, 6, [5, 10, 20]);
  return {
    grid: up.map((percent) => ({ x: 0, x2: width, y: y(percent) })),
    base: [{ x: 0, x2: width, y: height }],
    ticks: up.map((percent) => ({ x: -8, y: y(percent), t: percentText(percent) })),
    across: across.map((n) => ({ x: x(n), y: height + 18, t: countText(n) })),
    marks: across.map((n) => ({ x: x(n), y: height, y2: height + 5 })),
    axisText: [
      { x: -38, y: -14, t: axis },
      { x: 0, y: height + 38, t: funnelLabels.people },
    ],
  };
}

function limitData({ chart }: FunnelTable, scale: Scale, layout: Layout): Datasets {
  if (chart === null) return {};
  const { x, y, from, to } = scale;
  const { width } = sizes[layout];
  const within = (percent: number) => Math.min(to, Math.max(from, percent));
  const drawn = (limit: (typeof limits)[number]) =>
    chart.lines
      .filter((line) => line[limit] > from && line[limit] < to && line[limit] > 0 && line[limit] < 100 && line.n <= scale.most)
      .map((line) => ({ x: x(line.n), y: y(line[limit]) }));
  const lines = Object.fromEntries(limits.map((limit) => [limit, drawn(limit)]));
  const band = chart.lines.map((line) => ({ x: x(line.n), y: y(within(line.upper95)), y2: y(within(line.lower95)) }));
  return {
    ...lines,
    band,
    average: [{ x: 0, x2: width, y: y(chart.target) }],
    ...limitText(chart, scale, layout),
  };
}

/** What each line is, at its right end, moved apart where two would touch. */
function limitText({ lines, target }: Chart, { y }: Scale, layout: Layout): Datasets {
  const { width, text } = sizes[layout];
  const last = lines.at(-1) as FunnelLine;
  const gap = text + 2;
  const middle = y(target);
  const [upper, lower] = [Math.min(y(last.upper95), middle - gap), Math.max(y(last.lower95), middle + gap)];
  const named = [
    [Math.min(y(last.upper998), upper - gap), funnelLabels.outer],
    [upper, funnelLabels.inner],
    [lower, funnelLabels.inner],
    [Math.max(y(last.lower998), lower + gap), funnelLabels.outer],
  ] as const;
  return {
    limitText: named.map(([at, words]) => ({ x: width + 6, y: at, t: words })),
    averageText: [{ x: width + 6, y: middle, t: `${funnelLabels.average} ${percentText(target)}` }],
  };
}

function pointData(funnel: FunnelTable, scale: Scale, layout: Layout): Datasets {
  const points = shownPoints(funnel).map(({ name, n, improved, standing }) => ({
    x: scale.x(numberIn(n)),
    y: scale.y(numberIn(improved)),
    name,
    share: numberIn(improved),
    standing: standing ?? "within",
  }));
  const at = (wanted: FunnelStanding) => points.filter(({ standing }) => standing === wanted).map(({ x, y }) => ({ x, y }));
  const keys = keysOf(layout);
  const isOwn = funnel.of === "own";
  const named = points
    .filter(({ name, standing }) => isOwn || (name !== null && (standing === "above" || standing === "below")))
    .map(({ x, y, name, share }) => ({ x, y, text: isOwn ? ownLabel(share) : `${name} ${percentText(share)}` }));
  const curves = limits.map((limit) => (funnel.chart?.lines ?? []).map((line) => ({ x: scale.x(line.n), y: scale.y(line[limit]) })));
  const { width, height, text } = sizes[layout];
  if (isOwn && funnel.chart !== null) curves.push(averageCurve(scale.y(funnel.chart.target), width));
  const labels = placeLabels(named, { width, height, size: text, dots: points, curves });
  const textsAt = (isLeft: boolean) =>
    labels.filter((label) => label.isLeft === isLeft).map(({ toX, toY, text: t }) => ({ x: toX + (isLeft ? -3 : 3), y: toY, t }));
  return {
    ...Object.fromEntries(
      standings.map((standing, index) => [standing, [...at(standing), ...keys.slice(index, index + 1).map(({ x, y }) => ({ x, y }))]]),
    ),
    keys: keys.map(({ x, y, t }) => ({ x: x + 12, y, t })),
    leaders: labels.map(({ x, y, toX, toY }) => ({ x, y, x2: toX, y2: toY })),
    namesRight: textsAt(false),
    namesLeft: textsAt(true),
  };
}

/** The line of the average as points: the one name of a practice's own figure keeps off it. */
function averageCurve(y: number, width: number): { readonly x: number; readonly y: number }[] {
  return Array.from({ length: Math.ceil(width / 4) }, (_, step) => ({ x: step * 4, y }));
}

/** The key in one row, or two, above the frame. */
function keysOf(layout: Layout): readonly { readonly x: number; readonly y: number; readonly t: string }[] {
  const { text, keys, keyRows } = sizes[layout];
  const ends = [0, 0];
  return standings.map((standing, index) => {
    const row = keys[index] ?? 0;
    const x = (ends[row] ?? 0) + 6;
    ends[row] = x + 12 + textWidth(standingWords[standing], text) + 18;
    return { x: layout === "wide" ? x : x - 36, y: -38 - (keyRows - 1 - row) * 20, t: standingWords[standing] };
  });
}

function numberIn(shown: { readonly kind: string; readonly value?: number }): number {
  return shown.value ?? 0;
}

function funnelTemplate(layout: Layout) {
  const { width, height, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const across = { x, x2: { field: "x2" }, y };
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
  const outer = { type: "line", color: palette.secondary, strokeWidth: 1.5 };
  const inner = { type: "line", color: palette.axis, strokeDash: [5, 4], strokeWidth: 1.5 };
  const label = { baseline: "middle", fontSize: text, fontWeight: "bold" };
  return {
    width,
    height,
    layer: [
      layer("band", { type: "area", color: palette.pale, opacity: 1 }, { x, y, y2: { field: "y2" } }),
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, across),
      layer("base", { type: "rule", color: palette.axis, strokeWidth: 1 }, across),
      layer("marks", { type: "rule", color: palette.axis, strokeWidth: 1 }, { x, y, y2: { field: "y2" } }),
      layer("upper998", outer, at),
      layer("lower998", outer, at),
      layer("upper95", inner, at),
      layer("lower95", inner, at),
      layer("average", { type: "rule", color: palette.text, strokeWidth: 1.5 }, across),
      layer("leaders", { type: "rule", color: palette.text, strokeWidth: 1 }, { x, x2: { field: "x2" }, y, y2: { field: "y2" } }),
      layer("within", point("circle", palette.mixed, palette.secondary, 56), at),
      layer("between", point("circle", palette.white, palette.text, 56), at),
      layer("above", point("triangle-up", palette.improved, palette.improved, 120), at),
      layer("below", point("triangle-down", palette.deteriorated, palette.deterioratedEdge, 120), at),
      textLayer("keys", { align: "left", baseline: "middle", fontSize: text }, at),
      textLayer("namesRight", { ...label, align: "left" }, at),
      textLayer("namesLeft", { ...label, align: "right" }, at),
      textLayer("ticks", { align: "right", baseline: "middle", fontSize: text }, at),
      textLayer("across", { align: "center", baseline: "alphabetic", fontSize: text }, at),
      textLayer("axisText", { align: "left", baseline: "alphabetic", fontSize: text, color: palette.secondary }, at),
      textLayer("limitText", { align: "left", baseline: "middle", fontSize: layout === "wide" ? 13 : 12, color: palette.secondary }, at),
      textLayer("averageText", { align: "left", baseline: "middle", fontSize: layout === "wide" ? 13 : 12, fontWeight: "bold" }, at),
    ],
  };
}

const wideTemplate = funnelTemplate("wide");
const narrowTemplate = funnelTemplate("narrow");
