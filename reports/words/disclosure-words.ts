import type { PlaceFrame } from "../../core/place-report.ts";

/** The rule of each profile that is shipped, as the foot of every table says it. */
export const shippedRules = {
  "hes-subnational":
    "Counts of 1 to 7, and counts from which one could be calculated, are not shown; all others are rounded to the nearest 5. " +
    "Averages and percentages are shown for 10 people or more, and percentages come from the rounded counts.",
  national: "Counts for England as a whole are exact. One of 40 or fewer is not shown where it would tell of a few people in one board.",
} as const;

/** What is hidden here, and how the rest is rounded; a deployer's own profile says it in its own words. */
export function disclosureText({ suppression }: PlaceFrame): string {
  const { profile, words } = suppression;
  return Object.hasOwn(shippedRules, profile) ? shippedRules[profile as keyof typeof shippedRules] : words;
}
