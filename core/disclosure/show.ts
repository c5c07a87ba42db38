import type { Estimate, Shown } from "../place-report.ts";
import { studentQuantile } from "../statistics/student-t.ts";
import { wilsonInterval } from "../statistics/wilson.ts";
import type { DisclosureProfile } from "./profile.ts";

/** The four things a number can be when it is not there, and the one when it is. */
export const suppressed = { kind: "suppressed" } as const;
export const missing = { kind: "missing" } as const;
export const notApplicable = { kind: "not-applicable" } as const;

/** A count as it may be shown when nothing else forbids it: zero as zero, 1 to `hiddenUpTo` hidden, the rest rounded. Idempotent. */
export function showCount(n: number, { hiddenUpTo, roundTo }: DisclosureProfile): Shown {
  if (n >= 1 && n <= hiddenUpTo) return suppressed;
  return { kind: "value", value: Math.round(n / roundTo) * roundTo };
}

/** Whether a result rests on so few people, as they are shown, that it must be marked. Nobody at all is no result. */
export function isUnreliable(n: Shown, { reliableFrom }: DisclosureProfile): boolean {
  return n.kind === "value" && n.value > 0 && n.value < reliableFrom;
}

/** A percentage of a total: both counts as shown and as they are. */
export type Share = { readonly part: Shown; readonly of: Shown; readonly exactPart: number; readonly exactOf: number };

/** A percentage 0 to 100 with Wilson's interval, from the counts as shown, so that it tells nothing that they do not. */
export function showShare({ part, of, exactPart, exactOf }: Share, profile: DisclosureProfile): Estimate {
  // that there is nobody to take a share of is itself hidden with the count
  if (part.kind === "suppressed" || of.kind === "suppressed") return suppressed;
  if (exactOf === 0) return missing;
  const enough = exactOf >= profile.minimumDenominator && Math.min(exactPart, exactOf - exactPart) >= profile.minimumCell;
  if (part.kind !== "value" || of.kind !== "value" || !enough) return suppressed;
  const interval = wilsonInterval(part.value, of.value);
  if (interval === null) return missing;
  return { kind: "value", value: percent(part.value / of.value), lower: percent(interval[0]), upper: percent(interval[1]) };
}

function percent(share: number): number {
  return Number((share * 100).toFixed(6));
}

/** A mean with its 95% interval, taken with the number of people as it is shown, so that its width tells no more of it. */
export function showMean(mean: number, sd: number, n: number, { decimals }: DisclosureProfile): Estimate {
  if (n < 2) return missing;
  const half = (studentQuantile(0.975, n - 1) * sd) / Math.sqrt(n);
  return { kind: "value", value: rounded(mean, decimals), lower: rounded(mean - half, decimals), upper: rounded(mean + half, decimals) };
}

/** A number to so many decimals, halves away from zero, never a negative zero; as it is where `decimals` is `null`. */
export function rounded(value: number, decimals: number | null): number {
  if (decimals === null) return value;
  const scale = 10 ** decimals;
  return (Math.sign(value) * Math.round(Number((Math.abs(value) * scale).toPrecision(12)))) / scale || 0;
}
