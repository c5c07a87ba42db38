import type { Outcome } from "./reported-outcomes.ts";
import type { Shown } from "./shown.ts";

/** What became of events, in the order in which it is told. */
export const eventFates = ["received", "used", "superseded", "parked", "excluded"] as const;
export type EventFate = (typeof eventFates)[number];

/** What may be left blank when somebody is referred, in the order in which it is told. */
export const recordedFacts = ["role", "activity", "age", "sex", "imd", "ethnicity"] as const;
export type RecordedFact = (typeof recordedFacts)[number];

/** How complete the data behind a place's pages are. Events are counted, not people, and counted by the same rule. */
export type DataQualityTable = {
  /** From the ledger that every night keeps: what was received of the people counted here, and what became of it. */
  readonly events: readonly { readonly fate: EventFate; readonly n: Shown }[];
  /** People who are left out of everything because all their events were withdrawn, or they opted out. */
  readonly leftOut: Shown;
  /** Per cent of people of whom a fact is recorded: who referred and what was taken up of people referred, the rest of people with a first score. */
  readonly recorded: readonly { readonly fact: RecordedFact; readonly percent: Shown }[];
  /** Per cent of people who started with a first score, and of people due a follow-up score with one. */
  readonly scores: readonly { readonly outcome: Outcome; readonly first: Shown; readonly followUp: Shown }[];
};
