import { binomialDensity, binomialQuantile, binomialTails } from "./binomial.ts";
import { chiSquaredTails } from "./chi-squared.ts";
import { normalQuantile } from "./normal.ts";
import { quantileOfSorted } from "./quantile.ts";

/** One organisation: so many of so many. */
export type FunnelPoint = { readonly x: number; readonly n: number };

/** One limit for each organisation at 99.8% and 95% below and above, in the order of the points. */
export type FunnelLimits = {
  readonly lower998: readonly number[];
  readonly lower95: readonly number[];
  readonly upper95: readonly number[];
  readonly upper998: readonly number[];
};

/** How far the organisations spread beyond chance, on one scale. */
export type Overdispersion = {
  readonly z: readonly number[];
  readonly winsorLimits: readonly [number, number];
  readonly zWinsorised: readonly number[];
  readonly phiUnwinsorised: number;
  readonly phi: number;
  /** Variance between organisations on the scale of z's numerator (DerSimonian and Laird's moment). */
  readonly tau2: number;
};

/** A funnel plot of proportions with every kind of limit; limits are not clipped to [0, 1]. */
export type Funnel = Overdispersion & {
  readonly target: number;
  readonly phiP: number;
  readonly limits: {
    readonly normal: FunnelLimits;
    readonly exactBinomial: FunnelLimits;
    readonly multiplicative: FunnelLimits;
    readonly additive: FunnelLimits;
  };
  readonly zMultiplicative: readonly number[];
  readonly zAdditive: readonly number[];
  /** The same on the variance-stabilising scale asin √p. */
  readonly arcsine: Overdispersion & { readonly limitsAdditive: FunnelLimits };
};

const scores = {
  lower998: -normalQuantile(0.999),
  lower95: -normalQuantile(0.975),
  upper95: normalQuantile(0.975),
  upper998: normalQuantile(0.999),
};
const probabilities = { lower998: 0.001, lower95: 0.025, upper95: 0.975, upper998: 0.999 };

/**
 * A funnel around the pooled proportion, or the reason why there is none. Spiegelhalter 2005 (limits, appendix A.1.1 for the exact
 * binomial ones) and 2012 (overdispersion, winsorised at the 10% and 90% quantiles); the arcsine part agrees with R's
 * `FunnelPlotR::funnel_plot(data_type = "PR")`.
 */
export function funnel(points: readonly FunnelPoint[]): Funnel | { readonly reason: string } {
  if (points.length < 5) return { reason: "fewer than five organisations" };
  const target = total(points, ({ x }) => x) / total(points, ({ n }) => n);
  if (!(target > 0 && target < 1)) return { reason: "all organisations together are at 0% or 100%" };
  const errors = points.map(({ n }) => Math.sqrt((target * (1 - target)) / n));
  const spread = overdispersion(
    points.map(({ x, n }) => x / n - target),
    errors,
  );
  const widening = Math.sqrt(Math.max(1, spread.phi));
  const additive = errors.map((error) => Math.sqrt(error ** 2 + spread.tau2));
  const around = (widths: readonly number[]) => limitsOf((score) => widths.map((width) => target + score * width));
  return {
    target,
    ...spread,
    phiP: chiSquaredTails(points.length * spread.phi, points.length).upper,
    limits: {
      normal: around(errors),
      exactBinomial: exactLimits(points, target),
      multiplicative: around(errors.map((error) => error * widening)),
      additive: around(additive),
    },
    zMultiplicative: spread.z.map((z) => z / widening),
    zAdditive: points.map(({ x, n }, index) => (x / n - target) / (additive[index] ?? Number.NaN)),
    arcsine: arcsineFunnel(points, target),
  };
}

function overdispersion(distances: readonly number[], errors: readonly number[]): Overdispersion {
  const z = distances.map((distance, index) => distance / (errors[index] ?? Number.NaN));
  const sorted = z.toSorted((a, b) => a - b);
  const [low, high] = [quantileOfSorted(sorted, 0.1) ?? 0, quantileOfSorted(sorted, 0.9) ?? 0];
  const zWinsorised = z.map((value) => Math.min(Math.max(value, low), high));
  const phi = total(zWinsorised, (value) => value ** 2) / z.length;
  const tau2 = betweenVariance(phi, errors);
  return { z, winsorLimits: [low, high], zWinsorised, phiUnwinsorised: total(z, (value) => value ** 2) / z.length, phi, tau2 };
}

function betweenVariance(phi: number, errors: readonly number[]): number {
  const excess = errors.length * phi - (errors.length - 1);
  if (excess <= 0) return 0;
  const weights = errors.map((error) => 1 / error ** 2);
  const sum = total(weights, (weight) => weight);
  return Math.max(0, excess / (sum - total(weights, (weight) => weight ** 2) / sum));
}

/**
 * The four limits for an organisation of n people on the variance-stabilising scale, widened by τ² and taken back to proportions; they never leave
 * [0, 1]. Spiegelhalter 2012; at each point's own n they are those of `limitsAdditive`. R: `sin(asin(sqrt(target)) + z * sqrt(1/(4*n) + tau2))^2`.
 */
export function funnelLimitsAt(n: number, { target, tau2 }: { readonly target: number; readonly tau2: number }) {
  const width = Math.sqrt(1 / (4 * n) + tau2);
  const at = (score: number) => proportionOf(Math.asin(Math.sqrt(target)) + score * width);
  return { lower998: at(scores.lower998), lower95: at(scores.lower95), upper95: at(scores.upper95), upper998: at(scores.upper998) };
}

function proportionOf(angle: number): number {
  return Math.sin(Math.min(Math.max(angle, 0), Math.PI / 2)) ** 2;
}

function arcsineFunnel(points: readonly FunnelPoint[], target: number): Funnel["arcsine"] {
  const centre = Math.asin(Math.sqrt(target));
  const errors = points.map(({ n }) => 1 / (2 * Math.sqrt(n)));
  const spread = overdispersion(
    points.map(({ x, n }) => Math.asin(Math.sqrt(x / n)) - centre),
    errors,
  );
  const limitsAdditive = limitsOf((score) => errors.map((error) => proportionOf(centre + score * Math.sqrt(error ** 2 + spread.tau2))));
  return { ...spread, limitsAdditive };
}

function exactLimits(points: readonly FunnelPoint[], target: number): FunnelLimits {
  const known = new Map<number, Record<keyof FunnelLimits, number>>();
  for (const { n } of points) if (!known.has(n)) known.set(n, exactLimitsAt(n, target));
  const at = (limit: keyof FunnelLimits) => points.map(({ n }) => known.get(n)?.[limit] ?? Number.NaN);
  return { lower998: at("lower998"), lower95: at("lower95"), upper95: at("upper95"), upper998: at("upper998") };
}

function exactLimitsAt(n: number, target: number): Record<keyof FunnelLimits, number> {
  const at = (probability: number) => {
    const r = binomialQuantile(probability, { n, p: target });
    const overshoot = binomialTails(r, { n, p: target }).lower - probability;
    return (r - overshoot / binomialDensity(r, { n, p: target })) / n;
  };
  const { lower998, lower95, upper95, upper998 } = probabilities;
  return { lower998: at(lower998), lower95: at(lower95), upper95: at(upper95), upper998: at(upper998) };
}

function limitsOf(limit: (score: number) => readonly number[]): FunnelLimits {
  return {
    lower998: limit(scores.lower998),
    lower95: limit(scores.lower95),
    upper95: limit(scores.upper95),
    upper998: limit(scores.upper998),
  };
}

function total<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((sum, item) => sum + measure(item), 0);
}
