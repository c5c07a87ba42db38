import { quadraticForm, times, timesVector, traceOfProduct } from "./matrix.ts";
import { unpacked } from "./packed.ts";
import { type InterceptStatistics, type RandomIntercept, residualWeights, weightedProducts } from "./random-intercept.ts";
import { dot, entry } from "./vectors.ts";

/**
 * Satterthwaite's degrees of freedom for one coefficient of the random-intercept model, from the exact second derivatives of the
 * restricted likelihood in (σ², τ²/σ²). R: `lmerTest::lmer`, whose derivatives are numerical. At the boundary τ² = 0 they are n − p.
 */
export function satterthwaiteDf(statistics: InterceptStatistics, fit: RandomIntercept, column: number): number | null {
  const { p, n } = statistics;
  if (fit.theta === 0) return n - p;
  const slopes = curvature(statistics, fit);
  const determinant = slopes.sigma2Sigma2 * slopes.ratioRatio - slopes.sigma2Ratio ** 2;
  if (!(determinant > 0)) return null;
  const variance = fit.sigma2 * entry(fit.bread, column * p + column);
  const [bySigma2, byRatio] = [entry(fit.bread, column * p + column), fit.sigma2 * entry(slopes.breadSlope, column * p + column)];
  const spread =
    (2 * (bySigma2 ** 2 * slopes.ratioRatio - 2 * bySigma2 * byRatio * slopes.sigma2Ratio + byRatio ** 2 * slopes.sigma2Sigma2)) /
    determinant;
  return (2 * variance ** 2) / spread;
}

type Curvature = {
  readonly sigma2Sigma2: number;
  readonly sigma2Ratio: number;
  readonly ratioRatio: number;
  readonly breadSlope: Float64Array;
};

// second derivatives of −2 restricted log-likelihood at the optimum
function curvature(statistics: InterceptStatistics, fit: RandomIntercept): Curvature {
  const { p, n, sizes } = statistics;
  const ratio = fit.theta ** 2;
  const first = weightedProducts(statistics, 0, (size) => -1 / (1 + size * ratio) ** 2);
  const second = weightedProducts(statistics, 0, (size) => (2 * size) / (1 + size * ratio) ** 3);
  const weights = residualWeights(fit.beta);
  const [firstFixed, secondFixed] = [unpacked(first, p + 1, p), unpacked(second, p + 1, p)];
  const mixed = times(fit.bread, firstFixed, p);
  const breadSlope = times(mixed, fit.bread, p).map((value) => -value);
  const pull = timesVector(unpacked(first, p + 1), weights).subarray(0, p);
  const errorSlope = quadraticForm(unpacked(first, p + 1), weights);
  const errorBend = quadraticForm(unpacked(second, p + 1), weights) - 2 * quadraticForm(fit.bread, Float64Array.from(pull));
  const clusters = sizes.reduce((sum, { size, clusters }) => sum - clusters * (size / (1 + size * ratio)) ** 2, 0);
  const fixed = traceOfProduct(fit.bread, secondFixed) - traceOfSquare(mixed, p);
  return {
    sigma2Sigma2: (n - p) / fit.sigma2 ** 2,
    sigma2Ratio: -errorSlope / fit.sigma2 ** 2,
    ratioRatio: clusters + fixed + errorBend / fit.sigma2,
    breadSlope,
  };
}

function traceOfSquare(matrix: Float64Array, n: number): number {
  let trace = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) trace += entry(matrix, i * n + j) * entry(matrix, j * n + i);
  return trace;
}

/** Kenward and Roger's standard error and degrees of freedom of one coefficient. */
export type KenwardRoger = { readonly standardError: number; readonly df: number };

/**
 * Kenward and Roger 1997 for one coefficient, from statistics alone. R: `pbkrtest::vcovAdj` and `pbkrtest::Lb_ddf`. For a single
 * coefficient their F needs no scaling and its degrees of freedom are 2 / A₂. `null` at the boundary, where there is nothing to adjust for.
 */
export function kenwardRoger(statistics: InterceptStatistics, fit: RandomIntercept, column: number): KenwardRoger | null {
  if (fit.theta === 0) return null;
  const { p } = statistics;
  const variance = fit.bread.map((value) => fit.sigma2 * value);
  const parts = covarianceParts(statistics, fit);
  const weights = parameterVariance(parts, variance);
  if (weights === null) return null;
  const adjusted = Float64Array.from(variance);
  const contrast = Float64Array.from({ length: p }, (_, i) => entry(variance, i * p + column));
  const plain = entry(variance, column * p + column);
  const slopes = parts.first.map((part) => quadraticForm(part, contrast) / plain);
  let spread = 0;
  for (const [i, first] of parts.first.entries()) {
    for (const [j, other] of parts.first.entries()) {
      const weight = weights[i]?.[j] ?? 0;
      spread += weight * (slopes[i] ?? 0) * (slopes[j] ?? 0);
      const middle = times(times(first, variance, p), other, p);
      const bend = Float64Array.from(parts.second[i]?.[j] ?? middle, (value, place) => value - entry(middle, place));
      const added = times(times(variance, bend, p), variance, p);
      for (let place = 0; place < adjusted.length; place++) adjusted[place] = entry(adjusted, place) + 2 * weight * entry(added, place);
    }
  }
  const own = entry(adjusted, column * p + column);
  return own > 0 && spread > 0 ? { standardError: Math.sqrt(own), df: 2 / spread } : null;
}

/** For V = τ² ZZ' + σ² I, in that order: P_i = −X'V⁻¹G_iV⁻¹X, Q_ij = X'V⁻¹G_iV⁻¹G_jV⁻¹X and tr(V⁻¹G_iV⁻¹G_j). */
type CovarianceParts = {
  readonly first: readonly [Float64Array, Float64Array];
  readonly second: readonly (readonly Float64Array[])[];
  readonly traces: readonly (readonly number[])[];
};

// within a cluster V⁻¹ is u/σ² along the mean and 1/σ² across it, with u = 1/(1 + size · ratio)
function covarianceParts(statistics: InterceptStatistics, { sigma2, theta }: RandomIntercept): CovarianceParts {
  const { p, sizes } = statistics;
  const u = (size: number) => 1 / (1 + size * theta ** 2);
  const fixed = (whole: number, power: number, weight: (size: number) => number) =>
    unpacked(weightedProducts(statistics, whole, weight), p + 1, p).map((value) => value / sigma2 ** power);
  const between = fixed(0, 2, (size) => -(u(size) ** 2));
  const within = fixed(1, 2, (size) => (u(size) ** 2 - 1) / size).map((value) => -value);
  const both = fixed(0, 3, (size) => u(size) ** 3);
  const sum = (value: (size: number) => number) =>
    sizes.reduce((total, { size, clusters }) => total + clusters * value(size), 0) / sigma2 ** 2;
  const mixed = sum((size) => size * u(size) ** 2);
  return {
    first: [between, within],
    second: [
      [fixed(0, 3, (size) => size * u(size) ** 3), both],
      [both, fixed(1, 3, (size) => (u(size) ** 3 - 1) / size)],
    ],
    traces: [
      [sum((size) => (size * u(size)) ** 2), mixed],
      [mixed, sum((size) => size - 1 + u(size) ** 2)],
    ],
  };
}

// twice the inverse of the expected information about (τ², σ²)
function parameterVariance({ first, second, traces }: CovarianceParts, variance: Float64Array): readonly (readonly number[])[] | null {
  const p = Math.sqrt(variance.length);
  const products = first.map((part) => times(variance, part, p));
  const information = [0, 1].map((i) =>
    [0, 1].map((j) => {
      const [left, right] = [products[i] ?? variance, products[j] ?? variance];
      return (traces[i]?.[j] ?? 0) - 2 * dot(variance, 0, second[i]?.[j] ?? variance, 0, p * p) + traceOfMixed(left, right, p);
    }),
  );
  const [[a = 0, b = 0] = [], [, d = 0] = []] = information;
  const determinant = a * d - b * b;
  if (!(determinant > 0)) return null;
  return [
    [(2 * d) / determinant, (-2 * b) / determinant],
    [(-2 * b) / determinant, (2 * a) / determinant],
  ];
}

function traceOfMixed(a: Float64Array, b: Float64Array, n: number): number {
  let trace = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) trace += entry(a, i * n + j) * entry(b, j * n + i);
  return trace;
}
