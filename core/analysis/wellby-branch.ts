import { wellbyValue } from "../statistics/wellby.ts";
import { listAt } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Evaluation } from "./evaluation.ts";
import { reasons } from "./reasons.ts";

/**
 * The declared value of wellbeing: its estimate at the central price, and the lowest and highest that the interval and the prices allow, with every
 * assumption beside it. `primary` is the primary estimate, or why it cannot be valued.
 */
export function wellbyBranch(declared: NonNullable<Evaluation["wellby"]>, primary: Branch): Branch {
  const { lifeSatisfaction, poundsPerWellby, ...assumptions } = declared;
  const difference = lifeSatisfaction === "primary" ? fromPrimary(primary) : lifeSatisfaction;
  const assumed = {
    people: assumptions.people,
    years: assumptions.years,
    causal_share: assumptions.causalShare,
    causal_basis: assumptions.causalBasis,
    deadweight: assumptions.deadweight,
    attribution_to_others: assumptions.attributionToOthers,
    drop_off_per_year: assumptions.dropOffPerYear,
    pounds_per_wellby: poundsPerWellby,
    price_year: assumptions.priceYear,
  };
  if (difference === null) return { pounds: null, reason: primary.reason ?? reasons.noInterval, assumed };
  const valued = (points: number, price: number) => wellbyValue(points, { ...assumptions, poundsPerWellby: price });
  const corners = [difference.lower, difference.upper].flatMap((points) =>
    [poundsPerWellby.low, poundsPerWellby.high].map((price) => valued(points, price).pounds),
  );
  const central = valued(difference.estimate, poundsPerWellby.central);
  return {
    points: difference.estimate,
    source: difference.source,
    wellbys: central.wellbys,
    pounds: central.pounds,
    pounds_lowest: Math.min(...corners),
    pounds_highest: Math.max(...corners),
    assumed,
  };
}

type Points = { readonly estimate: number; readonly lower: number; readonly upper: number; readonly source: string };

function fromPrimary(primary: Branch): Points | null {
  const [lower, upper] = listAt(primary, "ci95");
  if (typeof primary.estimate !== "number" || typeof lower !== "number" || typeof upper !== "number") return null;
  return { estimate: primary.estimate, lower, upper, source: "the declared primary estimate" };
}
