import type { CivilDate } from "../civil-date.ts";
import type { Exclusion, ExclusionRegister, Settling } from "../ports/exclusions.ts";
import { type EpisodeKey, StoreBusy } from "../ports/source.ts";
import { type ErasingDeps, eraseEpisode } from "./erase-episode.ts";
import { standingReferral } from "./people-in.ts";
import { type PersonStanding, withErasure } from "./standing.ts";

/** What excluding people needs of the world. */
export type ExcludingDeps = ErasingDeps & { readonly register: ExclusionRegister };

/** Whom to erase: a person, everywhere or at one practice, or whoever a referral is about. */
export type WhomToErase =
  | { readonly pid: string; readonly practice: string | null }
  /** By the practice's own reference of a referral: the person, at that practice. */
  | { readonly key: EpisodeKey };

/** What an erasure came to. Nothing in it says whom it was about. */
export type Erasure = Settling & { readonly practice: string | null; readonly episodes: number };

/**
 * Erases a person: first it is settled where no restore loses it, then that nothing sent for them is kept any more, then their episodes go, one
 * after the other, and last it is noted how many they were, and that it is done. Begun again after any step it comes to the same.
 *
 * @throws {StoreBusy} when others kept writing; the same again is safe
 */
export async function erasePerson(
  whom: WhomToErase,
  { on, ...settling }: Settling & { readonly on: CivilDate },
  deps: ExcludingDeps,
): Promise<Erasure> {
  const exclusion = await exclusionOf(whom, { on, ...settling }, deps);
  const practice = "key" in whom ? whom.key.practice : whom.practice;
  await deps.store.note({ ...settling, practice, episodes: null });
  await deps.register.add(exclusion);
  const episodes = await applyErasure(exclusion, deps);
  await deps.store.note({ ...settling, practice, episodes });
  await deps.store.noteDone(exclusion.id);
  await deps.store.endClearings();
  return { ...settling, practice, episodes };
}

async function exclusionOf(
  whom: WhomToErase,
  { on, ...settling }: Settling & { readonly on: CivilDate },
  { store }: ExcludingDeps,
): Promise<ErasureExclusion> {
  if ("pid" in whom) return { kind: "erased", ...settling, ...whom, on };
  const { events } = await store.readEpisode(whom.key);
  const pid = standingReferral(events.map(({ event }) => event))?.patient.pid;
  if (pid === undefined) return { kind: "referral-erased", ...settling, key: whom.key };
  return { kind: "erased", ...settling, pid, practice: whom.key.practice, on };
}

/** An erasure as it stands in the register. */
export type ErasureExclusion = Extract<Exclusion, { kind: "erased" | "referral-erased" }>;

/** Does what an erasure of the register says, and answers of how many episodes there was anything left to erase. */
export async function applyErasure(exclusion: ErasureExclusion, deps: ErasingDeps): Promise<number> {
  if (exclusion.kind === "referral-erased") return (await eraseEpisode(exclusion.key, null, deps)) ? 1 : 0;
  const { pid, practice, on } = exclusion;
  await settle(pid, (standing) => withErasure(standing, { practice, on }), deps);
  await deps.store.redactWaiting(pid, { practice, on });
  let episodes = 0;
  for (const key of await deps.store.episodesOf(pid)) {
    if (practice !== null && key.practice !== practice) continue;
    if (await eraseEpisode(key, { pid, erased: { practice, on } }, deps)) episodes += 1;
  }
  return episodes;
}

const attemptsAtMost = 8;

/** Settles something about a person, whatever else is settled about them at the same time, and gives what stands then. */
export async function settle(
  pid: string,
  change: (standing: PersonStanding) => PersonStanding,
  { store, pause }: Pick<ErasingDeps, "store" | "pause">,
): Promise<PersonStanding> {
  for (let attempt = 0; attempt < attemptsAtMost; attempt += 1) {
    if (attempt > 0) await pause(attempt);
    const seen = await store.standingOf(pid);
    const now = change(seen);
    if (now === seen || (await store.settle(pid, seen, now))) return now;
  }
  throw new StoreBusy("settle could not be done: others kept settling things about the same person");
}
