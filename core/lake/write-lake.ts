import type { DatasetTable } from "../dataset/column.ts";
import { Busy } from "../night/busy.ts";
import { inParallel } from "../night/in-parallel.ts";
import { pinOrganisations, placesAbove } from "../night/pinned-organisations.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import type { LakeStore } from "../ports/lake-store.ts";
import type { OrganisationBook } from "../ports/organisations.ts";
import { lakePath, lakePlan, type Partition, type PartitionRecord, type PracticeMonth } from "./lake-plan.ts";
import { lakeTableNames, lakeTables } from "./lake-tables.ts";

/** What writing the lake needs of the world. */
export type LakePorts = {
  readonly derived: Pick<DerivedStore, "places" | "standingsOf" | "contributionsOf">;
  readonly organisations: OrganisationBook;
  readonly lake: LakeStore;
  readonly parquet: (table: Pick<DatasetTable, "columns" | "rows">) => Uint8Array;
  readonly digest: Digest;
  readonly digestBytes: (bytes: Uint8Array) => string;
  /** Whether there is time to begin another partition. */
  readonly hasTime: () => boolean;
};

/** The run that writes, by its number: an older one never writes over a newer; and the day on which the hierarchy is taken. */
export type LakeRun = { readonly gen: number; readonly civilDate: string };

/** What was written. `outrun`: a newer run came first, and what it wrote stands. */
export type LakeWritten = { readonly partitions: number; readonly rows: number; readonly outrun: boolean };

const readsAtOnce = 16;
/** The ledger is kept so often: a run that breaks off loses no more. */
const partitionsInPart = 100;

/**
 * Brings the lake up to what is counted: rewrites every file of a month and an ICB in which a practice-month has changed since it was written, and
 * no other. The versions are read before the contributions, so that what changes meanwhile is written again the next time and never missed.
 * Broken off at any point, the next run does the rest; the same again writes the same bytes.
 *
 * @throws {Busy} when time ran out before the last partition; what was written is in the ledger
 */
export async function writeLake(run: LakeRun, ports: LakePorts): Promise<LakeWritten> {
  const practiceMonths = await standingPracticeMonths(run, ports);
  let { ledger, tag } = await ports.lake.readLedger();
  let [partitions, rows] = [0, 0];
  const plan = lakePlan(practiceMonths, ledger, ports.digest);
  for (let at = 0; at < plan.length; at += partitionsInPart) {
    const part = plan.slice(at, at + partitionsInPart);
    const records = await writePart(part, { run, ledger: ledger.partitions, ports });
    if (records === null) return { partitions, rows, outrun: true };
    ledger = { partitions: { ...ledger.partitions, ...Object.fromEntries(records) } };
    tag = await ports.lake.keepLedger(ledger, tag);
    if (tag === null) return { partitions, rows, outrun: true };
    partitions += records.length;
    rows += records.reduce((sum, [, { files }]) => sum + Object.values(files).reduce((all, file) => all + file.rows, 0), 0);
    if (records.length < part.length) throw new Busy("the lake requires another attempt: time ran out before its last partition");
  }
  return { partitions, rows, outrun: false };
}

/** Every practice-month that is counted, with the places above it as they stand on the day. */
async function standingPracticeMonths(
  { civilDate }: LakeRun,
  { derived, organisations, digest }: LakePorts,
): Promise<readonly PracticeMonth[]> {
  const pinned = pinOrganisations(await organisations.versions(), civilDate, digest).organisations;
  const practices = (await derived.places()).filter(({ level }) => level === "practice");
  const months = await inParallel(practices, readsAtOnce, async ({ code }) => {
    const above = placesAbove(pinned, code);
    const codeAt = (level: string) => above.find((place) => place.level === level)?.code ?? "unknown";
    const standings = await derived.standingsOf(code);
    return standings.map(({ month, ver }): PracticeMonth => ({ practice: code, pcn: codeAt("pcn"), icb: codeAt("icb"), month, ver }));
  });
  return months.flat();
}

type Writing = { readonly run: LakeRun; readonly ledger: Readonly<Record<string, PartitionRecord>>; readonly ports: LakePorts };
type Named = readonly [name: string, record: PartitionRecord];

/** Writes partitions one after the other while there is time; `null` when a newer run has written one of them. */
async function writePart(part: readonly Partition[], writing: Writing): Promise<readonly Named[] | null> {
  const records: Named[] = [];
  for (const partition of part) {
    if (!writing.ports.hasTime()) break;
    const record = await writePartition(partition, writing);
    if (record === null) return null;
    records.push([partition.name, record]);
  }
  return records;
}

async function writePartition(partition: Partition, { run, ledger, ports }: Writing): Promise<PartitionRecord | null> {
  const practices = await inParallel(partition.practices, readsAtOnce, async ({ practice, pcn, icb, month }) => {
    return { practice, pcn, icb, contributions: await ports.derived.contributionsOf({ level: "practice", code: practice, month }) };
  });
  const tables = lakeTables(practices);
  const files: Record<string, PartitionRecord["files"][string]> = {};
  for (const table of lakeTableNames) {
    const path = lakePath(table, partition);
    const bytes = ports.parquet(tables[table]);
    const knownTag = ledger[partition.name]?.files[table]?.tag ?? null;
    const tag = await ports.lake.keepFile({ path, bytes, knownTag, gen: run.gen });
    if (tag === null) return null;
    files[table] = { sha256: ports.digestBytes(bytes), rows: tables[table].rows.length, tag };
  }
  return { inputs: partition.inputs, files };
}
