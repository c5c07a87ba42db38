import type { Measure, OutcomeReport } from "../../core/place-report.ts";
import type { Layout, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { textWidth } from "../draw/text-metrics.ts";
import { changeLabels } from "../words/change-figure-words.ts";
import { decimalText, numberOf } from "../words/numbers.ts";
import { axisTicks } from "./axis-ticks.ts";
import { layer, textLayer } from "./encode.ts";

const gap = 0.03;
const bandLabelWidth = 68;

/** People by score before and after as two mirrored histograms, with a line from average to average. Bars are per point of score; one bar that holds everybody is left out. */
export function slopeData({ change, measure }: OutcomeReport): { readonly [name: string]: readonly Row[] } {
  const bars = (change.scores.length > 1 ? change.scores : []).map(({ from, to, baseline, followUp }) => ({
    y: from - 0.5 + gap,
    y2: to + 0.5 - gap,
    before: (numberOf(baseline) ?? 0) / (to - from + 1),
    after: (numberOf(followUp) ?? 0) / (to - from + 1),
  }));
  const largest = Math.max(1, ...bars.flatMap(({ before, after }) => [before, after]));
  const means = [numberOf(change.meanBaseline), numberOf(change.meanFollowUp)].flatMap((y, x) =>
    y === null ? [] : [{ x, y, t: decimalText(y) }],
  );
  const bands = bandsOf(measure);
  return {
    people: bars.flatMap(({ y, y2, before, after }) => [
      { x: -before / largest, x2: 0, y, y2 },
      { x: 1, x2: 1 + after / largest, y, y2 },
    ]),
    edges: bands.slice(1).map(({ from }) => ({ y: from - 0.5, x: -1.1, x2: 2.1 })),
    bandLabels: bands.every(({ label }) => textWidth(label, 12) <= bandLabelWidth)
      ? bands.map(({ label, y }) => ({ x: 0.5, y, t: label }))
      : [],
    means,
    meanBefore: means.slice(0, 1),
    meanAfter: means.slice(1),
    times: [
      { x: -0.55, t: changeLabels.before },
      { x: 1.55, t: changeLabels.after },
    ],
  };
}

function bandsOf({ bands, max }: Measure) {
  return bands.map(({ from, label }, index) => ({
    from,
    label: label.slice(0, 1).toUpperCase() + label.slice(1),
    y: (from + (bands[index + 1]?.from ?? max + 1) - 1) / 2,
  }));
}

/** The template of the two histograms for one instrument. */
export function scoreSlope({ name, min, max }: Measure, layout: Layout) {
  const narrow = layout === "narrow";
  const height = narrow ? 270 : 330;
  const x = { field: "x", type: "quantitative", scale: { domain: [-1.12, 2.12], nice: false, zero: false }, axis: null };
  const axis = { values: scoreTicks(min, max), title: changeLabels.score(name), titleX: narrow ? -24 : -27, grid: false };
  const y = { field: "y", type: "quantitative", scale: { domain: [min - 0.6, max + 0.6], nice: false, zero: false }, axis };
  const bold = { fontWeight: "bold", fontSize: narrow ? 14 : 16, dy: 1 };
  const dot = { type: "point", size: 130, color: palette.text, filled: true, opacity: 1 };
  const bar = { type: "rect", cornerRadius: 1, color: palette.distribution, stroke: palette.axis, strokeWidth: 0.8 };
  return {
    width: narrow ? 296 : 236,
    height,
    layer: [
      layer("edges", { type: "rule", strokeDash: [2, 3], color: palette.grid, strokeWidth: 1.5 }, { x, x2: { field: "x2" }, y }),
      layer("people", bar, { x, x2: { field: "x2" }, y, y2: { field: "y2" } }),
      textLayer("bandLabels", { fontSize: 12, color: palette.secondary }, { x, y }),
      layer("means", { type: "line", color: palette.text, strokeWidth: 2.5 }, { x, y }),
      layer("means", dot, { x, y }),
      textLayer("meanBefore", { ...bold, align: "right", dx: -9 }, { x, y }),
      textLayer("meanAfter", { ...bold, align: "left", dx: 9 }, { x, y }),
      textLayer("times", { fontSize: narrow ? 13 : 14, baseline: "top", dy: height + 8 }, { x, y: { value: 0 } }),
    ],
  };
}

function scoreTicks(min: number, max: number): readonly number[] {
  const between = axisTicks({ from: min, to: max }, 8, [1, 5, 10]).filter(
    (tick) => tick - min > (max - min) / 12 && max - tick > (max - min) / 12,
  );
  return [min, ...between, max];
}
