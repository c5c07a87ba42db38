import { demandOf, loads, practices } from "../../../core/cost/load.ts";
import type { BenchRow } from "../bench-core.ts";
import { type Demand, dollarsOf } from "./counted-calls.ts";
import type { Measured } from "./measured-service.ts";

const places = practices + 1250 + 42 + 1;
const monthsKept = 120;
const nightsAMonth = 30;

/**
 * The national case from what was counted: reads and writes for each practice-month made anew, and for each place that is looked at, times England's.
 * Three million referrals a year of six events, ten years kept; every practice-month of the ten years is looked at through its standing alone.
 */
export function nationalRows({ units, changed, full, onePerCent, nothing }: Measured): readonly BenchRow[] {
  const { changedUnits } = demandOf(loads.high);
  const looking = scaled(nothing.demand, (places * monthsKept) / (units * 1.25));
  const counting = scaled(minus(onePerCent.demand, nothing.demand), changedUnits / Math.max(1, changed));
  const night = plus(looking, counting);
  const rebuilt = scaled(full.demand, (practices * monthsKept) / units);
  const row = (name: string, value: number, unit: string): BenchRow => ({
    name: `national, from these counts: ${name}`,
    value,
    unit,
    ratio: null,
    peer: "",
  });
  return [
    row("practice-months changed in a night", Math.round(changedUnits), "practice-months"),
    row("read in a night", Math.round(night.readUnits), "read units"),
    row("written in a night", Math.round(night.writeUnits), "write units"),
    row("a month of nights", Math.round(dollarsOf(night) * nightsAMonth), "$"),
    row("ten years made anew", Math.round(dollarsOf(rebuilt)), "$"),
  ];
}

function each(a: Demand, combine: (key: keyof Demand) => number): Demand {
  return Object.fromEntries((Object.keys(a) as (keyof Demand)[]).map((key) => [key, combine(key)])) as Demand;
}

const scaled = (demand: Demand, factor: number) => each(demand, (key) => demand[key] * factor);
const plus = (a: Demand, b: Demand) => each(a, (key) => a[key] + b[key]);
const minus = (a: Demand, b: Demand) => each(a, (key) => Math.max(0, a[key] - b[key]));
