import type { Appraised } from "./appraised.ts";
import { branchAt, listAt, shown, shownInterval } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";

/** Below so many pairs no sentence is made of them. */
const fewest = 30;

/**
 * The plain answer: what changed, whether it differed between referrers, and what cannot be said. The first guard that fires wins: too few, a
 * negative control that fails, an interval that holds 0.
 */
export function answerOf(appraised: Appraised): Branch {
  const { description, models, rule, instrument } = appraised;
  const result = branchAt(description, "rules", rule);
  const n = Number(result.n ?? 0);
  const agreement = agreementOf(models);
  if (n < fewest)
    return { answer: `Too few people have both ${instrument} scores to say anything (${n} of the ${fewest} needed).`, agreement };
  const sentences = [`${amongWhom(description)}${changeSentence(appraised, result)}`, ...outcomeSentence(result)];
  return {
    answer: [...sentences, comparisonSentence(appraised), "We cannot say that social prescribing was the cause."].join(" "),
    agreement,
  };
}

/** Those whose referrals are compared, as a sentence names them. */
export function referrerOf(treated: readonly string[]): string {
  return treated.map((role) => (role === "nurse" ? "a nurse" : role.replaceAll("_", " "))).join(" or ");
}

/** What is allowed for, as a sentence lists it. */
export function namesOf(covariates: Appraised["covariates"]): string {
  return ["baseline", ...covariates.map((covariate) => covariate.replaceAll("_", " ").replace("imd", "IMD"))].join(", ");
}

function amongWhom({ n_paired: paired, n_baseline: asked }: Branch): string {
  return Number(paired) / Number(asked) < 0.6 ? "Among people with both scores, " : "";
}

function changeSentence({ instrument }: Appraised, { mean_change: change, ci95_change: interval }: Branch): string {
  const side = sideOf(interval);
  if (side === 0)
    return `we cannot tell whether ${instrument} scores changed (${shown(change, 1)} points, 95% CI ${shownInterval(interval, 1)}).`;
  return `${instrument} scores were ${side < 0 ? "lower" : "higher"} at follow-up, by ${shown(Math.abs(Number(change)), 1)} points (95% CI of the change ${shownInterval(interval, 1)}).`;
}

// improvement is never told without deterioration
function outcomeSentence(result: Branch): readonly string[] {
  const [better, worse] = ["reliable_improvement", "reliable_deterioration"].map((key) => branchAt(result, "outcomes", key).p);
  if (typeof better !== "number" || typeof worse !== "number") return [];
  return [`${shown(100 * better, 0)} in 100 improved reliably and ${shown(100 * worse, 0)} in 100 deteriorated reliably.`];
}

function comparisonSentence({ instrument, description, models, primary, negativeControl = {}, covariates, treated }: Appraised): string {
  if (typeof models.reason === "string") return "There is nobody to compare with.";
  if (negativeControl.passed === false) return "The comparison of referrers fails its own check, so we do not interpret it.";
  const nurse = branchAt(models, "nurse");
  const { estimate, ci95 } = primary ?? { estimate: nurse.estimate, ci95: nurse.ci95_cr2_satterthwaite };
  const side = sideOf(ci95);
  const interval = `(95% CI ${shownInterval(ci95, 1)})`;
  if (side === 0 || Math.min(Number(models.n_nurse), Number(models.n) - Number(models.n_nurse)) < fewest)
    return `We cannot tell whether referral by ${referrerOf(treated)} makes a difference to ${instrument} scores ${interval}.`;
  const threshold = description.reliable_change;
  const within = typeof threshold === "number" && listAt({ ci95 }, "ci95").every((limit) => Math.abs(Number(limit)) < threshold);
  const size = `${shown(Math.abs(Number(estimate)), 1)} points ${side < 0 ? "lower" : "higher"}`;
  const remark = within ? ", less than the change that is reliable in one person" : "";
  return `After allowing for ${namesOf(covariates)}, scores were ${size} after referral by ${referrerOf(treated)} than after other referrals ${interval}${remark}.`;
}

// −1 or 1 where an interval lies on one side of 0, 0 where it holds 0 or there is none
function sideOf(interval: unknown): -1 | 0 | 1 {
  const [lower, upper] = Array.isArray(interval) ? interval : [];
  if (typeof lower !== "number" || typeof upper !== "number") return 0;
  return upper < 0 ? -1 : lower > 0 ? 1 : 0;
}

/** How many of the ways of comparing leave out 0 on the side that the ANCOVA's estimate is on. */
export function agreementOf(models: Branch): { readonly ways: number; readonly agree: number } {
  const nurse = branchAt(models, "nurse");
  const intervals = [
    nurse.ci95_cr2_satterthwaite,
    branchAt(models, "lmm").nurse_ci95,
    branchAt(models, "ipw").ci95_stacked,
    branchAt(models, "overlap_weights").ci95,
    branchAt(models, "doubly_robust").ci95,
  ].filter((interval) => Array.isArray(interval) && interval.every((limit) => typeof limit === "number"));
  const side = Math.sign(Number(nurse.estimate ?? 0));
  return { ways: intervals.length, agree: intervals.filter((interval) => side !== 0 && sideOf(interval) === side).length };
}
