import type { Instrument } from "./instruments/instrument.ts";
import type { Refusal } from "./refusal.ts";
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
  if (!(hasMetric(instrument) && scoreBasis === undefined)) {
    const read = readTotal(instrument, total, scoreBasis);
    if (!read.ok) return read.refusals[0] ?? null;
  }
  const agrees = tally.score === null ? couldBe(claimed) : agreesWithTally(claimed);
  return agrees
    ? null
    : scoringRefusal("score-disagrees-with-items", "total", `the total of ${instrument.name} must be the one its answers give`);
}

/** A replaced answer makes fractions, which senders round: anything that rounds to the same tenth or whole agrees. */
function agreesWithTally({ tally: { score, raw, imputed }, total, scoreBasis }: Claimed): boolean {
  if (score === null) return false;
  if (raw !== null && scoreBasis !== "metric" && total === raw) return true;
  if (raw !== null && scoreBasis === "raw") return false;
  if (total === score) return true;
  const isFraction = imputed > 0 || !Number.isInteger(score);
  return raw === null && isFraction && (total === Math.round(score * 10) / 10 || total === Math.round(score));
}

function couldBe({ instrument, items, total, scoreBasis }: Claimed): boolean {
  const { method } = instrument.scoring;
  if ((method !== "sum" && method !== "count") || (hasMetric(instrument) && scoreBasis !== "raw")) return true;
  let lowest = 0;
  let highest = 0;
  for (const [index, item] of instrument.items.entries()) {
    const answer = items[index] ?? null;
    const ends = answer === null ? [pointsOf(item, item.min), pointsOf(item, item.max)] : [pointsOf(item, answer)];
    lowest += Math.min(...ends);
    highest += Math.max(...ends);
  }
  return total >= lowest && total <= highest;
}
