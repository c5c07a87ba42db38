import type { ChangeOutcome } from "./outcomes.ts";
import type { TalkingTherapiesOutcome } from "./outcomes-talking-therapies.ts";

/** A share as the two counts it is made of: what is stored, merged and disclosed. */
export type Share = { readonly numerator: number; readonly denominator: number };

/**
 * The shares that describe a group, each with its own denominator: recovery is out of cases at baseline, reliable change out of all pairs.
 * Mixing the two is the commonest error on dashboards.
 */
export type OutcomeShares = {
  readonly recovery: Share;
  readonly reliableRecovery: Share;
  readonly reliableImprovement: Share;
  readonly reliableDeterioration: Share;
  readonly noReliableChange: Share;
};

type Counted = Pick<ChangeOutcome, "recovered" | "reliablyRecovered" | "reliable">;

/** The shares of one measure over its pairs. Pairs without a threshold are in no denominator that needs it. Pass one measure at a time. */
export function outcomeShares(outcomes: Iterable<Counted>): OutcomeShares {
  const all = [...outcomes];
  const judged = all.filter(({ reliable }) => reliable !== null);
  const changed = (kind: Counted["reliable"]): Share => ({
    numerator: all.filter(({ reliable }) => reliable === kind).length,
    denominator: judged.length,
  });
  return {
    recovery: shareOf(all.map(({ recovered }) => recovered)),
    reliableRecovery: shareOf(all.map(({ reliablyRecovered }) => reliablyRecovered)),
    reliableImprovement: changed("improved"),
    reliableDeterioration: changed("deteriorated"),
    noReliableChange: changed("unchanged"),
  };
}

/** How many of those who finished carry each flag of the Talking Therapies data set. */
export type TalkingTherapiesCounts = {
  readonly finished: number;
  readonly notAtCaseness: number;
  readonly recovery: number;
  readonly reliableRecovery: number;
  readonly reliableImprovement: number;
  readonly reliableDeterioration: number;
};

/**
 * The Talking Therapies shares from counts of flags: recovery and reliable recovery out of those who were at caseness at first, reliable change
 * out of everybody who finished, non-cases included (NHS England, `KM monthly update.sql`).
 */
export function sharesOfCounts(counts: TalkingTherapiesCounts): OutcomeShares {
  const { finished, notAtCaseness, reliableImprovement, reliableDeterioration } = counts;
  const atCaseness = finished - notAtCaseness;
  return {
    recovery: { numerator: counts.recovery, denominator: atCaseness },
    reliableRecovery: { numerator: counts.reliableRecovery, denominator: atCaseness },
    reliableImprovement: { numerator: reliableImprovement, denominator: finished },
    reliableDeterioration: { numerator: reliableDeterioration, denominator: finished },
    noReliableChange: { numerator: finished - reliableImprovement - reliableDeterioration, denominator: finished },
  };
}

/** The Talking Therapies shares of the people who finished; who has, and in which month by discharge date, is the caller's to say. */
export function talkingTherapiesShares(outcomes: Iterable<TalkingTherapiesOutcome>): OutcomeShares {
  const all = [...outcomes];
  const count = (flag: (outcome: TalkingTherapiesOutcome) => boolean) => all.filter(flag).length;
  return sharesOfCounts({
    finished: all.length,
    notAtCaseness: count(({ caseAtBaseline }) => !caseAtBaseline),
    recovery: count(({ recovered }) => recovered === true),
    reliableRecovery: count(({ reliablyRecovered }) => reliablyRecovered === true),
    reliableImprovement: count(({ reliable }) => reliable === "improved"),
    reliableDeterioration: count(({ reliable }) => reliable === "deteriorated"),
  });
}

function shareOf(verdicts: readonly (boolean | null)[]): Share {
  return {
    numerator: verdicts.filter((verdict) => verdict === true).length,
    denominator: verdicts.filter((verdict) => verdict !== null).length,
  };
}

/** A share as a proportion: 0 of 10 is 0, and 0 of 0 is `null`, which is not the same thing. */
export function proportionOf({ numerator, denominator }: Share): number | null {
  return denominator === 0 ? null : numerator / denominator;
}
