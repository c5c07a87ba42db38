import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import type { OutcomeTable } from "../disclosure/outcome-cells.ts";
import { levels } from "../organisations/organisation.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";

/** A place as it was when its tables were made: as long as it is that, they are those. */
export const guardedPlace = z.object({
  level: z.enum(levels),
  parent: z.string().nullable(),
  /** SHA-256 of the released table they were made from. */
  table: z.string(),
  /** What is seen of it at all. */
  families: z.array(z.string()).readonly(),
  /** Of each of its tables, by name: what tells it from another. */
  made: z.record(z.string(), z.string()),
});

/** What a run leaves of its guard for the next. It is never needed: everything can be read anew. */
const guardIndex = z.object({
  /** The rules by which tables are made and cells are hidden. */
  rules: z.string(),
  places: z.record(z.string(), guardedPlace),
  /** By name: SHA-256 of the text that holds this table of all places. */
  tables: z.record(z.string(), z.string()),
});

const numbers = z.array(z.number());

/** One table of every place that has it, the names of its cells once, and the cells that are hidden of it. */
const guardTable = z.object({
  names: z.array(z.string()),
  places: z.record(
    z.string(),
    z.object({ cells: numbers, lines: z.array(numbers), unpublished: numbers, kept: numbers, besides: numbers, bars: z.array(numbers) }),
  ),
  hidden: z.record(z.string(), z.array(z.string())),
});

export type GuardedPlace = Readonly<z.infer<typeof guardedPlace>>;
export type GuardIndex = Readonly<z.infer<typeof guardIndex>>;

/** One table of all places, and what is hidden of it. */
export type GuardedTable = {
  readonly places: ReadonlyMap<string, OutcomeTable>;
  readonly hidden: ReadonlyMap<string, readonly string[]>;
};

type Files = {
  readonly reports: Pick<ReportStore, "readRunFile" | "writeRunFile" | "readRelease" | "keepRelease">;
  readonly digest: Digest;
};

/** The tables hold what is released and not yet disclosed, so they lie where released tables do; the run's own file says where. */
const runFile = "guard.json";
const named = z.object({ index: z.string() });

/** What a run left behind: its index, and each table's text by name. */
export type GuardMemory = { readonly index: GuardIndex; readonly texts: ReadonlyMap<string, string> };

/** What the run of a generation left; `null` where anything of it is missing, is not what its name says, or has another shape. */
export async function readGuard(gen: number | null, { reports, digest }: Files): Promise<GuardMemory | null> {
  const file = gen === null ? null : await reports.readRunFile(gen, runFile);
  if (file === null) return null;
  const read = async (sha256: string) => {
    const text = await reports.readRelease(sha256);
    return text === null || digest(text) !== sha256 ? null : text;
  };
  const found = await read(named.parse(JSON.parse(file)).index);
  const parsed = found === null ? null : guardIndex.safeParse(JSON.parse(found));
  // other code may have left something else
  if (parsed?.success !== true) return null;
  const index = parsed.data;
  const texts = new Map<string, string>();
  for (const [name, sha256] of Object.entries(index.tables)) {
    const text = await read(sha256);
    if (text === null) return null;
    texts.set(name, text);
  }
  return { index, texts };
}

/** Leaves the tables for the next run. The first attempt's file stands; what it names is as true as what another has. */
export async function leaveGuard(
  gen: number,
  { index, texts, since }: { readonly index: Omit<GuardIndex, "tables">; readonly texts: GuardMemory["texts"]; readonly since?: string },
  { reports }: Files,
): Promise<void> {
  const tables: Record<string, string> = {};
  for (const [name, text] of texts) tables[name] = await reports.keepRelease(text, since);
  const kept = await reports.keepRelease(canonicalJson({ ...index, tables }), since);
  await reports.writeRunFile(gen, runFile, canonicalJson({ index: kept }));
}

/** One text for one table of all places: equal tables are equal texts. */
export function guardText({ places, hidden }: GuardedTable): string {
  const names = new Map<string, number>();
  const numberOf = (name: string) => {
    const known = names.get(name) ?? names.size;
    names.set(name, known);
    return known;
  };
  const inOrder = [...places].sort(([a], [b]) => (a < b ? -1 : 1));
  const packed = inOrder.map(([code, { cells, lines, unpublished, kept, toldBesides, bars = [] }]) => {
    const place = {
      cells: [...cells].flatMap(([cell, n]) => [numberOf(cell), n]),
      lines: lines.map(({ total, parts, shares }) => [Number(shares), numberOf(total), ...parts.map(numberOf)]),
      unpublished: [...unpublished].map(numberOf),
      kept: [...kept].map(numberOf),
      besides: [...(toldBesides ?? [])].map(numberOf),
      bars: bars.map(({ from, to, counts: [before = 0, after = 0], tells }) => [from, to, before, after, ...tells.map(numberOf)]),
    };
    return [code, place] as const;
  });
  return canonicalJson({ names: [...names.keys()], places: Object.fromEntries(packed), hidden: Object.fromEntries(hidden) });
}

/** The inverse of {@link guardText}: cells and lines in the order in which they stood. */
export function parseGuard(text: string): GuardedTable {
  const { names, places, hidden } = guardTable.parse(JSON.parse(text));
  const nameOf = (number = -1) => names[number] ?? "";
  const tables = Object.entries(places).map(([code, { cells, lines, unpublished, kept, besides, bars }]) => {
    const counted = cells.flatMap((cell, at) => (at % 2 === 0 ? [[nameOf(cell), cells[at + 1] ?? 0] as const] : []));
    const table: OutcomeTable = {
      cells: new Map(counted),
      lines: lines.map(([shares, total, ...parts]) => ({ total: nameOf(total), parts: parts.map(nameOf), shares: shares === 1 })),
      unpublished: new Set(unpublished.map(nameOf)),
      kept: new Set(kept.map(nameOf)),
      ...(besides.length === 0 ? {} : { toldBesides: new Set(besides.map(nameOf)) }),
      ...(bars.length === 0
        ? {}
        : {
            bars: bars.map(([from = 0, to = 0, before = 0, after = 0, ...tells]) => ({
              from,
              to,
              counts: [before, after],
              tells: tells.map(nameOf),
            })),
          }),
    };
    return [code, table] as const;
  });
  return { places: new Map(tables), hidden: new Map(Object.entries(hidden)) };
}

/** The hidden cells alone, without making tables of the rest. */
export function parseHidden(text: string): GuardedTable["hidden"] {
  return new Map(Object.entries(z.object({ hidden: guardTable.shape.hidden }).parse(JSON.parse(text)).hidden));
}

/** What tells one table from another, cells and lines in their order. */
export function tableMark({ cells, lines, unpublished, kept, toldBesides = new Set(), bars = [] }: OutcomeTable, digest: Digest): string {
  return digest(
    canonicalJson({ cells: [...cells], lines, unpublished: [...unpublished], kept: [...kept], besides: [...toldBesides], bars }),
  ).slice(0, 32);
}
