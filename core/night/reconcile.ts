import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import { mergeStatistics, parseStatistic, statisticText } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { StandingPlace } from "./place-inputs.ts";
import { type Unit, unitName } from "./unit.ts";

/** Which units are looked at: those written by a run later than `since`. */
export type Reconciliation = { readonly since: number; readonly ports: { readonly derived: DerivedStore; readonly digest: Digest } };

const unitsAtOnce = 16;

/** The units above practices that are not the sum of what stands under them, by name. */
export async function unitsThatDoNotAddUp(standing: Iterable<StandingPlace>, { since, ports }: Reconciliation): Promise<readonly string[]> {
  const sums = [...standing].filter(({ level }) => level !== "practice");
  const written = sums.flatMap(({ code, level, all }) =>
    all.filter(({ gen }) => gen > since).map(({ month, hash }) => ({ unit: { level, code, month }, hash })),
  );
  const found = await inParallel(written, unitsAtOnce, async ({ unit, hash }) =>
    (await sumHash(unit, ports)) === hash ? [] : [unitName(unit)],
  );
  return found.flat();
}

async function sumHash(unit: Unit, { derived, digest }: Reconciliation["ports"]): Promise<string> {
  return digest(statisticText(mergeStatistics((await derived.childrenOf(unit)).map(({ text }) => parseStatistic(text)))));
}
