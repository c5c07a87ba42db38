import type { FlowTable } from "../../core/place-report.ts";
import type { Drawing } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { flowSteps } from "../words/flow-words.ts";
import { countText, numberOf, percentText } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const size = { width: 334, height: 312 } as const;
const row = { step: 63, label: 14, top: 21, height: 27 } as const;
const smallestInside = 96;

/** One bar for each step, with a dashed outline where the step before reached; for a phone. */
export function flowNarrow(flow: FlowTable): Drawing {
  const steps = flowSteps(flow);
  const largest = Math.max(1, ...steps.map(({ n }) => numberOf(n) ?? 0));
  const width = (n: number | null) => ((n ?? 0) / largest) * size.width;
  const rows = steps.map(({ label, n, loss }, index) => ({
    label,
    n: numberOf(n),
    before: index === 0 ? null : numberOf(steps[index - 1]?.n ?? n),
    loss,
    y: index * row.step,
  }));
  const referred = rows[0]?.n ?? null;
  const boxed = rows.map(({ n, before, y }) => ({ x: 0, x2: width(n), end: width(before), y: y + row.top, y2: y + row.top + row.height }));
  const inside = rows.filter(({ n }) => n !== null && width(n) >= smallestInside);
  const outside = rows.filter(({ n }) => n === null || width(n) < smallestInside);
  const middle = row.top + row.height / 2;
  return {
    template: flowTemplate,
    params: {},
    datasets: {
      reached: boxed.filter(({ x2, end }) => end > x2).map(({ y, y2, x2, end }) => ({ x: x2, x2: end, y, y2 })),
      bars: boxed.filter(({ x2 }) => x2 > 0).map(({ x, x2, y, y2 }) => ({ x, x2, y, y2 })),
      labels: rows.map(({ label, y }) => ({ x: 0, y: y + row.label, t: label })),
      losses: rows.flatMap(({ n, before, loss, y }) =>
        n === null || before === null || before - n < 10
          ? []
          : [{ x: size.width, y: y + row.label, t: `${countText(before - n)} ${loss}` }],
      ),
      counts: inside.map(({ n, y }) => ({ x: 8, y: y + middle, t: countText(n ?? 0) })),
      shares: inside.map(({ n, y }) => ({ x: width(n) - 8, y: y + middle, t: shareOf(n, referred) })),
      beside: outside.map(({ n, y }) => ({
        x: width(n) + 8,
        y: y + middle,
        t: n === null ? "[c]" : `${countText(n)} (${shareOf(n, referred)})`,
      })),
    },
  };
}

function shareOf(n: number | null, of: number | null): string {
  return n === null || of === null || of === 0 ? "" : percentText(Math.min(100, (n / of) * 100));
}

const x = pixels("x", size.width);
const y = pixels("y", size.height, true);
const at = { x, y };
const boxAt = { x, x2: { field: "x2" }, y, y2: { field: "y2" } };

const flowTemplate = {
  ...size,
  layer: [
    layer("reached", { type: "rect", filled: false, fillOpacity: 0, stroke: palette.axis, strokeDash: [3, 3], strokeWidth: 1 }, boxAt),
    layer("bars", { type: "rect", color: palette.volume }, boxAt),
    textLayer("labels", { align: "left", baseline: "alphabetic", fontWeight: "bold", fontSize: 13 }, at),
    textLayer("losses", { align: "right", baseline: "alphabetic", color: palette.secondary }, at),
    textLayer("counts", { align: "left", baseline: "middle", color: palette.white, fontWeight: "bold", fontSize: 14 }, at),
    textLayer("shares", { align: "right", baseline: "middle", color: palette.white, fontSize: 13 }, at),
    textLayer("beside", { align: "left", baseline: "middle", fontWeight: "bold", fontSize: 13 }, at),
  ],
} as const;
