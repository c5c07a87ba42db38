/** How far apart two scores of an unchanged person may lie. Points are those of the instrument. */
export type Reliability = {
  /** Standard error of measurement. */
  readonly sem: number;
  /** Standard error of the difference of two scores. */
  readonly differenceError: number;
  /** The change that only one unchanged person in twenty would exceed: 1.96 standard errors of the difference. */
  readonly threshold: number;
};

/**
 * Jacobson and Truax's reliable change from a baseline SD and a reliability (J Consult Clin Psychol 1991;59:12-19). Cronbach's alpha gives a
 * smaller threshold than test-retest reliability: say which was used.
 *
 * @throws {RangeError} unless the SD is positive and the reliability lies in [0, 1]
 */
export function reliabilityFrom(baselineSd: number, reliability: number): Reliability {
  if (!(baselineSd > 0)) throw new RangeError("reliabilityFrom requires a positive standard deviation");
  if (!(reliability >= 0 && reliability <= 1)) throw new RangeError("reliabilityFrom requires a reliability between 0 and 1");
  const sem = baselineSd * Math.sqrt(1 - reliability);
  const differenceError = Math.SQRT2 * sem;
  return { sem, differenceError, threshold: 1.96 * differenceError };
}

/** Jacobson and Truax's cut-off c between two populations: the point equally likely under both when each is weighted by the other's SD. */
export function cutOffBetween(clinical: { mean: number; sd: number }, healthy: { mean: number; sd: number }): number {
  return (clinical.sd * healthy.mean + healthy.sd * clinical.mean) / (clinical.sd + healthy.sd);
}
