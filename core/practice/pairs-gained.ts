import { contribute } from "../episodes/contribution.ts";
import type { Episode } from "../episodes/episode.ts";
import { resolveModifiers } from "../episodes/episode-modifiers.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Registry } from "../instruments/registry.ts";

/** How many measures of an episode have a baseline and a follow-up. */
export function pairsIn(episode: Episode): number {
  return Object.values(contribute(episode)?.outcomes ?? {}).filter(({ followUp }) => followUp !== null).length;
}

/**
 * How many more there would be if what is wrong with the episode were put right: its referral sent, as of the first questionnaire, and of the
 * questionnaires that contradict each other on a day one left standing. Found by folding the events as they would then be.
 */
export function pairsGained(
  events: readonly KeptEvent[],
  episode: Episode,
  { practice, referralId, registry }: { practice: string; referralId: string; registry: Registry },
): number {
  const surveys = resolveModifiers(events).facts.flatMap(({ told, bearer, content }) =>
    content.type === "survey.completed"
      ? [{ first: told.eventId, bearer, day: `${content.instrument} ${content.completedOn}`, on: content.completedOn }]
      : [],
  );
  const [earliest] = surveys.map(({ on }) => on).sort();
  if (earliest === undefined) return 0;
  const mended: KeptEvent[] = [...events];
  if (episode.referral === null) mended.push(inventedReferral(practice, referralId, earliest));
  const asSent = foldEpisode(mended, registry);
  const voided = surveys.filter(({ bearer }) => asSent.standings[bearer] === "void-day");
  const spare = [...Map.groupBy(voided, ({ day }) => day).values()].flatMap((day) => day.slice(1));
  for (const [n, { first }] of spare.entries()) mended.push({ type: "event.withdrawn", eventId: `~${n}`, practice, withdraws: first });
  return Math.max(0, pairsIn(foldEpisode(mended, registry)) - pairsIn(episode));
}

/** No sender can have that id: it begins with a sign that ids may not hold. */
function inventedReferral(practice: string, referralId: string, referredOn: string): KeptEvent {
  return { type: "referral.recorded", eventId: "~r", practice, referralId, patient: { pid: "" }, referredOn };
}
