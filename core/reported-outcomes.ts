/**
 * The outcomes, in their fixed order. Isolation and loneliness are two constructs and are never pooled; neither are the two lengths of the
 * wellbeing scale, whose points are not the same.
 */
export const outcomes = ["anxiety", "depression", "isolation", "loneliness", "wellbeing", "wellbeing-long", "life-satisfaction"] as const;
export type Outcome = (typeof outcomes)[number];

/** The outcome that a place's first page names as its main one, fixed beforehand like the list: the others are other measures, whatever they show. */
export const primaryOutcome: Outcome = "anxiety";

/** The measure that stands for each outcome, an instrument or a part of one, fixed beforehand so that none is chosen after the fact. */
export const primaryInstrument: Record<Outcome, string> = {
  anxiety: "gad-7",
  depression: "phq-9",
  isolation: "lsns-6",
  loneliness: "ucla-3",
  wellbeing: "swemwbs",
  "wellbeing-long": "wemwbs",
  "life-satisfaction": "ons4:satisfied",
};

/** Outcomes that every place reports, with nobody asked as with many; the others stand where somebody was asked. */
export const alwaysReported: ReadonlySet<Outcome> = new Set<Outcome>(["anxiety", "depression", "isolation", "loneliness"]);
