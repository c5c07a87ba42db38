import type { Appraisal, AppraisedDomain, Concern, Known } from "../appraisal.ts";
import { agreementOf, answerOf, numberOrNull } from "./appraisal-answer.ts";
import type { Appraised } from "./appraised.ts";
import { branchAt, listAt } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";
import { reasonIn } from "./reasons.ts";

const concerns: readonly Concern[] = ["low", "some", "high"];

/**
 * What an evidence reviewer would write of a result, as facts: the plain answer first, then each domain of bias with its level (after ROBINS-I,
 * Sterne et al. 2016; the thresholds are in docs/methods/appraisal.md). A function of the analysis alone.
 */
export function appraise(appraised: Appraised): Appraisal {
  const { status, instrument, treated, covariates } = appraised;
  const domains = [comparator, attrition, timing, measures, confounding].map((judge) => judge(appraised));
  const worst = concerns.findLast((concern) => domains.some(({ level }) => level === concern)) ?? "low";
  return { ...answerOf(appraised), status, concern: worst, domains, subject: { instrument, treated, covariates } };
}

function comparator({ models, negativeControl = {} }: Appraised): AppraisedDomain {
  const nobody = reasonIn(models);
  if (nobody !== null) return { domain: "comparator", level: "high", nobody };
  const [n, treated] = [Number(models.n), Number(models.n_nurse)];
  const failsCheck = negativeControl.passed === false;
  const isSmall = Math.min(treated, n - treated) < 30;
  const groups = { treated, others: n - treated, practices: numberOrNull(models.clusters) };
  return { domain: "comparator", level: failsCheck || isSmall ? "high" : "some", nobody: null, ...groups, failsCheck, isSmall };
}

function attrition({ description, models }: Appraised): AppraisedDomain {
  const [asked, paired] = [Number(description.n_baseline), Number(description.n_paired)];
  const followed = asked === 0 ? 0 : paired / asked;
  const gap = followUpGap(models);
  const base = followed >= 0.8 ? 0 : followed >= 0.6 ? 1 : 2;
  const level = concerns[Math.min(2, base + (gap !== null && Math.abs(gap) > 0.1 ? 1 : 0))] ?? "high";
  const tipping = numberOrNull(branchAt(models, "delta").tipping_delta_estimate_zero);
  return { domain: "attrition", level, asked, paired, gap, tipping };
}

// how much larger the share with a follow-up is among nurse referrals than among the others
function followUpGap(models: Branch): number | null {
  const { n_missing: missing, n_missing_nurse: missingNurse } = branchAt(models, "delta");
  const [n, nurses] = [models.n, models.n_nurse];
  if (typeof missing !== "number" || typeof missingNurse !== "number" || typeof n !== "number" || typeof nurses !== "number") return null;
  const [own, others] = [nurses + missingNurse, n - nurses + missing - missingNurse];
  if (!(own > 0 && others > 0)) return null;
  return nurses / own - (n - nurses) / others;
}

function timing({ description, rule }: Appraised): AppraisedDomain {
  const domain = "timing";
  const { q25, median, q75 } = branchAt(description, "days_to_followup", rule);
  if (typeof q25 !== "number" || typeof median !== "number" || typeof q75 !== "number") return { domain, level: "high", days: null };
  const [isEarly, isLate] = [median < 42, q25 >= 150];
  return { domain, level: isEarly ? "high" : isLate ? "low" : "some", days: { q25, median, q75 }, isEarly, isLate };
}

function measures({ description, status }: Appraised): AppraisedDomain {
  const [isDeclared, reliableChange] = [status === "declared", numberOrNull(description.reliable_change)];
  return { domain: "measures", level: isDeclared && reliableChange !== null ? "some" : "high", isDeclared, reliableChange };
}

function confounding({ models, negativeControl = {}, description }: Appraised): AppraisedDomain {
  const domain = "confounding";
  const regression = regressionOf(description);
  if (typeof models.reason === "string") return { domain, level: "high", compared: null, regression };
  const baselineGap = numberOrNull(branchAt(models, "ipw").smd_baseline_weighted);
  const limit = numberOrNull(branchAt(models, "e_value").limit);
  const control = negativeControl.passed === true ? "passed" : negativeControl.passed === false ? "failed" : "none";
  const isBalanced = baselineGap !== null && Math.abs(baselineGap) < 0.1;
  const compared = { ...agreementOf(models), baselineGap, unrecorded: limit !== null && limit > 1 ? limit : null, control } as const;
  return { domain, level: isBalanced && control === "passed" ? "some" : "high", compared, regression };
}

function regressionOf(description: Branch): { readonly observed: Known; readonly expected: Known } | null {
  const found = branchAt(description, "regression_to_mean_of_cases");
  const [, middle] = listAt(found, "if_nothing_had_happened") as readonly Branch[];
  if (middle === undefined) return null;
  return { observed: numberOrNull(found.observed_change), expected: numberOrNull(middle.expected_change) };
}
