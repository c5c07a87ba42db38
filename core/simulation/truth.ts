import { type FlowStep, flowSteps } from "../episodes/contribution.ts";
import { swemwbs } from "../instruments/definitions/swemwbs.ts";
import { metricOf } from "../scoring/scoring-items.ts";
import type { TrueEffects } from "./instrument-model.ts";
import type { InventedReferral } from "./invented-referral.ts";

/** What one place's numbers must come to, counted from the invented referrals themselves and never from events. */
export type TrueCounts = {
  readonly flow: Record<FlowStep, number>;
  /** By measure: `[baseline, follow-up, people]`, follow-up `null` where there is none, in order of scores. */
  readonly scores: Record<string, readonly (readonly [number, number | null, number])[]>;
};

/** The known truth of a simulated service (`truth.json`). */
export type Truth = {
  readonly seed: number;
  readonly referrals: number;
  readonly from: string;
  readonly until: string;
  /** In standard deviations of each instrument; negative is improvement. */
  readonly effects: TrueEffects;
  readonly england: TrueCounts;
  readonly practices: Record<string, TrueCounts>;
};

/** Counts referrals one at a time, so that a million of them need not be held. */
export type TruthCounter = {
  readonly add: (referral: InventedReferral) => void;
  readonly counts: () => Pick<Truth, "england" | "practices">;
};

type Tally = { flow: Record<FlowStep, number>; scores: Map<string, Map<string, [number, number | null, number]>> };

/** A counter that has seen nobody. */
export function truthCounter(): TruthCounter {
  const england = emptyTally();
  const practices = new Map<string, Tally>();
  return {
    add: (referral) => {
      const practice = practices.get(referral.practice) ?? emptyTally();
      practices.set(referral.practice, practice);
      for (const tally of [england, practice]) count(tally, referral);
    },
    counts: () => ({
      england: finished(england),
      practices: Object.fromEntries([...practices].sort().map(([code, tally]) => [code, finished(tally)])),
    }),
  };
}

function emptyTally(): Tally {
  return { flow: { referred: 0, accepted: 0, declined: 0, started: 0, completed: 0, lost: 0 }, scores: new Map() };
}

function count(tally: Tally, { steps, scores }: InventedReferral): void {
  tally.flow.referred += 1;
  for (const { status } of steps) if (isFlowStep(status)) tally.flow[status] += 1;
  for (const { instrument, baseline, followUp } of scores) {
    const { measure, scoreOf } = published[instrument] ?? { measure: instrument, scoreOf: (score: number) => score };
    const ofInstrument = tally.scores.get(measure) ?? new Map<string, [number, number | null, number]>();
    tally.scores.set(measure, ofInstrument);
    const [before, after] = [scoreOf(baseline.score), followUp === null ? null : scoreOf(followUp.score)];
    const key = `${before}|${after ?? "-"}`;
    const cell = ofInstrument.get(key) ?? [before, after, 0];
    ofInstrument.set(key, [cell[0], cell[1], cell[2] + 1]);
  }
}

/** Where what is published is not what was invented: the converted scale, or one question of several. */
const published: Readonly<Record<string, { readonly measure: string; readonly scoreOf: (score: number) => number }>> = {
  swemwbs: { measure: "swemwbs", scoreOf: (raw) => metricOf(swemwbs, raw) ?? raw },
  ons4: { measure: "ons4:satisfied", scoreOf: (answer) => answer },
};

function isFlowStep(status: string): status is FlowStep {
  return (flowSteps as readonly string[]).includes(status);
}

function finished({ flow, scores }: Tally): TrueCounts {
  const inOrder = (cells: Iterable<[number, number | null, number]>) => [...cells].sort(([a, b], [c, d]) => a - c || (b ?? -1) - (d ?? -1));
  return { flow, scores: Object.fromEntries([...scores].sort().map(([instrument, cells]) => [instrument, inOrder(cells.values())])) };
}
