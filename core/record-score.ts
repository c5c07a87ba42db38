import type { Episode } from "./episode.ts";
import type { KeptEvent, SurveyContent } from "./kept-event.ts";
import { pairScores } from "./pairing.ts";
import { scoreSurvey } from "./score-survey.ts";

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
  /** What to do, where the risk item was answered with anything but "not at all". */
  readonly action?: string;
};

const riskAction = "an answer points to thoughts of self-harm: follow your procedure for risk today, do not wait for a report";

/** The score of a survey, or of the survey that a correction puts in its place; `null` for every other event. */
export function recordScore(event: KeptEvent, episode: Episode): RecordScore | null {
  const content = event.type === "event.corrected" ? event.event : event;
  if (content.type !== "survey.completed") return null;
  const scored = scoreSurvey(content);
  if (!scored.ok) return null;
  const { score, band, caseness, risk, reason } = scored.value;
  return {
    score,
    band,
    caseness,
    risk,
    change: score === null ? null : changeSinceBaseline(content, score, episode),
    ...(reason === null ? {} : { reason }),
    ...(risk === "yes" ? { action: riskAction } : {}),
  };
}

function changeSinceBaseline({ instrument, completedOn }: SurveyContent, score: number, episode: Episode): number | null {
  if (episode.referral === null) return null;
  const scores = episode.administrations.filter((administration) => administration.instrument === instrument);
  const baseline = pairScores(episode.referral.referredOn, scores)?.baseline;
  if (baseline === undefined || completedOn <= baseline.on) return null;
  return Math.round((score - baseline.score) * 100) / 100;
}
