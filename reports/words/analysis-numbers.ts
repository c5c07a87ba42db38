import { listAt } from "../../core/analysis/branch-reader.ts";
import type { Branch } from "../../core/analysis/describe-pairs.ts";

/** A number with so many decimals, with a true minus sign and never minus zero; a dash for what is not defined. */
export function shown(value: unknown, decimals: number = 2): string {
  if (typeof value !== "number") return "–";
  const text = value.toFixed(decimals);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** `from to to` for an interval, a dash for none. */
export function shownInterval(value: unknown, decimals: number = 2): string {
  const [lower, upper] = Array.isArray(value) ? value : [];
  return typeof lower === "number" && typeof upper === "number" ? `${shown(lower, decimals)} to ${shown(upper, decimals)}` : "–";
}

/** A proportion branch as `31.4% (12 of 38; 95% CI 18.9% to 47.2%)`. */
export function shownProportion(branch: Branch): string {
  if (typeof branch.p !== "number") return `none of ${shown(branch.n, 0)}`;
  const [lower, upper] = listAt(branch, "wilson95").map((limit) => (typeof limit === "number" ? limit * 100 : null));
  return `${shown(branch.p * 100, 1)}% (${shown(branch.x, 0)} of ${shown(branch.n, 0)}; 95% CI ${shown(lower, 1)}% to ${shown(upper, 1)}%)`;
}

/** A number of things in words: `1 practice`, `12 practices`. */
export function counted(value: unknown, one: string): string {
  return `${shown(value, 0)} ${one}${value === 1 ? "" : "s"}`;
}
