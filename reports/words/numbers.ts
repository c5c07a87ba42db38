import type { Estimate, Shown } from "../../core/place-report.ts";

const minus = "\u2212";
const thousands = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 });

/** A count: `3,244`. */
export function countText(n: number): string {
  return thousands.format(n);
}

/** A number to so many decimals with a real minus sign, and never a negative zero: `−2.9`, `0.0`. */
export function decimalText(value: number, decimals = 1): string {
  const digits = Math.abs(value).toFixed(decimals);
  return value < 0 && Number(digits) !== 0 ? minus + digits : digits;
}

/** As {@link decimalText}, with a plus where it is above zero: for changes. */
export function changeText(value: number, decimals = 1): string {
  const text = decimalText(value, decimals);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** A whole percentage: `45%`. */
export function percentText(value: number): string {
  return `${decimalText(value, 0)}%`;
}

/** A percentage in prose: `45 in 100`. */
export function inHundred(value: number): string {
  return `${decimalText(value, 0)} in 100`;
}

/** `1 point`, `2.9 points`. */
export function pointsText(value: number): string {
  const digits = decimalText(Math.abs(value));
  return digits === "1.0" ? "1 point" : `${digits} points`;
}

/** A month as people write it: `October 2024`. */
export function monthText(month: string): string {
  return `${monthNames[Number(month.slice(5, 7)) - 1] ?? ""} ${month.slice(0, 4)}`;
}

/** A day as people write it: `22 November 2026`. */
export function dateText(date: string): string {
  return `${Number(date.slice(8, 10))} ${monthText(date)}`;
}

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** What stands where a number is not: `[c]` confidential, `[x]` not available, `[z]` not applicable. */
export const placeholders = { suppressed: "[c]", missing: "[x]", "not-applicable": "[z]" } as const;

/** A number as it stands in a table: by `format` where there is one, and otherwise the reason why not. */
export function shownText(shown: Shown | Estimate, format: (value: number) => string): string {
  return shown.kind === "value" ? format(shown.value) : placeholders[shown.kind];
}

/** An interval in words: `−3.1 to −2.8`; of a number that is shown without one it is confidential. */
export function intervalText(estimate: Shown | Estimate, format: (value: number) => string): string {
  if (estimate.kind !== "value") return placeholders[estimate.kind];
  return "lower" in estimate ? `${format(estimate.lower)} to ${format(estimate.upper)}` : placeholders.suppressed;
}

/** The number, or `null` where none is shown. */
export function numberOf(shown: Shown | Estimate): number | null {
  return shown.kind === "value" ? shown.value : null;
}
