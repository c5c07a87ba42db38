import { inverse, logDeterminant } from "./cholesky.ts";
import type { ClusterProducts } from "./cluster-products.ts";
import { type Reduced, solveAugmented } from "./least-squares.ts";
import { quadraticForm, rootDiagonal, traceOfProduct } from "./matrix.ts";
import { addOuter, unpacked } from "./packed.ts";
import { entry } from "./vectors.ts";

/** What the random-intercept model needs of the clusters: those of equal size are summed, so an evaluation costs little. */
export type InterceptStatistics = {
  readonly p: number;
  readonly n: number;
  readonly total: Float64Array;
  /** By cluster size: how many clusters, and Σ s s' of their column sums s. */
  readonly sizes: readonly { readonly size: number; readonly clusters: number; readonly outer: Float64Array }[];
};

/** The linear mixed model with one intercept for each cluster, fitted by restricted maximum likelihood. */
export type RandomIntercept = {
  /** √(τ²/σ²), lme4's parameter; 0 where the likelihood is highest at no variance between clusters. */
  readonly theta: number;
  readonly sigma2: number;
  readonly tau2: number;
  /** −2 restricted log-likelihood, constants included. */
  readonly remlCriterion: number;
  readonly beta: Float64Array;
  readonly standardErrors: readonly number[];
  /** (X'V⁻¹X)⁻¹ / σ², row-major. */
  readonly bread: Float64Array;
};

/** Sums the clusters by size. */
export function interceptStatistics({ columns, clusters, total, at }: ClusterProducts): InterceptStatistics {
  const q = columns.length + 1;
  const bySize = new Map<number, { size: number; clusters: number; outer: Float64Array }>();
  for (let cluster = 0; cluster < clusters.length; cluster++) {
    const sums = at(cluster).slice(0, q);
    const size = entry(sums, 0);
    const kept = bySize.get(size) ?? { size, clusters: 0, outer: new Float64Array(total.length) };
    bySize.set(size, kept);
    kept.clusters++;
    addOuter(kept.outer, 1, sums);
  }
  return { p: columns.length, n: entry(total, 0), total, sizes: [...bySize.values()].sort((a, b) => a.size - b.size) };
}

/**
 * The REML fit, from statistics alone. R: `lme4::lmer(y ~ x + (1 | cluster), REML = TRUE)`, with the optimum found to the last digit where
 * lmer stops early. `null` where the response is fitted without error, as then no variance can be told from another.
 */
export function randomIntercept(statistics: InterceptStatistics): RandomIntercept | null {
  const none = evaluate(statistics, 0);
  if (none === null || none.reduced.residual <= 1e-12 * entry(statistics.total, statistics.total.length - 1)) return null;
  const ratio = bestRatio(statistics, none.criterion);
  const best = evaluate(statistics, ratio);
  if (best === null) return null;
  const bread = inverse(best.reduced.factor);
  const sigma2 = best.reduced.residual / (statistics.n - statistics.p);
  return {
    theta: Math.sqrt(ratio),
    sigma2,
    tau2: sigma2 * ratio,
    remlCriterion: best.criterion,
    beta: best.reduced.beta,
    standardErrors: rootDiagonal(bread, statistics.p).map((root) => root * Math.sqrt(sigma2)),
    bread,
  };
}

/** The predicted intercepts (BLUPs) by cluster, in their order. R: `lme4::ranef`. */
export function predictedIntercepts({ clusters, at }: ClusterProducts, { theta, beta }: RandomIntercept): readonly number[] {
  const ratio = theta * theta;
  return clusters.map((_, cluster) => {
    const sums = at(cluster);
    let residual = entry(sums, beta.length);
    for (let column = 0; column < beta.length; column++) residual -= entry(sums, column) * entry(beta, column);
    return (ratio * residual) / (1 + entry(sums, 0) * ratio);
  });
}

type Evaluation = { readonly criterion: number; readonly reduced: Reduced };

/** Σ over cluster sizes of `weight` times the outer products of column sums, added to a multiple of the total; packed. */
export function weightedProducts(statistics: InterceptStatistics, whole: number, weight: (size: number) => number): Float64Array {
  const sum = statistics.total.map((value) => whole * value);
  for (const { size, outer } of statistics.sizes) {
    const factor = weight(size);
    if (factor !== 0) for (let place = 0; place < sum.length; place++) sum[place] = entry(sum, place) + factor * entry(outer, place);
  }
  return sum;
}

function evaluate(statistics: InterceptStatistics, ratio: number): Evaluation | null {
  const { p, n, sizes } = statistics;
  const packed = weightedProducts(statistics, 1, (size) => -ratio / (1 + size * ratio));
  const reduced = solveAugmented(unpacked(packed, p + 1), p);
  if (reduced === null) return null;
  const clusters = sizes.reduce((sum, { size, clusters }) => sum + clusters * Math.log1p(size * ratio), 0);
  const criterion = clusters + logDeterminant(reduced.factor) + (n - p) * (1 + Math.log((2 * Math.PI * reduced.residual) / (n - p)));
  return { criterion, reduced };
}

// the likelihood may have more than one top, so it is scanned before its slope is solved
function bestRatio(statistics: InterceptStatistics, atZero: number): number {
  const ratios = Array.from({ length: 25 }, (_, step) => 10 ** (-8 + step / 2));
  const heights = ratios.map((ratio) => evaluate(statistics, ratio)?.criterion ?? Number.POSITIVE_INFINITY);
  const lowest = heights.indexOf(Math.min(...heights));
  const [from, to] = [ratios[Math.max(0, lowest - 1)] ?? 0, ratios[Math.min(ratios.length - 1, lowest + 1)] ?? 1];
  const ratio = slopeRoot(statistics, from, to);
  const height = evaluate(statistics, ratio)?.criterion ?? Number.POSITIVE_INFINITY;
  return atZero <= height + 1e-10 ? 0 : ratio;
}

// where the slope of the criterion changes sign: secants through the last two points, or the middle where they leave the bracket
function slopeRoot(statistics: InterceptStatistics, from: number, to: number): number {
  let [low, high] = [Math.log(from), Math.log(to)];
  let [before, now] = [low, (low + high) / 2];
  let slopeBefore = slopeAt(statistics, from);
  if (slopeBefore >= 0) return from;
  if (slopeAt(statistics, to) <= 0) return to;
  for (let turn = 0; turn < 200; turn++) {
    const slope = slopeAt(statistics, Math.exp(now));
    if (slope < 0) low = now;
    else high = now;
    const secant = now - (slope * (now - before)) / (slope - slopeBefore);
    const next = secant >= low && secant <= high ? secant : (low + high) / 2;
    if (slope === 0 || Math.abs(next - now) < 1e-13) return Math.exp(now);
    [before, slopeBefore, now] = [now, slope, next];
  }
  return Math.exp(now);
}

// d criterion / d ratio, times the ratio so that it is on the scale of the logarithm
function slopeAt(statistics: InterceptStatistics, ratio: number): number {
  const { p, n, sizes } = statistics;
  const reduced = evaluate(statistics, ratio)?.reduced;
  if (reduced === undefined) return Number.NaN;
  const change = weightedProducts(statistics, 0, (size) => -1 / (1 + size * ratio) ** 2);
  const clusters = sizes.reduce((sum, { size, clusters }) => sum + (clusters * size) / (1 + size * ratio), 0);
  const fixed = traceOfProduct(inverse(reduced.factor), unpacked(change, p + 1, p));
  const error = quadraticForm(unpacked(change, p + 1), residualWeights(reduced.beta));
  return ratio * (clusters + fixed + ((n - p) * error) / reduced.residual);
}

/** (−β, 1): what takes columns and response to the residual. */
export function residualWeights(beta: Float64Array): Float64Array {
  const weights = new Float64Array(beta.length + 1);
  beta.forEach((value, index) => {
    weights[index] = -value;
  });
  weights[beta.length] = 1;
  return weights;
}
