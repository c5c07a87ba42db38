/**
 * Why a number could not be had. Programs read these texts under `reason` in what `hearten analyse` prints as JSON, so they are codes and are never
 * translated; what readers of pages see instead stands in the catalogue of words, which has a sentence for each by type.
 */
export const reasons = {
  oneGroup: "one referrer group only",
  notEstimable: "not estimable",
  noBaseline: "no baseline within the population",
  noError: "the clusters leave nothing to estimate the error from",
  fewDegrees: "the clusters leave too few degrees of freedom for this test",
  noResiduals: "every follow-up is predicted without error",
  separation: "separation: a fitted propensity is 0 or 1",
  unseenLevels: "some without a follow-up have a level that nobody was followed up with: their episodes are needed",
  nobodyMissing: "no nurse referral is without a follow-up",
  noSessions: "the file does not say how many sessions people attended, or all attended as many",
  noErrorToLook: "the declared estimate has no error to look at",
  noErrorToStart: "the declared estimate has no error to start from",
  noLookYet: "the first declared look has not come",
  noLifeSatisfaction: "the primary outcome is no life satisfaction scale of 0 to 10",
  noInterval: "the primary estimate has no interval",
  ancovaAlone: "it is defined for the model ancova-cr2 alone",
  combinationsNeeded: "weighting by propensity needs every combination of covariates, practice by practice",
  sessionsNeeded: "the number of sessions is not among what the night counts",
  datesNeeded: "pairs of the latest quarter need the dates of follow-ups",
  lastAlone: "the night keeps the last follow-up of each person; run hearten analyse for another rule",
  notPart: "not part of this analysis",
} as const;
export type Reason = (typeof reasons)[keyof typeof reasons];

/** The reason that a branch of an analysis gives, or `null`. */
export function reasonIn({ reason }: { readonly reason?: unknown }): Reason | null {
  return Object.values(reasons).find((known) => known === reason) ?? null;
}
