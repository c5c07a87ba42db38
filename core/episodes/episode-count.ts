import { type Month, monthOf } from "../civil-date.ts";
import { isModifier, type KeptEvent } from "../events/kept-event.ts";
import { type Ledger, ledgerGone, ledgerLeftOut, ledgerOfEvents } from "../ledger.ts";
import type { Contribution } from "./contribution.ts";
import type { Episode } from "./episode.ts";
import { resolveModifiers } from "./episode-modifiers.ts";
import { foldEpisode } from "./fold-episode.ts";

/** The practice-month in which an episode stands, counted or not, and what is kept there of its events; `null` while no referral was ever known. */
export type EpisodeCount = { readonly practice: string; readonly month: Month; readonly tally: Ledger };

type Told = { readonly episode: Episode; readonly contribution: Contribution | null; readonly isLeftOut: boolean };

/**
 * Where an episode is to be counted. One whose referral was withdrawn stays in the practice-month in which it stood, as somebody who is gone and with what was
 * said about its events: else whoever goes would be missing from what changed, and be taken for somebody less who came.
 */
export function countOf(events: readonly KeptEvent[], { episode, contribution, isLeftOut }: Told): EpisodeCount | null {
  if (contribution !== null) {
    const tally = isLeftOut ? ledgerLeftOut(events, episode.standings) : ledgerOfEvents(events, episode.standings);
    return { practice: contribution.practice, month: contribution.month, tally };
  }
  const referral = withdrawnReferral(events);
  // whatever was said while the referral stood still counts as said, though its facts are parked now
  return referral === null ? null : { ...referral, tally: ledgerGone(events, Object.fromEntries(resolveModifiers(events).standings)) };
}

/** The referral of an episode in which none stands, as it stood before it was withdrawn. */
function withdrawnReferral(events: readonly KeptEvent[]): Pick<EpisodeCount, "practice" | "month"> | null {
  const happened = new Set(events.filter((event) => !isModifier(event)).map(({ eventId }) => eventId));
  const before = events.filter((event) => event.type !== "event.withdrawn" || !happened.has(event.withdraws));
  const { referral } = foldEpisode(before);
  return referral === null ? null : { practice: referral.practice, month: monthOf(referral.referredOn) };
}
