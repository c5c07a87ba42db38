import type { Deviation } from "../deviation.ts";
import { branchAt } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";
import type { Evaluation } from "./evaluation.ts";
import { type Reason, reasonIn, reasons } from "./reasons.ts";

/**
 * The declared plan for those without a follow-up beside what was done: `executed` is another than `planned` where the data or the declared model
 * did not allow the plan, and `deviation` then says why.
 *
 * - `complete-cases`: the primary estimate as it is, with how far the missing would have to be off for it to be nothing
 * - `delta-adjusted`: besides, the estimate at each declared distance of the nurse referrals without a follow-up from their prediction, and
 *   whether the difference outlives every distance that was declared plausible
 */
export function missingDataBranch(
  { missingData, primary }: Pick<Evaluation, "primary"> & { missingData: NonNullable<Evaluation["missingData"]> },
  models: Branch,
): Branch {
  const delta = branchAt(models, "delta");
  const counted = { n_missing: delta.n_missing ?? null, n_missing_nurse: delta.n_missing_nurse ?? null };
  const tipping = { tipping_delta_estimate_zero: delta.tipping_delta_estimate_zero ?? null };
  const { plan } = missingData;
  if (plan === "complete-cases") return { planned: plan, executed: plan, ...counted, ...tipping };
  const reason = whyNot(primary.model, models, delta);
  if (reason !== null) {
    const deviation: Deviation = { kind: "plan-not-carried-out", reason };
    return { planned: plan, executed: "complete-cases", ...counted, deviation };
  }
  const [estimate, slope] = [Number(branchAt(models, "nurse").estimate), Number(delta.slope_delta_nurse)];
  const at = missingData.deltas.map((points) => ({ delta: points, estimate: estimate + points * slope }));
  const signs = new Set([estimate, ...at.map((one) => one.estimate)].map(Math.sign));
  return { planned: plan, executed: plan, ...counted, ...tipping, at, same_sign_at_all: signs.size === 1 };
}

// the adjustment is of the ANCOVA; nobody missing is no reason, for there is then nothing to adjust
function whyNot(model: Evaluation["primary"]["model"], models: Branch, delta: Branch): Reason | null {
  if (model !== "ancova-cr2") return reasons.ancovaAlone;
  const uncompared = reasonIn(models);
  if (uncompared !== null) return uncompared;
  return typeof delta.slope_delta_nurse === "number" ? null : (reasonIn(delta) ?? reasons.notEstimable);
}
