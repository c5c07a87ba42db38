import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { repairTables } from "../../../adapters/repair-tables.ts";
import { batchLists, readBatches } from "../../../core/night/batch-lists.ts";
import { standingPlaces } from "../../../core/night/place-inputs.ts";
import { type Rebuilt, rebuild } from "../../../core/night/rebuild.ts";
import { vouchForDerived } from "../../../core/night/same-derived.ts";
import { levels } from "../../../core/organisations/organisation.ts";
import type { Replayed } from "../../../core/people/replay.ts";
import type { DerivedStore } from "../../../core/ports/derived.ts";
import type { Digest } from "../../../core/ports/digest.ts";
import { type PlanNightPorts, planNight } from "../../../functions/plan-night/plan-night.ts";
import { refreshUnits } from "../../../functions/refresh-units/refresh-units.ts";
import { rollUp } from "../../../functions/roll-up/roll-up.ts";
import { compareRows, type RowsCompared } from "./compare-rows.ts";
import type { TableCopies } from "./table-copies.ts";

/** Two tables, of the living service or of the drill. */
export type Pair = { readonly source: string; readonly derived: string };

/** What a restore drill is given. */
export type DrillPorts = {
  readonly client: DynamoDBDocumentClient;
  readonly live: Pair;
  readonly copies: TableCopies;
  /** A night over other tables, which publishes nothing. */
  readonly nightOver: (tables: Pair) => PlanNightPorts & Parameters<typeof refreshUnits>[1];
  /** Tells a restored table of everybody who was erased or opted out: before anything else reads it. */
  readonly replayOver: (tables: Pair) => Promise<Replayed>;
  readonly liveDerived: DerivedStore;
  readonly digest: Digest;
  /** The instant, in milliseconds, and a name that no table has. */
  readonly now: () => number;
  readonly suffix: string;
  readonly instruments?: Parameters<typeof rebuild>[2];
};

/** What a restore drill came to. */
export type DrillReport = {
  readonly asOf: string;
  readonly rows: RowsCompared;
  readonly replayed: Replayed;
  readonly rebuilt: Rebuilt;
  readonly statistics: {
    readonly equal: number;
    /** Units that the living service has not counted anew since their last event. */
    readonly waiting: number;
    readonly different: readonly string[];
  };
  /** How long each step took, in milliseconds: together, how long it takes until the service could be back (RTO). */
  readonly took: Readonly<Record<"restore" | "compare" | "replay" | "rebuild" | "night", number>>;
  /** How old the restored rows were when the drill began, in milliseconds: what would have been lost (RPO). */
  readonly behind: number;
};

/** Whether the service could have been restored: nothing that was kept is different, and every statistic comes out the same. */
export function isRestored({ rows, statistics }: DrillReport): boolean {
  return rows.different === 0 && statistics.different.length === 0;
}

/**
 * Restores the source beside the living one, compares it, tells it of every erasure, makes everything derived anew from it in a table of its own
 * and compares every statistic by its hash. The living tables are read and never written; what the drill made is removed, however it ends.
 */
export async function restoreDrill(ports: DrillPorts): Promise<DrillReport> {
  const { client, live, copies, now, suffix } = ports;
  const made: string[] = [];
  const name = (table: string) => {
    made.push(`${table}-${suffix}`);
    return `${table}-${suffix}`;
  };
  const began = now();
  const timer = stopwatch(now);
  try {
    const { table: source, asOf } = await copies.restore(live.source, name(live.source));
    const tables = { source, derived: await copies.likewise(live.derived, name(live.derived)) };
    timer.lap("restore");
    const rows = await compareRows(client, live.source, source);
    timer.lap("compare");
    const replayed = await ports.replayOver(tables);
    timer.lap("replay");
    const rebuilt = await rebuild(repairTables({ client, ...tables }), new Date(now()).toISOString(), ports.instruments);
    const night = ports.nightOver(tables);
    await vouchForDerived(night.derivedBook, night.derived);
    timer.lap("rebuild");
    await countAnew(night);
    timer.lap("night");
    const statistics = await compareStatistics(ports, night.derived);
    return { asOf, rows, replayed, rebuilt, statistics, took: timer.laps, behind: Math.max(0, began - Date.parse(asOf)) };
  } finally {
    for (const table of made) await copies.remove(table).catch(() => undefined);
  }
}

/** A night as far as its statistics. */
async function countAnew(night: ReturnType<DrillPorts["nightOver"]>): Promise<void> {
  const { gen } = await planNight({}, night);
  for (const { key } of await readBatches(gen, batchLists.work, night.reports)) await refreshUnits({ gen, key }, night);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, night);
}

async function compareStatistics({ liveDerived, digest }: DrillPorts, derived: DerivedStore): Promise<DrillReport["statistics"]> {
  const waiting = await monthsWaiting(liveDerived);
  const [mine, theirs] = [await hashesIn(liveDerived, digest), await hashesIn(derived, digest)];
  const names = [...new Set([...mine.keys(), ...theirs.keys()])].filter((name) => !waiting.has(name.split("#")[1] ?? ""));
  const different = names.filter((name) => mine.get(name) !== theirs.get(name)).sort();
  return { equal: names.length - different.length, waiting: new Set([...mine.keys(), ...theirs.keys()]).size - names.length, different };
}

/** A month in which anything waits for the next night stands aside whole: every level above counts it too. */
async function monthsWaiting(derived: DerivedStore): Promise<ReadonlySet<string>> {
  const marks = await Promise.all(levels.map((level) => derived.marks(level)));
  return new Set(marks.flat().map(({ month }) => month));
}

async function hashesIn(derived: DerivedStore, digest: Digest): Promise<ReadonlyMap<string, string>> {
  const places = await standingPlaces({ derived, digest });
  return new Map([...places.values()].flatMap(({ code, months }) => months.map(({ month, hash }) => [`${code}#${month}`, hash] as const)));
}

function stopwatch(now: () => number) {
  const laps = { restore: 0, compare: 0, replay: 0, rebuild: 0, night: 0 };
  let last = now();
  return {
    laps,
    lap(step: keyof typeof laps) {
      laps[step] = now() - last;
      last = now();
    },
  };
}
