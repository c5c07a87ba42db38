import { addDays, daysBetween, type Month, monthOf } from "../civil-date.ts";
import { statisticKey } from "../statistic.ts";
import { type Activity, activityOf } from "./activity.ts";
import type { Episode, Referral } from "./episode.ts";
import { type LossReason, lossReasonOf } from "./loss-reason.ts";
import { followUpDueDays, pairScores } from "./pairing.ts";

/** The rules by which events become an episode and a contribution; a change to them dirties every unit once. */
export const foldVersion = 4;

/** One instrument of one episode: the baseline, and either the follow-up score or the month in which one is due. */
export type OutcomeContribution = {
  readonly baseline: number;
  readonly followUp: number | null;
  /** Days from the baseline to the follow-up. */
  readonly days: number | null;
  readonly dueMonth: Month;
};

/**
 * What one episode adds to the numbers of its practice-month. It carries no identifier and no date finer than a month,
 * by type and not by care.
 */
export type Contribution = {
  /** The {@link foldVersion} it was made by: a night makes older ones anew before it counts them. */
  readonly fold: number;
  readonly practice: string;
  /** The cohort month: the calendar month of the referral. */
  readonly month: Month;
  readonly role: string;
  readonly deliveredBy: string;
  readonly activity: Activity;
  readonly ageBand: string;
  readonly sex: string;
  readonly ethnicity: string;
  readonly imdQuintile: number | null;
  readonly steps: readonly FlowStep[];
  /** Why they were lost, by the newest word on it; `null` for whoever was not. */
  readonly lostReason: LossReason | null;
  /** By measure: an instrument's id, or that of one of its parts, such as `ons4:anxious`. */
  readonly outcomes: Readonly<Record<string, OutcomeContribution>>;
};

/** The steps that are counted. `started` implies `accepted`: whoever began was taken on, whether or not somebody recorded it. */
export const flowSteps = ["referred", "accepted", "declined", "started", "completed", "lost"] as const;
export type FlowStep = (typeof flowSteps)[number];

/** What an episode adds, or `null` while no referral is known. */
export function contribute(episode: Episode): Contribution | null {
  const { referral } = episode;
  if (referral === null) return null;
  return {
    fold: foldVersion,
    practice: referral.practice,
    month: monthOf(referral.referredOn),
    role: referral.referrerRole,
    deliveredBy: referral.deliveredBy,
    activity: activityOf(latestActivity(episode) ?? referral.activity),
    ageBand: referral.ageBand,
    sex: referral.sex,
    ethnicity: referral.ethnicity,
    imdQuintile: referral.imdQuintile,
    steps: stepsReached(episode),
    lostReason: lostReasonOf(episode),
    outcomes: outcomesOf(episode, referral),
  };
}

/** The activity of the newest step that names one: what was finally taken up, not what was first thought of. */
function latestActivity(episode: Episode): string | null {
  return episode.steps.findLast(({ activity }) => activity !== null)?.activity ?? null;
}

function lostReasonOf({ steps }: Episode): LossReason | null {
  const lost = steps.findLast(({ status }) => status === "lost");
  return lost === undefined ? null : lossReasonOf(lost.reason);
}

function stepsReached({ steps }: Episode): readonly FlowStep[] {
  const seen = new Set(steps.map(({ status }) => status));
  const started = seen.has("started") || seen.has("attended") || seen.has("completed");
  const reached: Record<FlowStep, boolean> = {
    referred: true,
    accepted: started || seen.has("accepted"),
    declined: !started && seen.has("declined"),
    started,
    completed: seen.has("completed"),
    lost: seen.has("lost"),
  };
  return flowSteps.filter((step) => reached[step]);
}

function outcomesOf(episode: Episode, referral: Referral): Readonly<Record<string, OutcomeContribution>> {
  const outcomes: Record<string, OutcomeContribution> = {};
  for (const [instrument, scores] of Map.groupBy(episode.administrations, (administration) => administration.instrument)) {
    const pairing = pairScores(referral.referredOn, scores);
    if (pairing === null) continue;
    const dueMonth = monthOf(addDays(pairing.baseline.on, followUpDueDays));
    const { baseline, last } = pairing;
    const days = last === null ? null : daysBetween(baseline.on, last.on);
    outcomes[instrument] = { baseline: baseline.score, followUp: last?.score ?? null, days, dueMonth };
  }
  return outcomes;
}

/**
 * The keys that one contribution counts in the statistic of its practice-month:
 *
 * - `flow|role|activity|step`, and `lost|role|activity|reason` for whoever was lost
 * - `pair|measure|role|activity|baseline|followUp` for people with both scores (rule `last`)
 * - `days|measure|role|days` from the first score to the other
 * - `single|measure|role|activity|baseline|dueMonth` for people with a baseline alone
 * - `equity|measure|dimension|level|baseline|followUp|role` with `-` for no follow-up, for age, sex, imd and ethnicity
 * - `cross|measure|role|+|a=level|b=level` for each two of age, sex, imd and activity, `-` in the place of `+` for no follow-up: with the keys
 *   above, every entry of the cross-products X'X, X'y and y'y of a regression on them (`core/analysis/statistic-products`)
 *
 * A score is written as it is: one of a converted scale is then the name of its row in the table, and sums are never taken here.
 */
export function statisticKeys(contribution: Contribution): readonly string[] {
  const { role, activity, lostReason } = contribution;
  const flow = contribution.steps.map((step) => statisticKey("flow", role, activity, step));
  const lost = lostReason === null ? [] : [statisticKey("lost", role, activity, lostReason)];
  const scores = Object.entries(contribution.outcomes).flatMap(([measure, { baseline, followUp, days, dueMonth }]) => [
    followUp === null
      ? statisticKey("single", measure, role, activity, baseline, dueMonth)
      : statisticKey("pair", measure, role, activity, baseline, followUp),
    ...(days === null ? [] : [statisticKey("days", measure, role, days)]),
    ...equityKeys(contribution, measure, statisticKey(baseline, followUp ?? "-")),
    ...crossKeys(contribution, statisticKey("cross", measure, role, followUp === null ? "-" : "+")),
  ]);
  return [...flow, ...lost, ...scores];
}

function equityKeys(contribution: Contribution, measure: string, scores: string): readonly string[] {
  const { role, ageBand, sex, imdQuintile, ethnicity } = contribution;
  const levels = { age: ageBand, sex, imd: imdQuintile ?? "unknown", ethnicity };
  return Object.entries(levels).map(([dimension, level]) => statisticKey("equity", measure, dimension, level, scores, role));
}

function crossKeys({ ageBand, sex, imdQuintile, activity }: Contribution, begins: string): readonly string[] {
  const levels = [`age=${ageBand}`, `sex=${sex}`, `imd=${imdQuintile ?? "unknown"}`, `activity=${activity}`];
  return levels.flatMap((one, place) => levels.slice(place + 1).map((other) => statisticKey(begins, one, other)));
}
