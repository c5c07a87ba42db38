import { addDays, type Month, monthOf } from "../civil-date.ts";
import { statisticKey } from "../statistic.ts";
import { type Activity, activityOf } from "./activity.ts";
import type { Episode, Referral } from "./episode.ts";
import { followUpDueDays, pairScores } from "./pairing.ts";

/** The rules by which events become an episode and a contribution; a change to them dirties every unit once. */
export const foldVersion = 1;

/** One instrument of one episode: the baseline, and either the follow-up score or the month in which one is due. */
export type OutcomeContribution = {
  readonly baseline: number;
  readonly followUp: number | null;
  readonly dueMonth: Month;
};

/**
 * What one episode adds to the numbers of its practice-month. It carries no identifier and no date finer than a month,
 * by type and not by care.
 */
export type Contribution = {
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
    outcomes: outcomesOf(episode, referral),
  };
}

/** The activity of the newest step that names one: what was finally taken up, not what was first thought of. */
function latestActivity(episode: Episode): string | null {
  return episode.steps.findLast(({ activity }) => activity !== null)?.activity ?? null;
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
    outcomes[instrument] = { baseline: pairing.baseline.score, followUp: pairing.last?.score ?? null, dueMonth };
  }
  return outcomes;
}

/**
 * The keys that one contribution counts in the statistic of its practice-month:
 *
 * - `flow|role|activity|step`
 * - `pair|instrument|role|activity|baseline|followUp` for people with both scores (rule `last`)
 * - `single|instrument|role|activity|baseline|dueMonth` for people with a baseline alone
 * - `equity|instrument|dimension|level|baseline|followUp` with `-` for no follow-up, for age, sex, imd and ethnicity
 */
export function statisticKeys(contribution: Contribution): readonly string[] {
  const { role, activity } = contribution;
  const flow = contribution.steps.map((step) => statisticKey("flow", role, activity, step));
  const scores = Object.entries(contribution.outcomes).flatMap(([instrument, { baseline, followUp, dueMonth }]) => [
    followUp === null
      ? statisticKey("single", instrument, role, activity, baseline, dueMonth)
      : statisticKey("pair", instrument, role, activity, baseline, followUp),
    ...equityKeys(contribution, instrument, statisticKey(baseline, followUp ?? "-")),
  ]);
  return [...flow, ...scores];
}

function equityKeys(contribution: Contribution, instrument: string, scores: string): readonly string[] {
  const { ageBand, sex, imdQuintile, ethnicity } = contribution;
  const levels = { age: ageBand, sex, imd: imdQuintile ?? "unknown", ethnicity };
  return Object.entries(levels).map(([dimension, level]) => statisticKey("equity", instrument, dimension, level, scores));
}
