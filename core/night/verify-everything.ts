import type { Episode } from "../episodes/episode.ts";
import { resolveModifiers } from "../episodes/episode-modifiers.ts";
import { foldEpisode } from "../episodes/fold-episode.ts";
import type { KeptEvent } from "../events/kept-event.ts";
import type { Registry } from "../instruments/registry.ts";
import { type Ledger, ledgerGone, ledgerLeftOut, ledgerOfEvents } from "../ledger.ts";
import { levels } from "../organisations/organisation.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { RepairStore } from "../ports/repair.ts";
import { statisticText } from "../statistic.ts";
import { ledgerStatistic, withoutPeople } from "./ledger-keys.ts";
import { recount, recountGone } from "./recount.ts";
import { type Unit, unitName } from "./unit.ts";

/** What a full verification came to. */
export type Verification = {
  readonly episodes: number;
  /** Units that were recomputed from events and are as they stand. */
  readonly equal: number;
  /** Units whose events have changed since the last night: it is the next one's work to count them. */
  readonly waiting: number;
  /** Units that are not what the events say, by name. */
  readonly different: readonly string[];
};

type Ports = {
  readonly derived: DerivedStore;
  readonly repair: RepairStore;
  readonly digest: Digest;
  /** What the instruments are, where a deployer brings their own. */
  readonly instruments?: Registry | undefined;
};

/** Recomputes every unit of every level from raw events, by the second implementation, and compares hash by hash. Writes nothing. */
export async function verifyEverything({ derived, repair, digest, instruments }: Ports): Promise<Verification> {
  const { standings } = await repair.contents();
  const parents = new Map(standings.map(({ unit, parent }) => [unitName(unit), parent]));
  const counts = new Map<string, Map<string, number>>();
  const tallies = new Map<string, Ledger[]>();
  let episodes = 0;
  for await (const { events, isLeftOut } of repair.episodes()) {
    episodes++;
    const episode = foldEpisode(events, instruments);
    const unit = unitOf(events, episode);
    if (unit === null) continue;
    const tally = tallyOf(events, { episode, isLeftOut });
    tallies.set(unitName(unit), [...(tallies.get(unitName(unit)) ?? []), tally]);
    if (isLeftOut) continue;
    for (const key of recount(episode)) for (const name of placesOf(unit.code, unit.month, parents)) add(counts, name, key, 1);
  }
  const withPeople = new Set(counts.keys());
  for (const [name, all] of tallies) {
    const [code = "", month = ""] = name.split("#");
    const ledger = ledgerStatistic(all, month);
    for (const [key, n] of withPeople.has(name) ? ledger : withoutPeople(ledger))
      for (const place of placesOf(code, month, parents)) add(counts, place, key, n);
  }
  const waiting = await unitsWaiting(derived, parents);
  const stored = await storedHashes({ derived, digest }, standings);
  const different: string[] = [];
  for (const name of new Set([...counts.keys(), ...stored.keys()])) {
    const hash = digest(statisticText(counts.get(name) ?? new Map()));
    if (!waiting.has(name) && hash !== (stored.get(name) ?? digest(""))) different.push(name);
  }
  return { episodes, equal: stored.size - different.length - waiting.size, waiting: waiting.size, different: different.sort() };
}

type Placed = { readonly code: string; readonly month: string };

function unitOf(events: readonly KeptEvent[], { referral }: Episode): Placed | null {
  return referral === null ? recountGone(events) : { code: referral.practice, month: referral.referredOn.slice(0, 7) };
}

function tallyOf(events: readonly KeptEvent[], { episode, isLeftOut }: { readonly episode: Episode; readonly isLeftOut: boolean }): Ledger {
  if (isLeftOut) return ledgerLeftOut(events, episode.standings);
  if (episode.referral !== null) return ledgerOfEvents(events, episode.standings);
  return ledgerGone(events, Object.fromEntries(resolveModifiers(events).standings));
}

/** The unit and those it is summed in, as they stand; without the levels above where nothing stands yet. */
function placesOf(code: string, month: string, parents: ReadonlyMap<string, string>): readonly string[] {
  const names: string[] = [];
  for (let at = code; at !== "" && names.length <= levels.length; at = parents.get(unitName({ code: at, month })) ?? "")
    names.push(unitName({ code: at, month }));
  return names;
}

function add(counts: Map<string, Map<string, number>>, name: string, ...[key, n]: readonly [key: string, n: number]): void {
  const unit = counts.get(name) ?? new Map<string, number>();
  counts.set(name, unit.set(key, (unit.get(key) ?? 0) + n));
}

/** Marked units and all above them. */
async function unitsWaiting(derived: DerivedStore, parents: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
  const marks = (await Promise.all(levels.map((level) => derived.marks(level)))).flat();
  return new Set(marks.flatMap(({ code, month }) => placesOf(code, month, parents)));
}

/** Hashes of the texts that truly stand, not of what their rows say. */
async function storedHashes(
  { derived, digest }: Pick<Ports, "derived" | "digest">,
  standings: readonly { readonly unit: Unit }[],
): Promise<ReadonlyMap<string, string>> {
  const places = new Map(standings.map(({ unit }) => [unit.code, unit]));
  const hashes = new Map<string, string>();
  for (const { code, level } of places.values()) {
    const months = await derived.standingsOf(code);
    const texts = new Map((await derived.statisticsOf({ code, level }, months)).map(({ month, text }) => [month, digest(text)]));
    for (const { month } of months) hashes.set(unitName({ code, month }), texts.get(month) ?? "nothing stands");
  }
  return hashes;
}
