import { activities } from "../episodes/activity.ts";
import { ageBands, referrerRoles, sexes } from "../events/event.ts";
import type { Dimension } from "../place-report.ts";

/** What people with both scores are told apart by: who referred, in which month, and everything that a reader may compare. */
export type SplitDimension = "role" | "month" | Dimension;

/** The groups of each dimension, in the fixed order in which they are always shown: never by result. */
export const dimensionLevels: Readonly<Record<"role" | Dimension, readonly string[]>> = {
  role: referrerRoles,
  activity: activities,
  age: ageBands,
  sex: sexes,
  imd: ["1", "2", "3", "4", "5", "unknown"],
  ethnicity: ["white", "mixed", "asian", "black", "other", "unknown"],
};

/** The group that a level of a statistic's key belongs to: the 2001 census categories make five groups, every other level is its own. */
export function groupOf(dimension: "role" | Dimension, level: string): string {
  const group = dimension === "ethnicity" ? (ethnicGroups[level] ?? "unknown") : level;
  return dimensionLevels[dimension].includes(group) ? group : "unknown";
}

const ethnicGroups: Readonly<Record<string, string>> = {
  ...Object.fromEntries(["A", "B", "C"].map((category) => [category, "white"])),
  ...Object.fromEntries(["D", "E", "F", "G"].map((category) => [category, "mixed"])),
  ...Object.fromEntries(["H", "J", "K", "L"].map((category) => [category, "asian"])),
  ...Object.fromEntries(["M", "N", "P"].map((category) => [category, "black"])),
  ...Object.fromEntries(["R", "S"].map((category) => [category, "other"])),
};
