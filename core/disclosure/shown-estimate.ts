import type { Estimate, Shown } from "../shown.ts";
import type { DisclosureProfile } from "./profile.ts";
import { missing, rounded, showCount, suppressed } from "./show.ts";

/** An estimate and its interval to so many decimals; missing where one of the three is no number. */
export function estimateOf(value: unknown, interval: unknown, decimals: number): Estimate {
  const [lower, upper] = Array.isArray(interval) ? interval : [];
  if (typeof value !== "number" || typeof lower !== "number" || typeof upper !== "number") return missing;
  if (![value, lower, upper].every(Number.isFinite)) return missing;
  return { kind: "value", value: rounded(value, decimals), lower: rounded(lower, decimals), upper: rounded(upper, decimals) };
}

/** A count as a percentage of another, from both as they may be shown. */
export function shownPercent(part: number, of: number, profile: DisclosureProfile): Shown {
  const [x, n] = [showCount(part, profile), showCount(of, profile)];
  if (x.kind !== "value" || n.kind !== "value") return suppressed;
  return n.value === 0 ? missing : { kind: "value", value: rounded(Math.min(100, (100 * x.value) / n.value), 0) };
}
