import type { Instrument } from "../instruments/instrument.ts";
import type { Refusal } from "../refusal.ts";
import { type ItemAnswers, pointsOf, type Tally } from "./scoring-items.ts";
import { scoringRefusal } from "./scoring-rules.ts";
import { hasMetric, readTotal, type ScoreBasis } from "./scoring-totals.ts";

/** Answers, what they come to, and the total that was sent beside them. */
export type Claimed = {
  readonly instrument: Instrument;
  readonly items: ItemAnswers;
  readonly tally: Tally;
  readonly total: number;
  readonly scoreBasis?: ScoreBasis | undefined;
};

/**
 * Why a total cannot stand beside its answers, or `null` when they agree. Where answers are missing and make no score, the total
 * is still refused if no way of answering the rest could give it; it is never used in their place.
 */
export function disagreement(claimed: Claimed): Refusal | null {
  const { instrument, total, tally, scoreBasis } = claimed;
  // Beside its answers, a total of either scale is recognised without being told which it is.
  const read = hasMetric(instrument) && scoreBasis === undefined ? null : readTotal(instrument, total, scoreBasis);
  if (read?.ok === false) return read.refusals[0] ?? null;
  const points = read === null ? null : (read.value.raw ?? read.value.score);
  const agrees = tally.score === null ? points === null || couldBe(claimed, points) : agreesWithTally(claimed);
  return agrees
    ? null
    : scoringRefusal("score-disagrees-with-items", "total", `the total of ${instrument.name} must be the one its answers give`);
}

/** Means and replaced answers make fractions, which senders round: anything that rounds to the same tenth or whole agrees. */
function agreesWithTally({ tally: { score, raw }, total, scoreBasis }: Claimed): boolean {
  if (score === null) return false;
  if (raw === null) return total === score || total === Math.round(score * 10) / 10 || total === Math.round(score);
  return (scoreBasis !== "metric" && total === raw) || (scoreBasis !== "raw" && total === score);
}

/** Whether some answers in the missing places would give these points. */
function couldBe({ instrument, items }: Claimed, points: number): boolean {
  if (instrument.scoring.method === "mean") return true;
  let lowest = 0;
  let highest = 0;
  for (const [index, item] of instrument.items.entries()) {
    const answer = items[index] ?? null;
    const ends = answer === null ? [pointsOf(item, item.min), pointsOf(item, item.max)] : [pointsOf(item, answer)];
    lowest += Math.min(...ends);
    highest += Math.max(...ends);
  }
  return points >= lowest && points <= highest;
}
