import type { Measure, Outcome, OutcomeReport, PlaceReport } from "../../core/place-report.ts";
import { monthText } from "./numbers.ts";

/** What each outcome is called. Isolation is about contact, loneliness about how that feels: their words are kept apart too. */
export const constructs: Record<Outcome, { readonly title: string; readonly scores: string; readonly about: string }> = {
  anxiety: { title: "Anxiety", scores: "anxiety scores", about: "anxiety over the last two weeks" },
  depression: { title: "Depression", scores: "depression scores", about: "low mood over the last two weeks" },
  isolation: { title: "Isolation", scores: "social contact scores", about: "how many relatives and friends a person can turn to" },
  loneliness: { title: "Loneliness", scores: "loneliness scores", about: "how often a person feels alone" },
  wellbeing: { title: "Wellbeing", scores: "wellbeing scores", about: "how well a person felt and functioned over the last two weeks" },
  "wellbeing-long": {
    title: "Wellbeing (14 questions)",
    scores: "14-question wellbeing scores",
    about: "how well a person felt and functioned over the last two weeks, by the longer scale",
  },
  "life-satisfaction": {
    title: "Life satisfaction",
    scores: "life satisfaction scores",
    about: "how satisfied a person is with their life nowadays",
  },
};

/** What a comparison allows for, as a reviewer's list names it; other columns of an analysed file stand as they are called. */
const covariateNames: Readonly<Record<string, string>> = {
  age_band: "age band",
  sex: "sex",
  imd_quintile: "IMD quintile",
  activity: "activity",
  sessions: "sessions",
};

/** The name of a covariate or of a grouping. */
export function covariateName(covariate: string): string {
  return covariateNames[covariate] ?? covariate.replaceAll("_", " ");
}

/** Which way scores went. */
export const directionWords = { lower: "lower", higher: "higher" } as const;

/** `GAD-7 (0 to 21, lower is better)`. */
export function measureText({ name, min, max, direction }: Measure): string {
  return `${name} (${min} to ${max}, ${direction === "higher-is-better" ? "higher" : "lower"} is better)`;
}

/** `referred October 2024 to September 2025`. */
export function periodText({ from, to }: PlaceReport["period"]): string {
  return from === to ? `referred ${monthText(from)}` : `referred ${monthText(from)} to ${monthText(to)}`;
}

/** Whether a change of so many points is for the better. */
export function isBetter(change: number, { direction }: Measure): boolean {
  return change > 0 === (direction === "higher-is-better");
}

/** How the three classes of change are called: reliable only where the measure has an agreed threshold. */
export function classWords({ reliable }: OutcomeReport) {
  return reliable.threshold === null
    ? { improved: "better score", unchanged: "same score", deteriorated: "worse score", isReliable: false }
    : { improved: "reliably improved", unchanged: "no reliable change", deteriorated: "reliably deteriorated", isReliable: true };
}

/** Activities, as the rows of tables name them. */
export const activityNames: Readonly<Record<string, string>> = {
  arts: "Arts",
  nature: "Nature",
  exercise: "Exercise",
  befriending: "Befriending",
  debt: "Debt advice",
  housing: "Housing advice",
  employment: "Employment support",
  food: "Food support",
  carers: "Carer support",
  digital: "Digital skills",
  other: "Other activities",
  unknown: "Not recorded",
};

/** Who referred, as the rows of tables name it. */
export const roleNames: Readonly<Record<string, string>> = {
  nurse: "Nurse",
  gp: "GP",
  link_worker: "Link worker",
  other_primary_care: "Other primary care",
  self: "Self-referral",
  other_agency: "Other agency",
  other: "Other",
  unknown: "Not recorded",
};

/** The same in the order of the bars, from worse over better to neither. */
export const namedClasses = {
  reliable: ["reliably deteriorated", "reliably improved", "no reliable change"],
  any: ["worse score", "better score", "same score"],
} as const;
