import type { Appraisal, AppraisedAnswer, AppraisedComparison, Interval, Known, Side } from "../appraisal.ts";
import type { Appraised } from "./appraised.ts";
import { branchAt, listAt } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";

/** Below so many pairs no sentence is made of them. */
const fewest = 30;

/** Below this share with a follow-up the answer is said to be of those with both scores. */
const fewFollowed = 0.6;

/**
 * The plain answer: what changed, whether it differed between referrers, and what cannot be said. The first guard that fires wins: too few, a
 * negative control that fails, an interval that holds 0.
 */
export function answerOf(appraised: Appraised): Pick<Appraisal, "answer" | "agreement"> {
  const { description, models, rule } = appraised;
  const result = branchAt(description, "rules", rule);
  const n = Number(result.n ?? 0);
  const agreement = agreementOf(models);
  if (n < fewest) return { answer: { kind: "too-few", n, needed: fewest }, agreement };
  const interval = intervalOf(result.ci95_change);
  return {
    answer: {
      kind: "told",
      isOfPairedAlone: Number(description.n_paired) / Number(description.n_baseline) < fewFollowed,
      change: { side: sideOf(interval), points: numberOrNull(result.mean_change), interval },
      outcomes: outcomesOf(result),
      comparison: comparisonOf(appraised),
    },
    agreement,
  };
}

// improvement is never told without deterioration
function outcomesOf(result: Branch): Extract<AppraisedAnswer, { kind: "told" }>["outcomes"] {
  const [improved, deteriorated] = ["reliable_improvement", "reliable_deterioration"].map((key) => branchAt(result, "outcomes", key).p);
  return typeof improved === "number" && typeof deteriorated === "number" ? { improved, deteriorated } : null;
}

function comparisonOf({ description, models, primary, negativeControl = {} }: Appraised): AppraisedComparison {
  if (typeof models.reason === "string") return { kind: "nobody" };
  if (negativeControl.passed === false) return { kind: "fails-check" };
  const nurse = branchAt(models, "nurse");
  const { estimate, ci95 } = primary ?? { estimate: nurse.estimate, ci95: nurse.ci95_cr2_satterthwaite };
  const interval = intervalOf(ci95);
  const side = sideOf(interval);
  if (side === 0 || Math.min(Number(models.n_nurse), Number(models.n) - Number(models.n_nurse)) < fewest)
    return { kind: "cannot-tell", interval };
  const threshold = description.reliable_change;
  const isSmall = typeof threshold === "number" && listAt({ ci95 }, "ci95").every((limit) => Math.abs(Number(limit)) < threshold);
  return { kind: "differs", side, points: numberOrNull(estimate), interval, isSmall };
}

function sideOf(interval: Interval): Side {
  if (interval === null) return 0;
  const [lower, upper] = interval;
  return upper < 0 ? -1 : lower > 0 ? 1 : 0;
}

function intervalOf(value: unknown): Interval {
  const [lower, upper] = Array.isArray(value) ? value : [];
  return typeof lower === "number" && typeof upper === "number" ? [lower, upper] : null;
}

/** What an analysis has as a number. */
export function numberOrNull(value: unknown): Known {
  return typeof value === "number" ? value : null;
}

/** How many of the ways of comparing leave out 0 on the side that the ANCOVA's estimate is on. */
export function agreementOf(models: Branch): Appraisal["agreement"] {
  const nurse = branchAt(models, "nurse");
  const intervals = [
    nurse.ci95_cr2_satterthwaite,
    branchAt(models, "lmm").nurse_ci95,
    branchAt(models, "ipw").ci95_stacked,
    branchAt(models, "overlap_weights").ci95,
    branchAt(models, "doubly_robust").ci95,
  ]
    .map(intervalOf)
    .filter((interval) => interval !== null);
  const side = Math.sign(Number(nurse.estimate ?? 0));
  return { ways: intervals.length, agree: intervals.filter((interval) => side !== 0 && sideOf(interval) === side).length };
}
