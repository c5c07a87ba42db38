import { analyseTable } from "../analysis/analyse-table.ts";
import { branchAt, listAt } from "../analysis/branch-reader.ts";
import type { Branch } from "../analysis/describe-pairs.ts";
import { readLongTable } from "../analysis/long-table.ts";
import { normalQuantile } from "../statistics/normal.ts";
import { type KnownService, simulateKnown } from "./known-service.ts";

/** How one method did over many simulated services. Shares are of the services; `null` for a method without an interval. */
export type Recovery = {
  readonly method: string;
  /** Mean estimate less the truth, in points, and the error that chance leaves in it. */
  readonly bias: number;
  readonly biasError: number;
  /** How often the 95% interval held the truth. */
  readonly coverage: number | null;
  /** How often it left out 0: false alarms where nothing happens, power where something does. */
  readonly rejected: number | null;
};

type Found = { readonly estimate: number; readonly interval: readonly [number, number] | null };

/** The methods, and where the results of an analysis hold them. */
const methods: Readonly<Record<string, (models: Branch) => Found | null>> = {
  unadjusted: ({ unadjusted_difference_in_change: estimate }) => found(estimate, null),
  "ANCOVA, people as independent": (models) => {
    const { estimate } = branchAt(models, "nurse");
    const half = normalQuantile(0.975) * Number(listAt(models, "se_ols")[listAt(models, "columns").indexOf("nurse")]);
    return typeof estimate === "number" ? found(estimate, [estimate - half, estimate + half]) : null;
  },
  "ANCOVA, CR2": (models) => found(branchAt(models, "nurse").estimate, branchAt(models, "nurse").ci95_cr2_satterthwaite),
  "mixed model": (models) => found(branchAt(models, "lmm").nurse_estimate, branchAt(models, "lmm").nurse_ci95),
  "inverse-probability weights": (models) => found(branchAt(models, "ipw").estimate, branchAt(models, "ipw").ci95_stacked),
  "overlap weights": (models) => found(branchAt(models, "overlap_weights").estimate, branchAt(models, "overlap_weights").ci95),
  "doubly robust": (models) => found(branchAt(models, "doubly_robust").estimate, branchAt(models, "doubly_robust").ci95),
};

function found(estimate: unknown, interval: unknown): Found | null {
  if (typeof estimate !== "number") return null;
  const [lower, upper] = Array.isArray(interval) ? interval : [];
  return { estimate, interval: typeof lower === "number" && typeof upper === "number" ? [lower, upper] : null };
}

/**
 * What every method makes of so many simulated services, each read from its long file and analysed as any file is. The truth is the mean
 * difference of the nurse referrals over all of them. The same seed gives the same services.
 */
export function recoverTruth(service: KnownService, services: number, seed: number): readonly Recovery[] {
  const runs = Array.from({ length: services }, (_, index) => {
    const { csv, truth } = simulateKnown(service, seed * 1_000_003 + index);
    return { truth, models: branchAt(analysed(csv), "instruments", "PHQ9", "models") };
  });
  const truth = runs.reduce((sum, run) => sum + run.truth, 0) / services;
  return Object.entries(methods).map(([method, read]) => {
    const results = runs.flatMap(({ models }) => read(models) ?? []);
    return { method, ...biasOf(results, truth), ...intervalsOf(results, truth) };
  });
}

function analysed(csv: string): Branch {
  const reader = readLongTable();
  reader.push(new TextEncoder().encode(csv));
  const table = reader.end();
  if (!table.ok) throw new Error("recoverTruth requires a file with every column");
  return analyseTable("simulated.csv", table.value);
}

function biasOf(results: readonly Found[], truth: number): Pick<Recovery, "bias" | "biasError"> {
  const n = results.length;
  const mean = results.reduce((sum, { estimate }) => sum + estimate, 0) / n;
  const squares = results.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0);
  return { bias: mean - truth, biasError: Math.sqrt(squares / (n - 1) / n) };
}

function intervalsOf(results: readonly Found[], truth: number): Pick<Recovery, "coverage" | "rejected"> {
  const intervals = results.flatMap(({ interval }) => (interval === null ? [] : [interval]));
  const n = intervals.length;
  if (n === 0) return { coverage: null, rejected: null };
  const held = (value: number) => intervals.filter(([lower, upper]) => lower <= value && value <= upper).length / n;
  return { coverage: held(truth), rejected: 1 - held(0) };
}
