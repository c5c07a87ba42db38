import type { FlowTable } from "../../core/place-report.ts";
import type { Drawing, Row } from "../draw/drawing.ts";
import { palette } from "../draw/palette.ts";
import { flowLabels, flowSteps } from "../words/flow-words.ts";
import { countText, numberOf } from "../words/numbers.ts";
import { layer, pixels, textLayer } from "./encode.ts";

const size = { width: 712, height: 348 } as const;
const bar = { width: 22, top: 46, tallest: 216, hidden: 30 } as const;
const spacing = 192;
const branch = { length: 84, drop: 46 } as const;
/** A difference of rounded numbers is known to within nine people: below ten it is not named. */
const namedLossFrom = 10;

/** Ribbons that narrow from step to step, with a branch for those who did not go on; acceptance is named beside the first branch. */
export function flowWide(flow: FlowTable): Drawing {
  const steps = flowSteps(flow).filter(({ id }) => id !== "accepted");
  const scale = bar.tallest / Math.max(1, ...steps.map(({ n }) => numberOf(n) ?? 0));
  const stages = steps.map(({ id, label, n, loss }, index) => ({ id, label, loss, n: numberOf(n), x: index * spacing, scale }));
  const passages = stages.slice(1).map((to, index) => ({ from: stages[index] ?? to, to, index }));
  const lostText = passages.flatMap((passage) => lossText(passage, flow));
  return {
    template: flowTemplate,
    params: {},
    datasets: {
      lost: passages.flatMap(lostBranch),
      keep: passages.flatMap(keptRibbon),
      bars: stages
        .filter(({ n }) => n !== null)
        .map((stage) => ({ x: stage.x, x2: stage.x + bar.width, y: bar.top, y2: bar.top + heightOf(stage) })),
      hidden: stages.filter(({ n }) => n === null).map(({ x }) => ({ x, x2: x + bar.width, y: bar.top, y2: bar.top + bar.hidden })),
      counts: stages.map(({ x, n }) => ({ x, y: bar.top - 24, t: n === null ? "[c]" : countText(n) })),
      labels: stages.map(({ x, label, n }, index) => ({
        x,
        y: bar.top - 8,
        t: index === 0 ? label : `${label}${shareOf(n, stages[0]?.n ?? null)}`,
      })),
      lostBold: lostText.filter(({ bold }) => bold === true),
      lostPlain: lostText.filter(({ bold }) => bold === false),
      onward: passages.flatMap(onwardText),
    },
  };
}

type Stage = {
  readonly id: string;
  readonly label: string;
  readonly loss: string;
  readonly n: number | null;
  readonly x: number;
  readonly scale: number;
};
type Passage = { readonly from: Stage; readonly to: Stage; readonly index: number };

function heightOf({ n, scale }: Stage): number {
  return (n ?? 0) * scale;
}

function shareOf(n: number | null, of: number | null): string {
  return n === null || of === null || of === 0 ? "" : ` ${Math.min(100, Math.round((n / of) * 100))}%`;
}

function isLoss({ from, to }: Passage): boolean {
  return from.n !== null && to.n !== null && to.n < from.n;
}

const samples = Array.from({ length: 25 }, (_, index) => index / 24);

function keptRibbon(passage: Passage): readonly Row[] {
  const { from, to, index } = passage;
  if (from.n === null || to.n === null || to.n === 0) return [];
  const [left, right] = [from.x + bar.width, to.x];
  const height = Math.min(heightOf(from), heightOf(to));
  return [0, 1].map((t) => ({ g: index, x: left + (right - left) * t, y: bar.top, y2: bar.top + height }));
}

function lostBranch(passage: Passage): readonly Row[] {
  if (!isLoss(passage)) return [];
  const { from, to, index } = passage;
  const [top, bottom] = [bar.top + heightOf(to), bar.top + heightOf(from)];
  return samples.map((t) => {
    const drop = t * t * (3 - 2 * t) * branch.drop;
    return { g: index, x: from.x + bar.width + branch.length * t, y: top + drop, y2: bottom + drop };
  });
}

function onwardText(passage: Passage): readonly Row[] {
  const { from, to } = passage;
  if (from.n === null || to.n === null || heightOf(to) < 24 || from.n === 0) return [];
  const share = Math.min(100, Math.round((to.n / from.n) * 100));
  return [{ x: (from.x + bar.width + to.x) / 2, y: bar.top + heightOf(to) / 2, t: flowLabels.goOn(share) }];
}

function lossText(passage: Passage, flow: FlowTable): readonly Row[] {
  const { from, to } = passage;
  if (from.n === null || to.n === null || from.n - to.n < namedLossFrom) return [];
  const reasons = reasonsOf(passage, flow);
  const middle = bar.top + (heightOf(to) + heightOf(from)) / 2 + branch.drop + 5 - reasons.length * 9;
  const x = from.x + bar.width + branch.length + 8;
  return [
    { x, y: middle, t: `${countText(from.n - to.n)} ${to.loss}`, bold: true },
    ...reasons.map((t, index) => ({ x, y: middle + 18 * (index + 1), t, bold: false })),
  ];
}

function reasonsOf({ to }: Passage, { referred, accepted, notYetDue, overdue }: FlowTable): readonly string[] {
  if (to.id === "started") {
    const notAccepted = (numberOf(referred) ?? 0) - (numberOf(accepted) ?? Number.POSITIVE_INFINITY);
    return notAccepted >= namedLossFrom ? [flowLabels.notAccepted(countText(notAccepted))] : [];
  }
  if (to.id !== "followedUp") return [];
  return [
    { n: notYetDue, words: flowLabels.notYetDue },
    { n: overdue, words: flowLabels.overdue },
  ].flatMap(({ n, words }) => (n.kind === "value" && n.value > 0 ? [words(countText(n.value))] : []));
}

const x = pixels("x", size.width);
const y = pixels("y", size.height, true);
const at = { x, y };

function area(data: string, color: string) {
  return layer(
    data,
    { type: "area", color, opacity: 1, line: false },
    { x, y: { ...y, stack: null }, y2: { field: "y2" }, detail: { field: "g" } },
  );
}

function box(data: string, mark: { readonly [key: string]: string | number | boolean | readonly number[] }) {
  return layer(data, { type: "rect", ...mark }, { x, x2: { field: "x2" }, y, y2: { field: "y2" } });
}

const flowTemplate = {
  ...size,
  layer: [
    area("lost", palette.grid),
    area("keep", palette.ribbon),
    box("bars", { color: palette.volume }),
    box("hidden", { filled: false, fillOpacity: 0, stroke: palette.axis, strokeDash: [3, 3], strokeWidth: 1.5 }),
    textLayer("counts", { align: "left", baseline: "alphabetic", fontWeight: "bold", fontSize: 20 }, at),
    textLayer("labels", { align: "left", baseline: "alphabetic" }, at),
    textLayer("lostBold", { align: "left", baseline: "alphabetic", fontWeight: "bold" }, at),
    textLayer("lostPlain", { align: "left", baseline: "alphabetic", color: palette.secondary }, at),
    textLayer("onward", { align: "center", baseline: "middle" }, at),
  ],
} as const;
