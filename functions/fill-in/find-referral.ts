import type { CivilDate } from "../../core/civil-date.ts";
import type { Administration } from "../../core/episodes/episode.ts";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { submissionIdSchema } from "../../core/submission/submission.ts";
import { type FillInDeps, registryOf } from "./fill-in.ts";

/** A referral as its page shows it. */
export type KnownReferral = {
  readonly practice: string;
  /** The keyed reference: what stands in addresses, in the place of the practice's own. */
  readonly refKey: string;
  readonly reference: string;
  readonly referredOn: CivilDate;
  readonly administrations: readonly Administration[];
};

/** The keyed reference of a referral that is known at a practice; `null` where there is none of this reference. */
export async function keyOfReferral(practice: string, reference: string, deps: FillInDeps): Promise<string | null> {
  if (!submissionIdSchema.safeParse(reference).success) return null;
  const refKey = await deps.pseudonyms.refKey(practice, reference);
  return (await findReferral({ practice, refKey }, deps)) === null ? null : refKey;
}

/** A referral by its keyed reference; `null` where none is known under it. */
export async function findReferral(key: { practice: string; refKey: string }, deps: FillInDeps): Promise<KnownReferral | null> {
  const { events } = await deps.episodes.readEpisode(key);
  const kept = events.map(({ event }) => event);
  const { referral, administrations } = foldEpisode(kept, registryOf(deps));
  const reference = kept.map((event) => ("referralId" in event ? event.referralId : undefined)).find((one) => one !== undefined);
  if (referral === null || reference === undefined) return null;
  return { ...key, reference, referredOn: referral.referredOn, administrations };
}
