import { cholesky, type Factor, solve } from "./cholesky.ts";
import { addProducts, type SparseRow } from "./cluster-products.ts";
import { addRow, type DesignRows, emptyRow, linearPredictor } from "./design-rows.ts";
import { packedSize, unpacked } from "./packed.ts";
import { addScaled, entry } from "./vectors.ts";

/** A logistic regression: coefficients, each row's fitted probability, and the factor of the information X'WX. */
export type Logistic = { readonly beta: Float64Array; readonly fitted: Float64Array; readonly information: Factor };

/** Probabilities nearer than this to 0 or 1 mean that the predictors tell the groups apart without error. */
export const separationBound = 1e-7;

/**
 * Maximum likelihood by Newton's method (R: `glm(cbind(happened, people - happened) ~ x, binomial)` with `epsilon = 1e-14`). `null` where the groups are separated: a fitted
 * probability within {@link separationBound} of 0 or 1, a singular information, or no end within 200 turns.
 */
export function logisticFit(rows: DesignRows, happened: Int32Array): Logistic | null {
  const beta = new Float64Array(rows.columns.length);
  let deviance = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 200; turn++) {
    const state = evaluate(rows, happened, beta);
    const information = cholesky(state.information, beta.length);
    if (information === null || !Number.isFinite(state.deviance)) return null;
    const step = solve(information, state.score);
    const done = Math.abs(state.deviance - deviance) < 1e-14 * (Math.abs(state.deviance) + 0.1) || isTiny(step, beta);
    if (done) return isSeparated(state.fitted) ? null : { beta, fitted: state.fitted, information };
    deviance = state.deviance;
    addScaled(beta, 0, 1, step, 0, beta.length);
  }
  return null;
}

type State = { readonly deviance: number; readonly fitted: Float64Array; readonly score: Float64Array; readonly information: Float64Array };

function evaluate(rows: DesignRows, happened: Int32Array, beta: Float64Array): State {
  const p = beta.length;
  const fitted = new Float64Array(rows.count);
  const score = new Float64Array(p);
  const packed = new Float64Array(packedSize(p));
  const row: SparseRow = emptyRow(p);
  let deviance = 0;
  for (let index = 0; index < rows.count; index++) {
    rows.fill(index, row);
    const eta = linearPredictor(row, beta);
    const probability = 1 / (1 + Math.exp(-eta));
    const n = rows.people[index] ?? 0;
    const yes = happened[index] ?? 0;
    fitted[index] = probability;
    deviance += 2 * (n * softPlus(eta) - yes * eta);
    addRow(score, yes - n * probability, row);
    addProducts(packed, p, row, n * probability * (1 - probability));
  }
  return { deviance, fitted, score, information: unpacked(packed, p) };
}

// ln(1 + e^x), without overflow
function softPlus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}

function isTiny(step: Float64Array, beta: Float64Array): boolean {
  return step.every((value, index) => Math.abs(value) <= 1e-13 * (1 + Math.abs(entry(beta, index))));
}

function isSeparated(fitted: Float64Array): boolean {
  return fitted.some((probability) => probability < separationBound || probability > 1 - separationBound);
}
