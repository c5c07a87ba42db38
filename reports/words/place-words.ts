import { englandCode } from "../../core/organisations/organisation.ts";
import type { Measure, PlaceName } from "../../core/place-report.ts";
import { shellWords } from "./shell-words.ts";

/** What the first page of a place prints. */
export const placeWords = {
  title: "What changed after social prescribing?",
  outcomes: "The outcomes",
  note: "Every outcome was chosen beforehand and all are shown. Isolation is about how many people one can turn to, loneliness about how that feels; they are two measures and are never added together. [c] is confidential, [x] not available.",
  measures: "Measures",
  any: "any change",
  reliable: (points: number) => `reliable: ${points} points or more`,
  table: {
    caption: "Change among people with scores before and after",
    columns: ["Outcome", "People", "Average change", "95% interval", "Improved", "Got worse", "Measure", "What counts as change"],
  },
} as const;

/** What a place is called: England by its name alone, whatever the file of organisations calls it. */
export function placeTitle({ code, name }: PlaceName): string {
  return code === englandCode ? shellWords.england : name;
}

/** Which way is better. */
export function betterWord({ direction }: Measure): string {
  return direction === "higher-is-better" ? "higher" : "lower";
}

/** What the page of an outcome prints. */
export const outcomeWords = {
  title: (construct: string) => `${construct} after social prescribing`,
  methods: "Methods and data",
  measure: "Measure",
  measureText: (measure: string, about: string, caseness: string | null) =>
    `${measure}: ${about}. ${caseness ?? "No threshold for caseness is used"}.`,
  window: "Before and after",
  windowText:
    "The first score lies between 14 days before the referral and 28 days after it. The follow-up score is the last one between 28 and 365 days after the first.",
  sources: "Sources",
} as const;
