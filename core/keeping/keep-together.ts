import { actionsAtMost } from "../fhir/transaction.ts";
import { inParallel } from "../night/in-parallel.ts";
import type { EpisodeWrite, TogetherOutcome, WrittenAnswer } from "../ports/source.ts";
import type { EpisodeGroup } from "./arrivals.ts";
import { eventsToAWrite, howManyFit, writeOf, writtenState } from "./episode-write.ts";
import { actionsOf, actionsOfAnswer, markedOnce, packed } from "./joined-writes.ts";
import { type Answering, type KeptAnswered, keepEpisode } from "./keep-episode.ts";
import type { KeepingDeps, Kept } from "./kept.ts";
import { type Opened, openEpisode } from "./open-episode.ts";
import { verdicts } from "./verdicts.ts";

/** Episodes that are read before the first of them is written: few enough that hardly anybody writes one of them meanwhile. */
const episodesToAWave = 64;
const transactionsAtOnce = 4;

/** An episode whose events fit one write, and what its sender is told once that is done. */
type Ready = { readonly group: EpisodeGroup; readonly write: EpisodeWrite; readonly kept: readonly Kept[] };

/**
 * Keeps what arrived of several episodes, as many of them in one transaction as it holds. Each episode has the conditions that it has alone. Where a transaction is
 * cancelled nothing of it is there: the episodes whose conditions did not hold are kept one by one, from reading them on, and the others are tried again without them; where
 * somebody else was in the way, in halves. So every event is told what it would be told alone.
 *
 * @throws {StoreBusy} when the store could not take one of them; whatever was kept by then is found again by a repetition
 */
export async function keepTogether(groups: readonly EpisodeGroup[], deps: KeepingDeps): Promise<readonly Kept[]> {
  const [only, ...others] = groups;
  if (only !== undefined && others.length === 0) return keepEpisode(only, deps);
  const kept: Kept[] = [];
  const { free, bound } = inOrder(groups);
  for (let at = 0; at < free.length; at += episodesToAWave) {
    const { done, ready } = await opened(free.slice(at, at + episodesToAWave), deps);
    const written = await inParallel(packed(ready), transactionsAtOnce, (pack) => keepPack(pack, deps));
    kept.push(...done, ...written.flat());
  }
  for (const group of bound) kept.push(...(await keepEpisode(group, deps)));
  return kept;
}

/** Those that correct something of another referral that came with them are judged when that is in its place, so that what they are told does not hang on which was quicker. */
function inOrder(groups: readonly EpisodeGroup[]): { readonly free: readonly EpisodeGroup[]; readonly bound: readonly EpisodeGroup[] } {
  const nameOf = (practice: string, eventId: string) => `${practice} ${eventId}`;
  const places = new Map(
    groups.flatMap((group) => group.incoming.map(({ stored: { event } }) => [nameOf(event.practice, event.eventId), group] as const)),
  );
  const { free = [], bound = [] } = Object.groupBy(groups, (group) => {
    const targets = group.incoming.flatMap(({ stored: { event } }) =>
      event.type === "event.corrected" ? (places.get(nameOf(event.practice, event.corrects)) ?? group) : group,
    );
    return targets.every((target) => target === group) ? "free" : "bound";
  });
  return { free, bound };
}

/**
 * The same, with the answer to all of them in the transaction that writes the last of them, where it fits. Where it was not written so (`isAnswered`), it is still to be
 * written; where nothing went in before it (`isAtOnce`), all that it tells of holds at the moment of its transaction.
 */
export async function keepTogetherAnswered(
  groups: readonly EpisodeGroup[],
  deps: KeepingDeps,
  answering: Answering,
): Promise<KeptAnswered> {
  if (groups.length > episodesToAWave || inOrder(groups).bound.length > 0) return unanswered(await keepTogether(groups, deps));
  const { done, ready } = await opened(groups, deps);
  const packs = packed(ready);
  const before = await inParallel(packs.slice(0, -1), transactionsAtOnce, (pack) => keepPack(pack, deps));
  const last = packs.at(-1);
  if (last === undefined) return unanswered(done);
  const all = [...done, ...before.flat(), ...last.flatMap(({ kept }) => kept)];
  const answer = answering(all);
  if (answer !== null && fits(last, answer) && (await writePack(last, deps, answer)) === "written")
    // Of an episode that is written before, or not at all, nothing is held to that moment: its people may have been erased since it was read.
    return { kept: all, isAnswered: true, isAtOnce: done.length === 0 && packs.length === 1 };
  return unanswered([...done, ...before.flat(), ...(await keepPack(last, deps))]);
}

function unanswered(kept: readonly Kept[]): KeptAnswered {
  return { kept, isAnswered: false, isAtOnce: false };
}

/** What was told of episodes that need no write, or were written by themselves because they need more than one; and those that are ready. */
async function opened(groups: readonly EpisodeGroup[], deps: KeepingDeps): Promise<{ done: readonly Kept[]; ready: readonly Ready[] }> {
  const each = await inParallel(groups, episodesToAWave, async (group) => {
    const read = await openEpisode(group, deps);
    if (read === null) return keepEpisode(group, deps);
    if ("kept" in read) return read.kept;
    return readied(group, read, deps) ?? keepEpisode(group, deps);
  });
  const done = each.flatMap((one) => ("write" in one ? [] : one));
  return { done, ready: each.flatMap((one) => ("write" in one ? one : [])) };
}

function readied(group: EpisodeGroup, opened: Opened, deps: KeepingDeps): Ready | readonly Kept[] | null {
  const { state, standings, waiting } = opened;
  if (waiting.length === 0) return verdicts(group.incoming, opened, deps.instruments);
  if (howManyFit(waiting, eventsToAWrite) < waiting.length) return null;
  const write = writeOf({ key: group.key, state, placements: waiting, standings }, deps);
  const after = { ...opened, state: writtenState(state, write), episode: write.episode };
  return { group, write, kept: verdicts(group.incoming, after, deps.instruments) };
}

function fits(pack: readonly Ready[], answer: WrittenAnswer): boolean {
  return pack.reduce((sum, { write }) => sum + actionsOf(write), actionsOfAnswer(answer)) <= actionsAtMost;
}

async function writePack(pack: readonly Ready[], { episodes, nextId }: KeepingDeps, answer?: WrittenAnswer) {
  const writes = markedOnce(pack.map(({ write }) => write));
  return episodes.writeTogether({ writes, token: nextId(), ...(answer === undefined ? {} : { answer }) });
}

async function keepPack(pack: readonly Ready[], deps: KeepingDeps, attempt = 1): Promise<readonly Kept[]> {
  const outcome = await writePack(pack, deps);
  if (outcome === "written") return pack.flatMap(({ kept }) => kept);
  const { apart, together } = divided(pack, outcome);
  if (outcome === "busy") await deps.pause(attempt);
  const kept: Kept[] = [];
  // One after the other: whoever was in the way of one is likely to be in the way of the next.
  for (const some of together) kept.push(...(await keepPack(some, deps, attempt + 1)));
  for (const { group } of apart) kept.push(...(await keepEpisode(group, deps)));
  return kept;
}

/** Whom to keep one by one, and whom to try together again: always fewer than were tried. */
function divided(pack: readonly Ready[], outcome: Exclude<TogetherOutcome, "written">) {
  if (outcome === "busy" && pack.length > 1) {
    const half = Math.ceil(pack.length / 2);
    return { apart: [], together: [pack.slice(0, half), pack.slice(half)] };
  }
  const failed = typeof outcome === "string" ? [] : outcome.failed;
  if (failed.length === 0) return { apart: pack, together: [] };
  const others = pack.filter((_, place) => !failed.includes(place));
  return { apart: pack.filter((_, place) => failed.includes(place)), together: others.length === 0 ? [] : [others] };
}
