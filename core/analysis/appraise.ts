import { agreementOf, answerOf, namesOf, referrerOf } from "./appraisal-answer.ts";
import type { Appraised } from "./appraised.ts";
import { branchAt, counted, listAt, shown } from "./branch-reader.ts";
import type { Branch } from "./describe-pairs.ts";

/** How much a reviewer should worry. A comparison that nobody randomised is never of low concern. */
export type Concern = "low" | "some" | "high";
type Domain = { readonly domain: string; readonly level: Concern; readonly fact: string };

const concerns: readonly Concern[] = ["low", "some", "high"];

/**
 * What an evidence reviewer would write of a result: the plain answer first, then each domain of bias with its fact and its level (after ROBINS-I,
 * Sterne et al. 2016; the thresholds are in docs/methods/appraisal.md). A function of the analysis alone.
 */
export function appraise(appraised: Appraised): Branch {
  const domains = [comparator, attrition, timing, measures, confounding].map((judge) => judge(appraised));
  const worst = concerns.findLast((concern) => domains.some(({ level }) => level === concern)) ?? "low";
  return { ...answerOf(appraised), status: appraised.status, concern: worst, domains };
}

function comparator({ models, treated, negativeControl = {} }: Appraised): Domain {
  const domain = "comparator";
  if (typeof models.reason === "string") return { domain, level: "high", fact: `nobody to compare with (${models.reason})` };
  const [n, nurses] = [Number(models.n), Number(models.n_nurse)];
  const groups = `${nurses} referrals by ${referrerOf(treated)} beside ${n - nurses} others in ${counted(models.clusters, "practice")}, not allocated by chance`;
  if (negativeControl.passed === false) return { domain, level: "high", fact: `${groups}; the negative control shows a difference too` };
  if (Math.min(nurses, n - nurses) < 30) return { domain, level: "high", fact: `${groups}; fewer than 30 in one group` };
  return { domain, level: "some", fact: groups };
}

function attrition({ description, models, treated }: Appraised): Domain {
  const [asked, paired] = [Number(description.n_baseline), Number(description.n_paired)];
  const followed = asked === 0 ? 0 : paired / asked;
  const gap = followUpGap(models);
  const base = followed >= 0.8 ? 0 : followed >= 0.6 ? 1 : 2;
  const level = concerns[Math.min(2, base + (gap !== null && Math.abs(gap) > 0.1 ? 1 : 0))] ?? "high";
  const byGroup =
    gap === null
      ? ""
      : `; ${shown(100 * Math.abs(gap), 0)} in 100 ${gap < 0 ? "fewer" : "more"} of the referrals by ${referrerOf(treated)} than of the others`;
  const tipping = branchAt(models, "delta").tipping_delta_estimate_zero;
  const bound =
    typeof tipping === "number"
      ? `; ${referrerOf(treated)}'s without one would have to be ${shown(tipping, 1)} points off prediction to leave no difference`
      : "";
  return { domain: "attrition", level, fact: `${paired} of ${asked} people with a baseline have a follow-up${byGroup}${bound}` };
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

function timing({ description, rule }: Appraised): Domain {
  const { q25, median, q75 } = branchAt(description, "days_to_followup", rule);
  if (typeof q25 !== "number" || typeof median !== "number" || typeof q75 !== "number")
    return { domain: "timing", level: "high", fact: "nobody has a follow-up" };
  const days = `half of the follow-ups are ${shown(q25, 0)} to ${shown(q75, 0)} days after the baseline (median ${shown(median, 0)})`;
  if (median < 42) return { domain: "timing", level: "high", fact: `${days}: too early to last` };
  if (q25 >= 150) return { domain: "timing", level: "low", fact: days };
  return { domain: "timing", level: "some", fact: `${days}; little is known of later` };
}

function measures({ instrument, description, status }: Appraised): Domain {
  const declared =
    status === "declared" ? "declared beforehand as the primary outcome" : "one of several measures, none declared beforehand";
  const own = `${instrument}, filled in by people who know that they were referred, ${declared}`;
  const threshold = description.reliable_change;
  if (typeof threshold !== "number") return { domain: "measures", level: "high", fact: `${own}; no change of it is agreed to be reliable` };
  return {
    domain: "measures",
    level: status === "declared" ? "some" : "high",
    fact: `${own}; a change of ${threshold} points is reliable`,
  };
}

function confounding({ models, covariates, negativeControl = {}, description }: Appraised): Domain {
  const domain = "confounding";
  if (typeof models.reason === "string")
    return { domain, level: "high", fact: `change before to after says nothing of what else changed${regressionFact(description)}` };
  const { ways, agree } = agreementOf(models);
  const gap = branchAt(models, "ipw").smd_baseline_weighted;
  const balanced = typeof gap === "number" && Math.abs(gap) < 0.1;
  const checked = negativeControl.passed === true;
  const limit = branchAt(models, "e_value").limit;
  const facts = [
    `adjusted for ${namesOf(covariates)}`,
    `${agree} of ${ways} ways of comparing leave out no difference on the same side`,
    typeof gap === "number" ? `baselines ${shown(Math.abs(gap))} SD apart after weighting` : "the groups cannot be weighted",
    ...(typeof limit === "number" && limit > 1
      ? [`an unrecorded cause tied by a ratio of ${shown(limit, 1)} to both referrer and outcome would do for the interval`]
      : []),
    checked
      ? "the negative control shows no difference"
      : negativeControl.passed === false
        ? "the negative control shows a difference"
        : "no negative control",
  ];
  return { domain, level: balanced && checked ? "some" : "high", fact: `${facts.join("; ")}${regressionFact(description)}` };
}

function regressionFact(description: Branch): string {
  const found = branchAt(description, "regression_to_mean_of_cases");
  const [, middle] = listAt(found, "if_nothing_had_happened") as readonly Branch[];
  if (middle === undefined) return "";
  return `; cases changed by ${shown(found.observed_change, 1)} points, of which ${shown(middle.expected_change, 1)} would be expected if nothing had happened`;
}
