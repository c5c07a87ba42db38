import type { CivilDate } from "../civil-date.ts";
import type { Episode } from "../episodes/episode.ts";
import { isModifier, type KeptEvent } from "../events/kept-event.ts";
import type { Registry } from "../instruments/registry.ts";
import { type Attention, attentionTo } from "./attention.ts";
import { type OpenFollowUps, openFollowUps } from "./open-follow-ups.ts";

/** What an episode puts on the lists of a practice: a function of its events, written with them and rebuilt from them. */
export type EpisodeLists = { readonly followUps: OpenFollowUps | null; readonly attention: Attention | null };

/** Where an episode stands on the lists, so that the next write can take it off them. */
export type Listed = {
  readonly followUps: { readonly practice: string; readonly until: CivilDate } | null;
  readonly attention: { readonly practice: string } | null;
};

/** On no list. */
export const unlisted: Listed = { followUps: null, attention: null };

/** What an episode puts on the lists. */
export function listsOf(
  events: readonly KeptEvent[],
  episode: Episode,
  { practice, refKey, registry }: { practice: string; refKey: string; registry: Registry | undefined },
): EpisodeLists {
  const referralId = referralIdIn(events);
  if (referralId === null) return { followUps: null, attention: null };
  const names = { practice, refKey, referralId };
  return { followUps: openFollowUps(episode, names), attention: attentionTo(events, episode, { ...names, registry }) };
}

/** Where these lists have it. */
export function listedBy({ followUps, attention }: EpisodeLists): Listed {
  return {
    followUps: followUps && { practice: followUps.practice, until: followUps.until },
    attention: attention && { practice: attention.practice },
  };
}

/** Every event of an episode but a withdrawal names the same referral: its key is made from it. */
function referralIdIn(events: readonly KeptEvent[]): string | null {
  for (const event of events) {
    if (!isModifier(event)) return event.referralId;
    if (event.type === "event.corrected") return event.event.referralId;
  }
  return null;
}
