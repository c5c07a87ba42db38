import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { Month } from "../civil-date.ts";
import { foldVersion } from "../episodes/contribution.ts";
import type { Digest } from "../ports/digest.ts";
import { type LakeTableName, lakeVersion } from "./lake-tables.ts";

/** What the files of a month and an ICB were made from, and how each stands. */
export const partitionRecord = z.object({
  /** Over every practice-month's version in it, and what a row holds. */
  inputs: z.string(),
  files: z.record(z.string(), z.object({ sha256: z.string(), rows: z.int(), tag: z.string() })),
});
export type PartitionRecord = Readonly<z.infer<typeof partitionRecord>>;

/** Every partition of the lake by its name, `2026-03/QE1`. */
export const lakeLedger = z.object({ partitions: z.record(z.string(), partitionRecord) });
export type LakeLedger = Readonly<z.infer<typeof lakeLedger>>;

export const emptyLedger: LakeLedger = { partitions: {} };

/** A practice in a month: where it stands, and which version of it the statistics were made from. */
export type PracticeMonth = {
  readonly practice: string;
  readonly pcn: string;
  readonly icb: string;
  readonly month: Month;
  readonly ver: number;
};

/** A month and an ICB: the practices in it, none where they have all gone elsewhere. */
export type Partition = {
  readonly name: string;
  readonly month: Month;
  readonly icb: string;
  readonly inputs: string;
  readonly practices: readonly PracticeMonth[];
};

/**
 * The partitions whose files are not what they should be, in order: those with a practice-month that has another version, that moved in or out,
 * or whose rows hold something else by now. It looks at what is there and not at what a night has done, so that a run that broke off is made good.
 */
export function lakePlan(practiceMonths: readonly PracticeMonth[], { partitions }: LakeLedger, digest: Digest): readonly Partition[] {
  const wanted = Map.groupBy(practiceMonths, ({ month, icb }) => `${month}/${icb}`);
  const names = [...new Set([...wanted.keys(), ...Object.keys(partitions)])].sort();
  return names
    .map((name) => partitionOf(name, wanted.get(name) ?? [], digest))
    .filter(({ name, inputs }) => partitions[name]?.inputs !== inputs);
}

function partitionOf(name: string, practiceMonths: readonly PracticeMonth[], digest: Digest): Partition {
  const [month = "", icb = ""] = name.split("/");
  const practices = practiceMonths.toSorted((a, b) => (a.practice < b.practice ? -1 : 1));
  const versions = practices.map(({ practice, pcn, ver }) => [practice, pcn, ver]);
  return { name, month, icb, practices, inputs: digest(canonicalJson({ foldVersion, lakeVersion, versions })) };
}

/** Where a file of a partition lies: `episodes/month=2026-03/QE1.parquet`. The month is a folder, so that a query of a month reads no other. */
export function lakePath(table: LakeTableName, { month, icb }: Pick<Partition, "month" | "icb">): string {
  return `${table}/month=${month}/${icb}.parquet`;
}
