/** How strong an unmeasured confounder would have to be, as risk ratios with both the group and the outcome. */
export type EValue = {
  /** To explain the estimate away. */
  readonly estimate: number;
  /** To move the interval to include no difference; 1 where it does already. */
  readonly limit: number;
};

/**
 * The E-value of a difference in means of so many SDs of the outcome, with its 95% interval in SDs (VanderWeele and Ding 2017, by way of
 * RR ≈ exp(0.91 d)). R: `EValue::evalues.MD`, which takes the interval as d ± 1.78 SE.
 */
export function eValue(difference: number, [lower, upper]: readonly [number, number]): EValue {
  const nearest = lower <= 0 && upper >= 0 ? 0 : Math.min(Math.abs(lower), Math.abs(upper));
  return { estimate: fromRatio(Math.exp(0.91 * Math.abs(difference))), limit: fromRatio(Math.exp(0.91 * nearest)) };
}

function fromRatio(ratio: number): number {
  return ratio + Math.sqrt(ratio * (ratio - 1));
}
