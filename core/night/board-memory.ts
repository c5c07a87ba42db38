import * as z from "zod";
import type { PracticeParts } from "../analysis/evaluation-from-statistics.ts";
import { canonicalJson } from "../canonical-json.ts";
import type { FunnelPlaces } from "../place-statistics.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";

/** Something worked out of a place's table, and the hash over all that it was made from: as long as it is that, so is what came of it. */
type Made<What> = { readonly of: string; readonly made: What };

/** What drawing a board has worked out of the places below it: their points in its funnels, and what the comparisons of referrers need of its practices. */
export type BoardMemory = {
  readonly points: Readonly<Record<string, Made<FunnelPlaces>>>;
  readonly parts: Readonly<Record<string, Made<PracticeParts>>>;
};

type Files = {
  readonly reports: Pick<ReportStore, "readRunFile" | "writeRunFile" | "readRelease" | "keepRelease">;
  readonly digest: Digest;
};

/** It holds what is released and not yet disclosed, so it lies where released tables do; a file of the run that drew the board says where. */
const runFile = (board: string) => `boards/${board}.json`;
const named = z.object({ memory: z.string() });
const kept = z.object({ rules: z.string(), points: z.record(z.string(), z.unknown()), parts: z.record(z.string(), z.unknown()) });

/** What the run that drew a board left; `null` where it left nothing, or by other rules, or where it is gone or not what its name says: it is never needed. */
export async function readBoard(
  { run, board, rules }: { readonly run: number; readonly board: string; readonly rules: string },
  { reports, digest }: Files,
): Promise<BoardMemory | null> {
  const file = await reports.readRunFile(run, runFile(board));
  if (file === null) return null;
  const { memory } = named.parse(JSON.parse(file));
  const text = await reports.readRelease(memory);
  if (text === null || digest(text) !== memory) return null;
  const found = kept.parse(JSON.parse(text));
  // the same rules are the same code, which left what it reads
  if (found.rules !== rules) return null;
  const { points, parts } = found as unknown as Packed;
  return { points, parts: mapped(parts, unpacked) };
}

/** Leaves it for the next drawing of the board. The first attempt's file stands; what it names is as true as what another has. */
export async function leaveBoard(
  {
    gen,
    board,
    rules,
    since,
  }: { readonly gen: number; readonly board: string; readonly rules: string; readonly since?: string | undefined },
  { points, parts }: BoardMemory,
  { reports }: Files,
): Promise<void> {
  const packed: Packed = { points, parts: mapped(parts, packedParts) };
  const memory = await reports.keepRelease(canonicalJson({ rules, ...packed }), since);
  await reports.writeRunFile(gen, runFile(board), canonicalJson({ memory }));
}

type Part = PracticeParts[number];
type PackedPart = Omit<Part, "products"> & { readonly products: readonly PackedProducts[] };
type PackedProducts = { readonly columns: readonly string[]; readonly sums: readonly (readonly number[])[] };
type Packed = Pick<BoardMemory, "points"> & { readonly parts: Readonly<Record<string, Made<readonly PackedPart[]>>> };

function mapped<From, To>(all: Readonly<Record<string, Made<From>>>, change: (made: From) => To): Readonly<Record<string, Made<To>>> {
  return Object.fromEntries(Object.entries(all).map(([code, { of, made }]) => [code, { of, made: change(made) }]));
}

function packedParts(parts: PracticeParts): readonly PackedPart[] {
  return parts.map((part) => ({
    ...part,
    products: part.products.map(({ columns, everybody, treated, missing }) => ({
      columns,
      sums: [everybody, treated, missing].map((sum) => [...sum]),
    })),
  }));
}

function unpacked(parts: readonly PackedPart[]): PracticeParts {
  return parts.map((part) => ({
    ...part,
    products: part.products.map(({ columns, sums: [everybody = [], treated = [], missing = []] }) => ({
      columns,
      ...{ everybody: Float64Array.from(everybody), treated: Float64Array.from(treated), missing: Float64Array.from(missing) },
    })),
  }));
}
