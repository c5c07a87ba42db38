import { createHash } from "node:crypto";
import { parquetFile } from "../../adapters/parquet-file.ts";
import { sha256 } from "../../adapters/sha256.ts";
import type { Contribution } from "../../core/episodes/contribution.ts";
import { emptyLedger, type LakeLedger } from "../../core/lake/lake-plan.ts";
import type { LakePorts } from "../../core/lake/write-lake.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import type { LakeStore } from "../../core/ports/lake-store.ts";

/** A lake that really remembers: files by path with the run that wrote them, and a ledger whose tag changes with each write. */
export function lakeTwin(): LakeStore & { readonly files: Map<string, { readonly bytes: string; readonly gen: number }>; writes: number } {
  const files = new Map<string, { readonly bytes: string; readonly gen: number }>();
  let [ledger, tag]: [LakeLedger, string | null] = [emptyLedger, null];
  const twin = {
    files,
    writes: 0,
    readLedger: async () => ({ ledger, tag }),
    keepFile: async ({ path, bytes, gen }: Parameters<LakeStore["keepFile"]>[0]) => {
      if ((files.get(path)?.gen ?? 0) > gen) return null;
      twin.writes += 1;
      files.set(path, { bytes: Buffer.from(bytes).toString("base64"), gen });
      return `t${twin.writes}`;
    },
    keepLedger: async (next: LakeLedger, expected: string | null) => {
      if (expected !== tag) return null;
      [ledger, tag] = [next, `l${Number(tag?.slice(1) ?? 0) + 1}`];
      return tag;
    },
  };
  return twin;
}

/** A service's practice-months with what they are made of. Each change of one gives it another version. */
export type Months = Map<string, { ver: number; contributions: readonly Contribution[] }>;

/** What writing the lake needs, over practice-months in memory by their names, `A81001#2026-03`. */
export function lakePorts(months: Months, organisations: () => readonly OrganisationVersion[], lake: LakeStore): LakePorts {
  const named = () => [...months].map(([name, held]) => ({ code: name.slice(0, 6), month: name.slice(7), ...held }));
  const standing = { parent: "", parentLevel: null, hash: "", foldVersion: 1, methodVersion: 1, gen: 1 };
  return {
    derived: {
      places: async () => [...new Set(named().map(({ code }) => code))].map((code) => ({ code, level: "practice" })),
      standingsOf: async (of) => named().flatMap(({ code, month, ver }) => (code === of ? [{ ...standing, month, ver }] : [])),
      contributionsOf: async ({ code, month }) => months.get(`${code}#${month}`)?.contributions ?? [],
    },
    organisations: { versions: async () => organisations() },
    lake,
    parquet: parquetFile,
    digest: sha256,
    digestBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
    hasTime: () => true,
  };
}
