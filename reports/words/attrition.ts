import type { FlowTable } from "../../core/place-report.ts";

/** How far follow-up reaches: of people whose follow-up is due, the percentage who have one; `null` where that may not be shown. */
export function followUpPercent({ baseline, followedUp, notYetDue }: FlowTable): number | null {
  if (baseline.kind !== "value" || followedUp.kind !== "value") return null;
  const due = baseline.value - (notYetDue.kind === "value" ? notYetDue.value : 0);
  return due <= 0 ? null : Math.min(100, (followedUp.value / due) * 100);
}

/** Of people referred, the percentage with both scores; `null` where that may not be shown. */
export function bothScoresPercent({ referred, followedUp }: FlowTable): number | null {
  if (referred.kind !== "value" || followedUp.kind !== "value" || referred.value <= 0) return null;
  return Math.min(100, (followedUp.value / referred.value) * 100);
}

/** Below this, a sentence about change says at once that it is about people with both scores. */
export const followUpCaveatBelow = 60;

/** Below this, a change is no key number any more. */
export const keyNumberFrom = 30;
