import type { CivilDate } from "../../core/civil-date.ts";
import type { FlowTable, Shown } from "../../core/place-report.ts";
import { countText, dateText } from "./numbers.ts";

/** What a practice's first page prints for its own people. */
export const glanceWords = {
  heading: "This practice in one line",
  figures: (construct: string) => `${construct} at a glance`,
  followUps: "Which follow-ups are due, by the practice’s own references: for its own people",
  ownPages: "For people who work at this practice: what is to be done",
} as const;

/** How many were referred, started and have both scores: numbers alone, no judgement. */
export function oneLine({ referred, started, followedUp }: FlowTable, measure: string): string {
  if (referred.kind !== "value") return "How many people were referred is confidential here [c].";
  const both = `${measure} scores before and after`;
  return `Of ${countText(referred.value)} people referred, ${known(started, "started")} and ${known(followedUp, `have ${both}`)}.`;
}

/** How many are due a follow-up score and have none, on the day by which pages judge. */
export function dueSentence({ overdue }: FlowTable, asOf: CivilDate): string {
  const on = `on ${dateText(asOf)}`;
  if (overdue.kind !== "value") return `How many were due a follow-up score ${on} and had none is confidential [c].`;
  if (overdue.value === 0) return `Nobody was due a follow-up score ${on} without having one.`;
  return `${countText(overdue.value)} were due a follow-up score ${on} and had none.`;
}

function known(n: Shown, what: string): string {
  return n.kind === "value" ? `${n.value === 0 ? "none" : countText(n.value)} ${what}` : `a confidential number [c] ${what}`;
}
