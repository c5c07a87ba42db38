import type { Estimate, Shown } from "../../core/shown.ts";
import type { Drawing, Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { equityLabels } from "../words/equity-words.ts";
import { countText, intervalText, numberOf, percentText, shownText } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, pixels, textLayer } from "./encode.ts";

/** One group: what it is called, in full and for a phone, its people, and the share that is drawn. */
export type GroupDot = {
  readonly name: string;
  readonly short: string;
  readonly n: Shown;
  readonly share: Estimate;
  /** Drawn hollow. */
  readonly unreliable: boolean;
};

/** Groups under headings, with what is drawn of all of them. */
export type GroupDots = {
  readonly panels: readonly { readonly title: string; readonly short: string; readonly dots: readonly GroupDot[] }[];
  /** A dashed line down the figure; none where it is not known. */
  readonly everybody: Shown | null;
  /** What the column of numbers of people is called. */
  readonly people: string;
  readonly colour: string;
};

const sizes = {
  wide: { labels: 190, width: 338, step: 28, heading: 34, text: 14, ticks: 8, right: 168 },
  narrow: { labels: 116, width: 168, step: 27, heading: 32, text: 12, ticks: 4, right: 44 },
} as const;

const tickSteps = [5, 10, 20, 25] as const;

type Placed = GroupDot & { readonly y: number };

/** Groups under their headings, each with a dot and its interval; everybody as a dashed line down the figure. */
export function groupDots(groups: GroupDots, layout: Layout): Drawing {
  const placed = placedRows(groups, layout);
  const all = groups.everybody === null ? null : numberOf(groups.everybody);
  return {
    template: groupTemplate({ height: placed.height, colour: groups.colour }, layout),
    params: {},
    datasets: { ...dotData(placed, all, layout), ...wordData(placed, groups.people, layout) },
  };
}

type Datasets = { readonly [name: string]: readonly Row[] };
type Layered = ReturnType<typeof placedRows>;

function dotData({ rows, height }: Layered, all: number | null, layout: Layout): Datasets {
  const { width, ticks } = sizes[layout];
  const drawn = rows.flatMap(({ share, ...row }) => (share.kind === "value" ? [{ ...row, ...share }] : []));
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

function wordData({ headings, rows }: Layered, people: string, layout: Layout): Datasets {
  const { width, right, labels } = sizes[layout];
  const isWide = layout === "wide";
  const column = width + (isWide ? 110 : right);
  const numbers = rows.map(({ share, y }) => {
    const interval = isWide && share.kind === "value" ? ` (${intervalText(share, (value) => value.toFixed(0))})` : "";
    return { isShown: share.kind === "value", x: column, y, t: shownText(share, percentText) + interval };
  });
  const only = (wanted: boolean) => numbers.filter(({ isShown }) => isShown === wanted).map(({ x, y, t }) => ({ x, y, t }));
  return {
    headings: headings.map(({ title, y }) => ({ x: -labels, y, t: title })),
    labels: rows.map(({ name, short, y }) => ({ x: -labels, y, t: isWide ? name : short })),
    signs: only(false),
    numbers: only(true),
    people: isWide ? rows.map(({ n, y }) => ({ x: width + right, y, t: shownText(n, countText) })) : [],
    peopleTitle: isWide ? [{ x: width + right, y: -6, t: people }] : [],
  };
}

function placedRows({ panels }: GroupDots, layout: Layout) {
  const { step, heading } = sizes[layout];
  const [headings, rows]: [{ readonly title: string; readonly y: number }[], Placed[]] = [[], []];
  let y = 0;
  for (const { title, short, dots } of panels) {
    if (dots.length === 0) continue;
    headings.push({ title: layout === "wide" ? title : short, y: y + heading / 2 + 4 });
    y += heading;
    for (const dot of dots) {
      rows.push({ ...dot, y: y + step / 2 });
      y += step;
    }
  }
  return { headings, rows, height: y + 4 };
}

type Looks = { readonly height: number; readonly colour: string };

function groupTemplate({ height, colour }: Looks, layout: Layout) {
  const { width, text } = sizes[layout];
  const x = pixels("x", width);
  const y = pixels("y", height, true);
  const at = { x, y };
  const column = { x, y, y2: { field: "y2" } };
  const dot = { type: "point", shape: "circle", stroke: colour, strokeWidth: 2, size: layout === "wide" ? 90 : 70, opacity: 1 };
  const label = { align: "left", baseline: "middle", fontSize: text };
  const number = { align: "right", baseline: "middle", fontSize: text };
  return {
    width,
    height,
    layer: [
      layer("grid", { type: "rule", color: palette.grid, strokeWidth: 1 }, column),
      layer("everybody", { type: "rule", color: palette.text, strokeDash: [4, 3], strokeWidth: 1.5 }, column),
      layer("intervals", { type: "rule", color: colour, strokeWidth: 2.5 }, { x, x2: { field: "x2" }, y }),
      layer("solid", { ...dot, filled: true, fill: colour }, at),
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
