import type { ChangeKind, Measure, OutcomeReport } from "../../core/place-report.ts";
import type { Json, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { changeLabels, changeRange } from "../words/change-figure-words.ts";
import { classWords, isBetter } from "../words/construct-words.ts";
import { changeText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, textLayer } from "./encode.ts";

const colours: Record<ChangeKind, { readonly fill: string; readonly edge: string }> = {
  improved: { fill: palette.improved, edge: palette.improved },
  unchanged: { fill: palette.mixed, edge: palette.axis },
  deteriorated: { fill: palette.deteriorated, edge: palette.deterioratedEdge },
  mixed: { fill: palette.mixed, edge: palette.axis },
};

const height = { wide: 330, narrow: 270 } as const;
/** Of the height, what the three large percentages and the label of the mean take at the top. */
const headroom = { wide: 88, narrow: 84 } as const;

type Bar = { readonly from: number; readonly to: number; readonly percent: number; readonly kind: ChangeKind };
type DrawnBar = Bar & { readonly isOpen: "below" | "above" | "neither" };

/** Bars, headings and axis of one place: heights are per cent of people for each point of change. */
export function histogramData(report: OutcomeReport, layout: Layout) {
  const bars = drawnBars(report);
  const tallest = Math.max(1, ...bars.map(heightOf));
  const domain = { from: (bars[0]?.from ?? 0) - 0.7, to: (bars.at(-1)?.to ?? 0) + 0.7 };
  const top = (tallest * height[layout]) / (height[layout] - headroom[layout]);
  const mean = numberOf(report.change.meanChange);
  const params: { readonly [name: string]: Json } = {
    changeFrom: domain.from,
    changeTo: domain.to,
    changeTicks: axisTicks(domain, layout === "narrow" ? 7 : 11),
    percentTop: top,
    percentTicks: axisTicks({ from: 0, to: tallest * 1.02 }, 5),
  };
  const datasets: { readonly [name: string]: readonly Row[] } = {
    changes: bars.map((bar) => ({ x: bar.from - 0.44, x2: bar.to + 0.44, y: 0, y2: heightOf(bar), ...colours[bar.kind] })),
    meanRule: mean === null ? [] : [{ x: mean, y: 0, y2: tallest * 1.05 }],
    meanLabel: mean === null ? [] : [{ x: mean, y: tallest * 1.05, t: changeLabels.mean(changeText(mean)) }],
    percentTitle: [{ t: changeLabels.percent[bars.every(({ from, to }) => from === to) ? 0 : 1] }],
    ...openEnds(bars),
    ...headings(report, domain),
  };
  return { params, datasets };
}

/** What the first and the last bar hold besides the change that they stand at: everybody beyond it. */
function openEnds(bars: readonly DrawnBar[]): { readonly [name: string]: readonly Row[] } {
  const [first, last] = [bars[0], bars.at(-1)];
  const told = (bar: DrawnBar) => changeRange(bar, { isFirst: bar.isOpen === "below", isLast: bar.isOpen === "above" });
  return {
    endBelow: first?.isOpen === "below" ? [{ x: first.from - 0.44, t: told(first) }] : [],
    endAbove: last?.isOpen === "above" ? [{ x: last.to + 0.44, t: told(last) }] : [],
  };
}

/** The open ends are drawn as wide as the bar beside them: how far they reach would tell of one person. */
function drawnBars({ change }: OutcomeReport): readonly DrawnBar[] {
  const total = numberOf(change.n) ?? 1;
  const bars = change.changes.map(({ from, to, n, kind }) => ({ from, to, kind, percent: ((numberOf(n) ?? 0) / total) * 100 }));
  const width = (index: number) => (bars[index]?.to ?? 0) - (bars[index]?.from ?? 0);
  return bars
    .map((bar, index): DrawnBar => {
      if (index === 0) return { ...bar, from: bar.to - width(1), isOpen: "below" };
      return index === bars.length - 1 ? { ...bar, to: bar.from + width(index - 1), isOpen: "above" } : { ...bar, isOpen: "neither" };
    })
    .filter(({ percent }, index) => percent > 0 || !isEnd(index, bars.length));
}

function isEnd(index: number, length: number): boolean {
  return index === 0 || index === length - 1;
}

function heightOf({ percent, from, to }: Bar): number {
  return percent / (to - from + 1);
}

type Domain = { readonly from: number; readonly to: number };

/** The three shares in large print, improvement on the side where it is. */
function headings(report: OutcomeReport, { from, to }: Domain): { readonly [name: string]: readonly Row[] } {
  const { reliable, measure } = report;
  const words = classWords(report);
  const improved = { share: reliable.improved.percent, words: words.improved, c: palette.improved };
  const deteriorated = { share: reliable.deteriorated.percent, words: words.deteriorated, c: palette.deterioratedEdge };
  const [left, right] = isBetter(-1, measure) ? [improved, deteriorated] : [deteriorated, improved];
  const places = {
    Left: { ...left, x: from + 0.2 },
    Centre: { share: reliable.unchanged.percent, words: words.unchanged, c: palette.secondary, x: (from + to) / 2 },
    Right: { ...right, x: to - 0.2 },
  };
  return Object.fromEntries(
    Object.entries(places).flatMap(([side, { share, words: label, c, x }]) => [
      [`share${side}`, [{ x, c, t: shownText(share, percentText) }]],
      [`first${side}`, [{ x, c, t: label.slice(0, label.lastIndexOf(" ")) }]],
      [`second${side}`, [{ x, c, t: label.slice(label.lastIndexOf(" ") + 1) }]],
    ]),
  );
}

/** The template of the histogram of change for one instrument. */
export function changeHistogram({ direction }: Measure, layout: Layout) {
  const narrow = layout === "narrow";
  const better = direction === "higher-is-better" ? "right" : "left";
  const labelExpr = "(datum.value > 0 ? '+' : datum.value < 0 ? '\u2212' : '') + abs(datum.value)";
  const xAxis = {
    values: { expr: "changeTicks" },
    labelExpr,
    title: changeLabels.axis[better],
    titleAnchor: "start",
    titlePadding: 20,
    labelOverlap: false,
  };
  const xScale = { domain: [{ expr: "changeFrom" }, { expr: "changeTo" }], nice: false, zero: false };
  const x = { field: "x", type: "quantitative", scale: xScale, axis: xAxis };
  const yAxis = { values: { expr: "percentTicks" }, labelExpr: "datum.value + '%'", title: null };
  const y = { field: "y", type: "quantitative", scale: { domain: [0, { expr: "percentTop" }], nice: false }, axis: yAxis };
  const endText = { baseline: "alphabetic", dy: narrow ? 33 : 37, fontSize: 12, color: palette.secondary };
  const raw = (field: string) => ({ field, type: "nominal", scale: null });
  const at = { x, y };
  return {
    width: narrow ? 290 : 372,
    height: height[layout],
    layer: [
      layer(
        "changes",
        { type: "rect", cornerRadius: 1, strokeWidth: 1 },
        { ...at, x2: { field: "x2" }, y2: { field: "y2" }, fill: raw("fill"), stroke: raw("edge") },
      ),
      layer("meanRule", { type: "rule", color: palette.text, strokeWidth: 2 }, { ...at, y2: { field: "y2" } }),
      textLayer("meanLabel", { align: "center", baseline: "bottom", dy: -3, fontSize: narrow ? 12 : 13, fontWeight: "bold" }, at),
      textLayer("endBelow", { ...endText, align: "left" }, { x, y: { value: height[layout] } }),
      textLayer("endAbove", { ...endText, align: "right" }, { x, y: { value: height[layout] } }),
      textLayer(
        "percentTitle",
        { align: "left", baseline: "bottom", color: palette.secondary, dx: narrow ? -30 : -34, dy: -12 },
        { x: { value: 0 }, y: { value: 0 } },
      ),
      ...["Left", "Centre", "Right"].flatMap((side) => headingLayers(side, narrow, { x, color: raw("c") })),
    ],
  };
}

type Channel = { readonly [key: string]: Json };

function headingLayers(side: string, narrow: boolean, { x, color }: { readonly x: Channel; readonly color: Channel }) {
  const align = { Left: "left", Centre: "center", Right: "right" }[side] ?? "center";
  const mark = { align, baseline: "top" };
  const at = { x, y: { value: 0 }, color };
  const words = { ...mark, fontSize: narrow ? 12 : 13 };
  return [
    textLayer(`share${side}`, { ...mark, fontSize: narrow ? 19 : 24, fontWeight: "bold" }, at),
    textLayer(`first${side}`, { ...words, dy: narrow ? 22 : 27 }, at),
    textLayer(`second${side}`, { ...words, dy: narrow ? 36 : 42 }, at),
  ];
}
