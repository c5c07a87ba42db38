import { type Reason, reasonIn } from "../../core/analysis/reasons.ts";

/** Why a number could not be had, for each reason that an analysis gives. */
const words: Readonly<Record<Reason, string>> = {
  "one referrer group only": "one referrer group only",
  "not estimable": "not estimable",
  "no baseline within the population": "no baseline within the population",
  "the clusters leave nothing to estimate the error from": "the clusters leave nothing to estimate the error from",
  "the clusters leave too few degrees of freedom for this test": "the clusters leave too few degrees of freedom for this test",
  "every follow-up is predicted without error": "every follow-up is predicted without error",
  "separation: a fitted propensity is 0 or 1": "separation: a fitted propensity is 0 or 1",
  "some without a follow-up have a level that nobody was followed up with: their episodes are needed":
    "some without a follow-up have a level that nobody was followed up with: their episodes are needed",
  "no nurse referral is without a follow-up": "no nurse referral is without a follow-up",
  "the file does not say how many sessions people attended, or all attended as many":
    "the file does not say how many sessions people attended, or all attended as many",
  "the declared estimate has no error to look at": "the declared estimate has no error to look at",
  "the declared estimate has no error to start from": "the declared estimate has no error to start from",
  "the first declared look has not come": "the first declared look has not come",
  "the primary outcome is no life satisfaction scale of 0 to 10": "the primary outcome is no life satisfaction scale of 0 to 10",
  "the primary estimate has no interval": "the primary estimate has no interval",
  "it is defined for the model ancova-cr2 alone": "it is defined for the model ancova-cr2 alone",
  "weighting by propensity needs every combination of covariates, practice by practice":
    "weighting by propensity needs every combination of covariates, practice by practice",
  "the number of sessions is not among what the night counts": "the number of sessions is not among what the night counts",
  "pairs of the latest quarter need the dates of follow-ups": "pairs of the latest quarter need the dates of follow-ups",
  "the night keeps the last follow-up of each person; run hearten analyse for another rule":
    "the night keeps the last follow-up of each person; run hearten analyse for another rule",
  "not part of this analysis": "not part of this analysis",
};

/** A reason in words. */
export function reasonText(reason: Reason): string {
  return words[reason];
}

/** The reason that a branch of an analysis gives, in words; what no analysis of ours says stands as it is. */
export function reasonWords(reason: unknown): string {
  const known = reasonIn({ reason });
  return known === null ? String(reason) : words[known];
}
