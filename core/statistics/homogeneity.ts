import { chiSquaredTails } from "./chi-squared.ts";

/** People of one group, and how many of them are what is counted. */
export type GroupCount = { readonly x: number; readonly n: number };

/**
 * Pearson's chi-squared test that all groups have one share, without continuity correction: the probability of shares at least as far
 * apart by chance. `null` for fewer than two groups with people in them, and where everybody or nobody is counted.
 *
 * R: `prop.test(x, n, correct = FALSE)$p.value`.
 */
export function homogeneityP(groups: readonly GroupCount[]): number | null {
  const counted = groups.filter(({ n }) => n > 0);
  const [x, n] = [counted.reduce((total, group) => total + group.x, 0), counted.reduce((total, group) => total + group.n, 0)];
  if (counted.length < 2 || x === 0 || x === n) return null;
  const share = x / n;
  const statistic = counted.reduce((total, group) => total + (group.x - group.n * share) ** 2 / (group.n * share * (1 - share)), 0);
  return chiSquaredTails(statistic, counted.length - 1).upper;
}
