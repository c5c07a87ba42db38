import { normalQuantile, normalTails } from "./normal.ts";
import { deviance, stirlingError } from "./stirling-error.ts";
import type { Tails } from "./tails.ts";
import type { Interval } from "./wilson.ts";

/** A noncentral t distribution: whole degrees of freedom from 1 on, and its noncentrality. */
export type NoncentralT = { readonly df: number; readonly ncp: number };

/**
 * Both tails of the noncentral t at t (R: `pt(t, df, ncp)`, which falls back to an approximation beyond |ncp| = 37.62; this does not).
 * P(T ≤ t) is the mean of Φ(t·s − ncp) over s = χ_df / √df, taken by Gauss-Legendre panels no wider than the integrand bends.
 */
export function noncentralTails(t: number, { df, ncp }: NoncentralT): Tails {
  const sum = { lower: 0, upper: 0, mass: 0 };
  for (const { from, to, panels } of segments(t, { df, ncp })) {
    const width = (to - from) / panels;
    for (let panel = 0; panel < panels; panel++) addPanel(sum, { from: from + panel * width, width }, { t, df, ncp });
  }
  return { lower: sum.lower / sum.mass, upper: sum.upper / sum.mass };
}

/**
 * The noncentralities at which t is the upper and the lower `tail` point: an exact interval for √n times a standardised
 * mean difference (Cumming and Finch 2001). R: `uniroot` on `pt(t, df, ncp)`.
 */
export function noncentralityInterval(t: number, df: number, level: number = 0.95): Interval {
  const tail = (1 - level) / 2;
  return [noncentralityAt(t, df, 1 - tail), noncentralityAt(t, df, tail)];
}

// Φ⁻¹ of the tail is almost a straight line in the noncentrality, so a few secant steps end at the last digit
function noncentralityAt(t: number, df: number, p: number): number {
  const goal = normalQuantile(p);
  const height = (ncp: number) => scoreOf(noncentralTails(t, { df, ncp })) - goal;
  const spread = Math.sqrt(1 + (t * t) / (2 * df));
  let [before, now] = [t - (goal + 0.1) * spread, t - goal * spread];
  let heightBefore = height(before);
  for (let turn = 0; turn < 60; turn++) {
    const heightNow = height(now);
    const step = (heightNow * (now - before)) / (heightNow - heightBefore);
    if (!Number.isFinite(step) || Math.abs(step) <= 1e-14 * (1 + Math.abs(now))) return now;
    [before, heightBefore] = [now, heightNow];
    now -= Math.sign(step) * Math.min(Math.abs(step), 4 * spread);
  }
  return now;
}

function scoreOf({ lower, upper }: Tails): number {
  return lower < upper ? normalQuantile(lower) : -normalQuantile(upper);
}

type Segment = { readonly from: number; readonly to: number; readonly panels: number };

// the chi density lives within [low, high]; Φ(t·s − ncp) turns from 0 to 1 within 9/|t| of s = ncp/t
function segments(t: number, { df, ncp }: NoncentralT): readonly Segment[] {
  const reach = Math.sqrt(400 / df);
  const [low, high] = [Math.sqrt(Math.max(0, 1 - reach)), Math.sqrt(1 + reach + 200 / df)];
  const bend = t === 0 ? Number.POSITIVE_INFINITY : 1 / Math.abs(t);
  const turn = t === 0 ? 0 : ncp / t;
  const inner = [turn - 9 * bend, turn + 9 * bend].filter((edge) => edge > low && edge < high);
  const edges = [low, ...inner, high];
  const scale = Math.sqrt(0.5 / df);
  return edges.slice(1).map((to, index) => {
    const from = edges[index] ?? low;
    const turning = Math.abs((from + to) / 2 - turn) < 9 * bend;
    const finest = turning ? Math.min(scale, bend) : scale;
    return { from, to, panels: Math.min(400, Math.ceil((to - from) / (2.5 * finest))) };
  });
}

function addPanel(
  sum: { lower: number; upper: number; mass: number },
  { from, width }: { from: number; width: number },
  { t, df, ncp }: NoncentralT & { t: number },
): void {
  for (const [node, weight] of nodes) {
    const s = from + width * node;
    const mass = weight * width * chiDensity(s, df);
    const { lower, upper } = normalTails(t * s - ncp);
    sum.lower += mass * lower;
    sum.upper += mass * upper;
    sum.mass += mass;
  }
}

// density of χ_df / √df at s > 0, in Loader's saddle-point form
function chiDensity(s: number, df: number): number {
  const a = df / 2;
  const exponent = -stirlingError(a) - a * deviance(1, s * s, (1 - s) * (1 + s));
  return (Math.sqrt((2 * a) / Math.PI) * Math.exp(exponent)) / s;
}

const nodes = gaussLegendre(20);

// nodes and weights on [0, 1]: Newton's method on the Legendre polynomial
function gaussLegendre(order: number): readonly (readonly [node: number, weight: number])[] {
  return Array.from({ length: order }, (_, index) => {
    let x = Math.cos((Math.PI * (index + 0.75)) / (order + 0.5));
    let slope = 1;
    for (let turn = 0; turn < 50; turn++) {
      const { value, derivative } = legendre(order, x);
      slope = derivative;
      const step = value / derivative;
      x -= step;
      if (Math.abs(step) < 1e-16) break;
    }
    return [(1 + x) / 2, 1 / ((1 - x * x) * slope * slope)] as const;
  });
}

function legendre(order: number, x: number): { readonly value: number; readonly derivative: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= order; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, derivative: (order * (x * value - before)) / (x * x - 1) };
}
