import { noncentralityInterval } from "./noncentral-t.ts";
import { normalQuantile } from "./normal.ts";
import type { PairedChange } from "./paired-change.ts";
import { logGamma } from "./stirling-error.ts";
import type { Interval } from "./wilson.ts";

/** Standardised mean changes; each is `null` where its divisor is 0 or its n too small. Negative means that scores fell. */
export type EffectSizes = {
  /** Hedges's exact small-sample factor J at n − 1 degrees of freedom. */
  readonly hedgesFactor: number | null;
  /** Interval of d_z from the noncentral t. */
  readonly dZInterval: Interval | null;
  readonly gZ: number | null;
  /** Mean change over the mean of the two SDs (Cumming 2012), its interval (Algina and Keselman 2003) and its corrected form. */
  readonly dAv: number | null;
  readonly dAvInterval: Interval | null;
  readonly gAv: number | null;
  /** Mean change over the root mean square of the two SDs. */
  readonly dRms: number | null;
  /** Mean change over the SD at baseline (Kazis 1989): what NHS Talking Therapies publishes with the sign reversed. */
  readonly kazis: number | null;
  readonly borenstein: RepeatedMeasures | null;
};

/** Borenstein et al. 2009 (formulae 4.26 to 4.31): d for repeated measures, its variance, and the corrected form. */
export type RepeatedMeasures = {
  readonly d: number;
  readonly variance: number;
  readonly factor: number;
  readonly g: number;
  readonly gInterval: Interval;
};

/** The effect sizes of a paired change of at least two people; `null` below that. */
export function effectSizes(change: PairedChange): EffectSizes | null {
  const { n, meanChange, sdChange, sdBaseline, sdFollowUp, t, dZ } = change;
  if (meanChange === null || sdChange === null || sdBaseline === null || sdFollowUp === null) return null;
  const factor = hedgesFactor(n - 1);
  const noncentrality = t === null ? null : noncentralityInterval(t, n - 1);
  const meanSd = (sdBaseline + sdFollowUp) / 2;
  const dAv = ratio(meanChange, meanSd);
  return {
    hedgesFactor: factor,
    dZInterval: noncentrality === null ? null : scaled(noncentrality, 1 / Math.sqrt(n)),
    gZ: product(factor, dZ),
    dAv,
    dAvInterval: noncentrality === null || dAv === null ? null : scaled(noncentrality, sdChange / (Math.sqrt(n) * meanSd)),
    gAv: product(factor, dAv),
    dRms: ratio(meanChange, Math.sqrt((sdBaseline ** 2 + sdFollowUp ** 2) / 2)),
    kazis: ratio(meanChange, sdBaseline),
    borenstein: repeatedMeasures(change),
  };
}

/** Γ(df/2) / (√(df/2) Γ((df − 1)/2)) (Hedges 1981); `null` below two degrees of freedom. */
export function hedgesFactor(df: number): number | null {
  if (df < 2) return null;
  return Math.exp(logGamma(df / 2) - Math.log(Math.sqrt(df / 2)) - logGamma((df - 1) / 2));
}

function repeatedMeasures({ n, r, meanChange, sdChange }: PairedChange): RepeatedMeasures | null {
  if (r === null || r >= 1 || meanChange === null || sdChange === null || sdChange === 0) return null;
  const d = meanChange / (sdChange / Math.sqrt(2 * (1 - r)));
  const variance = (1 / n + d ** 2 / (2 * n)) * 2 * (1 - r);
  const factor = 1 - 3 / (4 * (n - 1) - 1);
  const half = normalQuantile(0.975) * factor * Math.sqrt(variance);
  return { d, variance, factor, g: factor * d, gInterval: [factor * d - half, factor * d + half] };
}

function ratio(numerator: number, denominator: number): number | null {
  return denominator > 0 ? numerator / denominator : null;
}

function product(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a * b;
}

function scaled([lower, upper]: Interval, by: number): Interval {
  return [lower * by, upper * by];
}
