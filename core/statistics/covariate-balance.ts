import { emptyRow } from "./design-rows.ts";
import type { Logistic } from "./logistic.ts";
import type { Arms, Treated } from "./propensity-weighting.ts";
import { entry } from "./vectors.ts";

/** How far apart both groups lie in one column of the design, in pooled unweighted standard deviations. */
export type ColumnBalance = { readonly column: string; readonly unweighted: number | null; readonly weighted: number | null };

/**
 * The standardised difference of every column but the intercept, before and after inverse-probability weighting (Austin 2009). A column of zeros
 * and ones has the variance p(1 − p), the first score that of a sample. R: `cobalt::bal.tab(..., s.d.denom = "pooled", binary = "std")`.
 */
export function covariateBalance(data: Treated, { fitted }: Logistic): readonly ColumnBalance[] {
  const { columns, count, people } = data.rows;
  const sums = [0, 1].map(() => ({ n: 0, weight: 0, plain: zeros(columns), squares: zeros(columns), weighted: zeros(columns) }));
  const row = emptyRow(columns.length);
  for (let index = 0; index < count; index++) {
    const own = sums[data.treated[index] ?? 0];
    if (own === undefined) continue;
    const n = people[index] ?? 0;
    const chance = entry(fitted, index);
    const weight = n / (data.treated[index] === 1 ? chance : 1 - chance);
    own.n += n;
    own.weight += weight;
    data.rows.fill(index, row);
    for (let k = 0; k < row.used; k++) {
      const [place, value] = [row.places[k] ?? 0, entry(row.values, k)];
      own.plain[place] = entry(own.plain, place) + n * value;
      own.squares[place] = entry(own.squares, place) + n * value * value;
      own.weighted[place] = entry(own.weighted, place) + weight * value;
    }
  }
  const [others, treated] = sums;
  if (others === undefined || treated === undefined || others.n < 2 || treated.n < 2) return [];
  return columns.flatMap((column, place) => {
    if (column === "(Intercept)") return [];
    const mean = (arm: typeof others) => entry(arm.plain, place) / arm.n;
    const variance = (arm: typeof others) =>
      Math.max(0, entry(arm.squares, place) - arm.n * mean(arm) ** 2) / (column === "baseline" ? arm.n - 1 : arm.n);
    const pooled = Math.sqrt((variance(treated) + variance(others)) / 2);
    const weighted = (arm: typeof others) => entry(arm.weighted, place) / arm.weight;
    const inPooled = (difference: number) => (pooled > 0 ? difference / pooled : null);
    return [{ column, unweighted: inPooled(mean(treated) - mean(others)), weighted: inPooled(weighted(treated) - weighted(others)) }];
  });
}

function zeros(columns: readonly string[]): Float64Array {
  return new Float64Array(columns.length);
}

/** People of both groups by their fitted chance of being treated, in ten equal runs from 0 to 1: where one is empty, nobody there can be compared. */
export function propensityBars({ rows, treated }: Treated, { fitted }: Logistic): Arms<readonly number[]> {
  const bars = { treated: Array.from({ length: 10 }, () => 0), others: Array.from({ length: 10 }, () => 0) };
  for (let index = 0; index < rows.count; index++) {
    const bar = Math.min(9, Math.floor(entry(fitted, index) * 10));
    const own = treated[index] === 1 ? bars.treated : bars.others;
    own[bar] = (own[bar] ?? 0) + (rows.people[index] ?? 0);
  }
  return bars;
}
