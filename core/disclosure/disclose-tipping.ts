import { branchAt, listAt } from "../analysis/branch-reader.ts";
import type { EvaluationAnswer, Tipping } from "../evaluation-report.ts";
import type { Shown } from "../shown.ts";
import { notApplicable, rounded } from "./show.ts";
import { estimateOf } from "./shown-estimate.ts";
import type { ToldPeople } from "./told-people.ts";

const deltas = [-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3];

type Disclosing = { readonly people: Pick<ToldPeople, "treatedMissing" | "othersMissing">; readonly decimals: number };

/**
 * The main difference under every pair of assumptions about the missing: estimate + δ(treated) slope + δ(others) slope, with the interval of people
 * who were followed up (docs/methods/missing-data.md). `null` where the slopes are not known.
 */
export function discloseTipping({ models }: EvaluationAnswer, { people, decimals }: Disclosing): Tipping | null {
  const [delta, nurse] = [branchAt(models, "delta"), branchAt(models, "nurse")];
  const { slope_delta_nurse: own, slope_delta_others: others } = delta;
  const [lower, upper] = listAt(nurse, "ci95_cr2_satterthwaite");
  const { estimate } = nurse;
  if (typeof own !== "number" || typeof others !== "number" || typeof estimate !== "number") return null;
  if (typeof lower !== "number" || typeof upper !== "number") return null;
  const at = (treated: number, rest: number) => {
    const moved = own * treated + others * rest;
    return estimateOf(estimate + moved, [lower + moved, upper + moved], decimals);
  };
  return {
    deltas,
    cells: deltas.flatMap((treated) => deltas.map((rest) => ({ treated, others: rest, difference: at(treated, rest) }))),
    treatedMissing: people.treatedMissing,
    othersMissing: people.othersMissing,
    tips: tipsAt(own, lower, upper),
  };
}

/** Points for the compared group's missing alone that bring the nearer end of the interval to zero. */
function tipsAt(slope: number, lower: number, upper: number): Shown {
  if (slope === 0 || (lower <= 0 && upper >= 0)) return notApplicable;
  const nearer = upper < 0 ? upper : lower;
  return { kind: "value", value: rounded(-nearer / slope, 1) };
}
