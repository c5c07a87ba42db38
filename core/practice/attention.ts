import type { CivilDate } from "../civil-date.ts";
import type { Episode } from "../episodes/episode.ts";
import { resolveModifiers } from "../episodes/episode-modifiers.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import { instruments, type Registry } from "../instruments/registry.ts";
import { scoreKept } from "../scoring/score-survey.ts";
import { pairsGained } from "./pairs-gained.ts";

/** A questionnaire in which an answer points to thoughts of self-harm (PHQ-9 item 9, CORE-10 item 6). */
export type RiskAnswer = { readonly eventId: string; readonly instrument: string; readonly completedOn: CivilDate };

/** What somebody must look at in one referral: answers that point to a risk, and events that are kept but do not count. */
export type Attention = {
  readonly practice: string;
  readonly referralId: string;
  readonly refKey: string;
  readonly risks: readonly RiskAnswer[];
  /** The sender's ids of events that wait for what they belong to: the first {@link idsListed} of them, and how many there are. */
  readonly parked: readonly string[];
  readonly parkedCount: number;
  /** Whether the events wait for the referral itself. */
  readonly lacksReferral: boolean;
  /** Questionnaires of one day that contradict each other, so that none of them counts. */
  readonly contradicting: readonly string[];
  /** Pairs of a baseline and a follow-up that there would be besides, once the referral is sent and one answer for each day stands. */
  readonly pairsGained: number;
};

/** Ids of each kind to a referral at most; a referral has up to a thousand events. */
export const idsListed = 50;

/** What an episode is known by: where it was sent for, its key, and the sender's own reference. */
export type EpisodeNames = { readonly practice: string; readonly refKey: string; readonly referralId: string };

/**
 * What somebody must look at in an episode, or `null` for nothing. A risk depends on the answer alone: it is listed whether or not the
 * questionnaire counts, and leaves the list only when the questionnaire is corrected or withdrawn.
 */
export function attentionTo(
  events: readonly KeptEvent[],
  episode: Episode,
  { practice, refKey, referralId, registry = instruments }: EpisodeNames & { readonly registry?: Registry | undefined },
): Attention | null {
  const risks = riskAnswers(events, registry);
  const parked = idsStanding(episode, "parked");
  const contradicting = idsStanding(episode, "void-day").slice(0, idsListed);
  if (risks.length + parked.length + contradicting.length === 0) return null;
  return {
    practice: episode.referral?.practice ?? practice,
    referralId,
    refKey,
    risks,
    parked: parked.slice(0, idsListed),
    parkedCount: parked.length,
    lacksReferral: episode.referral === null,
    contradicting,
    pairsGained: pairsGained(events, episode, { practice, referralId, registry }),
  };
}

function riskAnswers(events: readonly KeptEvent[], registry: Registry): readonly RiskAnswer[] {
  const found = resolveModifiers(events).facts.flatMap(({ bearer, content }): readonly RiskAnswer[] => {
    const kept = content.type === "survey.completed" ? scoreKept(content, registry) : null;
    if (content.type !== "survey.completed" || kept?.scored.risk !== "yes") return [];
    return [{ eventId: bearer, instrument: kept.instrument.id, completedOn: content.completedOn }];
  });
  return found.toSorted((a, b) => (a.completedOn + a.eventId < b.completedOn + b.eventId ? -1 : 1));
}

function idsStanding({ standings }: Episode, wanted: "parked" | "void-day"): readonly string[] {
  return Object.entries(standings)
    .flatMap(([eventId, standing]) => (standing === wanted ? [eventId] : []))
    .sort();
}
