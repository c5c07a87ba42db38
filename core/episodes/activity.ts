import { wordsFor } from "./words-for.ts";

/** The activities that results are told apart by (domain facts, section 3.2: a suggested taxonomy, not a national code list). */
export const activities = [
  "arts",
  "nature",
  "exercise",
  "befriending",
  "debt",
  "housing",
  "employment",
  "food",
  "carers",
  "digital",
  "other",
  "unknown",
] as const;
export type Activity = (typeof activities)[number];

/** Words that services use, and the activity each stands for. */
const synonyms: Readonly<Record<string, Activity>> = {
  art: "arts",
  music: "arts",
  dance: "arts",
  singing: "arts",
  gardening: "nature",
  allotment: "nature",
  "green activity": "nature",
  walking: "exercise",
  "walking group": "exercise",
  "physical activity": "exercise",
  sport: "exercise",
  "peer support": "befriending",
  "debt advice": "debt",
  welfare: "debt",
  "welfare advice": "debt",
  "money advice": "debt",
  "housing advice": "housing",
  "employment support": "employment",
  training: "employment",
  volunteering: "employment",
  "food bank": "food",
  "carer support": "carers",
  "digital skills": "digital",
};

const known = new Set<string>(activities);

/** Each activity with the words of services that are counted as it, itself first. */
export const activityWords: ReadonlyMap<string, readonly string[]> = wordsFor(activities, synonyms);

/** The activity a sender's word stands for: `other` when it is none of ours (the word itself is kept), `unknown` when there is none. */
export function activityOf(word: string | null | undefined): Activity {
  const text = (word ?? "")
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s]+/g, " ");
  if (text === "") return "unknown";
  if (known.has(text)) return text as Activity;
  return synonyms[text] ?? "other";
}
