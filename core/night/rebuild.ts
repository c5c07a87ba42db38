import { canonicalJson } from "../canonical-json.ts";
import { contribute } from "../episodes/contribution.ts";
import type { Episode } from "../episodes/episode.ts";
import { countOf } from "../episodes/episode-count.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import { instruments, type Registry } from "../instruments/registry.ts";
import { peopleIn } from "../people/people-in.ts";
import type { Mark } from "../ports/derived.ts";
import type { RepairStore, SourceEpisode, Summary } from "../ports/repair.ts";
import { listsOf } from "../practice/episode-lists.ts";
import { distinctUnits, unitName } from "./unit.ts";

/** What a rebuild did before the night that follows it. */
export type Rebuilt = {
  readonly episodes: number;
  readonly summariesWritten: number;
  readonly summariesRemoved: number;
  readonly statisticsRemoved: number;
  /** Episodes that were on other lists of their practice than their events say. */
  readonly relisted: number;
  /** Episodes that could not be found by the people whom they name. */
  readonly reindexed: number;
  readonly unitsMarked: number;
};

/**
 * Makes everything that can be rebuilt anew from the events: summaries are folded again and replaced where they differ, what no event stands
 * behind is removed, the lists of practices hold what the events say, and every unit is marked, so that the next night recomputes all of them. Versions go on and are never begun again,
 * so a rebuild may run beside ingest and beside a night. What instruments are, `registry` says: a deployer's that has changed counts from here on.
 */
export async function rebuild(store: RepairStore, startedAt: string, registry: Registry = instruments): Promise<Rebuilt> {
  const { summaries, statistics, standings, lists } = await store.contents();
  const kept = new Map(summaries.map((summary) => [nameOf(summary), summary]));
  const pointedTo = new Map(standings.map(({ unit, parent }) => [unitName(unit), parent]));
  const units = [...summaries.map(({ unit }) => unit), ...standings.map(({ unit }) => unit)];
  const count = { episodes: 0, summariesWritten: 0, summariesRemoved: 0, statisticsRemoved: 0, relisted: 0, reindexed: 0 };
  const expected = new Set<string>();
  const listed = Map.groupBy(lists, ({ refKey }) => refKey);
  for await (const episode of store.episodes()) {
    count.episodes++;
    const folded = foldEpisode(episode.events, registry);
    const change = { was: listed.get(episode.key.refKey) ?? [], lists: listsOf(episode.events, folded, { ...episode.key, registry }) };
    if (await store.relist(episode, change)) count.relisted++;
    listed.delete(episode.key.refKey);
    const people = peopleIn(episode.events).filter((pid) => !episode.people.includes(pid));
    if (people.length > 0) {
      await store.index(episode, [...episode.people, ...people].sort());
      count.reindexed++;
    }
    const summary = summaryOf(episode, folded);
    if (summary === null) continue;
    expected.add(nameOf(summary));
    units.push(summary.unit);
    const was = kept.get(nameOf(summary)) ?? null;
    if (isSame(was, summary) || (was?.headVer ?? 0) > summary.headVer) continue;
    await store.replaceSummary(was, summary);
    count.summariesWritten++;
  }
  for (const summary of summaries.filter((each) => !expected.has(nameOf(each)))) {
    await store.replaceSummary(summary, null);
    count.summariesRemoved++;
  }
  for (const row of [...listed.values()].flat()) await store.unlist(row);
  count.relisted += await store.relistWaiting();
  for (const row of statistics.filter(({ unit, parent }) => pointedTo.get(unitName(unit)) !== parent)) {
    await store.removeStatistic(row);
    count.statisticsRemoved++;
  }
  const marks = distinctUnits(units).map((unit): Mark => ({ ...unit, id: `rebuild.${startedAt}` }));
  await store.mark(marks);
  return { ...count, unitsMarked: marks.length };
}

function summaryOf({ key, version, events, isLeftOut }: SourceEpisode, episode: Episode): Summary | null {
  const contribution = contribute(episode);
  const counted = countOf(events, { episode, contribution, isLeftOut });
  if (counted === null) return null;
  return {
    unit: { level: "practice", code: counted.practice, month: counted.month },
    refKey: key.refKey,
    headVer: version,
    tally: counted.tally,
    body: canonicalJson(isLeftOut ? null : contribution),
  };
}

/** A summary without a tally was written by older code: what it counts may be right, and is not all that is kept now. */
function isSame(was: Summary | null, { body, tally }: Summary): boolean {
  return was?.body === body && canonicalJson(was.tally ?? null) === canonicalJson(tally ?? null);
}

function nameOf({ unit, refKey }: Pick<Summary, "unit" | "refKey">): string {
  return `${unitName(unit)}#${refKey}`;
}
