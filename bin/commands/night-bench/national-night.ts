import { demandOf, loads, practices } from "../../../core/cost/load.ts";
import type { BenchRow } from "../bench-core.ts";
import { combined, type Demand, dollarsOf } from "./counted-calls.ts";
import type { Measured } from "./measured-service.ts";

const places = practices + 1250 + 42 + 1;
const monthsKept = 120;
const nightsAMonth = 30;

/**
 * The national case from what was counted: three million referrals a year of six events, ten years kept. Looking goes with the standings of every place and
 * month, counting with the practice-months that have changed, reading to show with the months of every place, and objects with the places: at that size
 * each has something new every night.
 */
export function nationalRows({ units, practices: measured, changed, full, onePerCent, nothing }: Measured): readonly BenchRow[] {
  const { changedUnits } = demandOf(loads.high);
  const everything = (practices * monthsKept) / units;
  const looking = times(nothing.demand, (places * monthsKept) / (units * 1.25));
  const counting = times(less(onePerCent.counted, nothing.counted), changedUnits / Math.max(1, changed));
  const shown = less(full.demand, full.counted);
  const showing = { ...times(shown, everything), objectWrites: (shown.objectWrites * practices) / measured };
  const night = [looking, counting, showing].reduce((sum, demand) => combined(sum, demand, (a, b) => a + b));
  const rebuilt = { ...times(full.demand, everything), objectWrites: showing.objectWrites };
  const row = (name: string, value: number, unit: string): BenchRow => ({
    ...{ name: `national, from these counts: ${name}`, value, unit, ratio: null, peer: "" },
  });
  return [
    row("practice-months changed in a night", Math.round(changedUnits), "practice-months"),
    row("read in a night to look, count and show", Math.round(night.readUnits), "read units"),
    row("of these to count", Math.round(counting.readUnits), "read units"),
    row("written in a night", Math.round(night.writeUnits), "write units"),
    row("a month of nights", Math.round(dollarsOf(night) * nightsAMonth), "$"),
    row("ten years made anew", Math.round(dollarsOf(rebuilt)), "$"),
  ];
}

const times = (demand: Demand, factor: number) => combined(demand, demand, (each) => each * factor);
const less = (a: Demand, b: Demand) => combined(a, b, (x, y) => Math.max(0, x - y));
