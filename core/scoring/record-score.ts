import type { Episode } from "../episodes/episode.ts";
import { subscaleMeasure, wholeMeasure } from "../episodes/measure-scores.ts";
import { pairScores } from "../episodes/pairing.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import { instruments, type Registry } from "../instruments/registry.ts";
import { scoreKept } from "./score-survey.ts";
import type { SubscaleScored } from "./scoring-verdicts.ts";

/** What the sender of a survey is told at once. */
export type RecordScore = {
  readonly score: number | null;
  readonly band: string | null;
  readonly caseness: boolean | null;
  readonly risk: string;
  /** Since the episode's baseline, in points; `null` for the baseline itself and where there is none. */
  readonly change: number | null;
  /** Why there is no score, where there is none. */
  readonly reason?: string;
  /** The parts that are followed on their own, where the instrument has any: the four questions of ONS4, which have no score together. */
  readonly subscales?: Readonly<Record<string, SubscaleScored & { readonly change: number | null }>>;
  /** What to do, where the risk item was answered with anything but "not at all". */
  readonly action?: string;
};

/** What to do where an answer points to a risk. */
export const riskAction = "an answer points to thoughts of self-harm: follow your procedure for risk today, do not wait for a report";

/** The score of a survey, or of the survey that a correction puts in its place; `null` for every other event. */
export function recordScore(event: KeptEvent, episode: Episode, registry: Registry = instruments): RecordScore | null {
  const content = event.type === "event.corrected" ? event.event : event;
  if (content.type !== "survey.completed") return null;
  const kept = scoreKept(content, registry);
  if (kept === null) return null;
  const { instrument } = kept;
  const { score, band, caseness, risk, reason, subscales } = kept.scored;
  const changeOf = (measure: string, now: number | null) =>
    now === null ? null : changeSinceBaseline({ measure, on: content.completedOn, score: now }, episode);
  return {
    score,
    band,
    caseness,
    risk,
    change: changeOf(wholeMeasure(instrument), score),
    ...(reason === null ? {} : { reason }),
    ...(subscales === undefined ? {} : { subscales: withChanges(subscales, (id, now) => changeOf(subscaleMeasure(instrument, id), now)) }),
    ...(risk === "yes" ? { action: riskAction } : {}),
  };
}

function withChanges(subscales: Readonly<Record<string, SubscaleScored>>, changeOf: (id: string, now: number | null) => number | null) {
  return Object.fromEntries(Object.entries(subscales).map(([id, part]) => [id, { ...part, change: changeOf(id, part.score) }]));
}

function changeSinceBaseline({ measure, on, score }: { measure: string; on: string; score: number }, episode: Episode): number | null {
  if (episode.referral === null) return null;
  const scores = episode.administrations.filter(({ instrument }) => instrument === measure);
  const baseline = pairScores(episode.referral.referredOn, scores)?.baseline;
  if (baseline === undefined || on <= baseline.on) return null;
  return Math.round((score - baseline.score) * 100) / 100;
}
