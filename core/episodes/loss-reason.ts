import { wordsFor } from "./words-for.ts";

/**
 * Why somebody was lost, as far as a sender said so in words of this list (the reason for no follow-up that an evaluation must record: domain
 * facts, section 6.3). What was sent is free text and never counted as such; `other` is a reason that is none of these.
 */
export const lossReasons = [
  "no-contact",
  "did-not-attend",
  "no-longer-wanted",
  "moved-away",
  "too-unwell",
  "died",
  "needs-met",
  "other-service",
  "service-ended",
  "other",
  "not-given",
] as const;
export type LossReason = (typeof lossReasons)[number];

/** Words that services use, and the reason each stands for. */
const synonyms: Readonly<Record<string, LossReason>> = {
  "no answer": "no-contact",
  "no reply": "no-contact",
  "unable to contact": "no-contact",
  uncontactable: "no-contact",
  dna: "did-not-attend",
  declined: "no-longer-wanted",
  disengaged: "no-longer-wanted",
  "patient choice": "no-longer-wanted",
  moved: "moved-away",
  "moved practice": "moved-away",
  "ill health": "too-unwell",
  hospital: "too-unwell",
  deceased: "died",
  death: "died",
  completed: "needs-met",
  "referred on": "other-service",
  unknown: "not-given",
};

/** Each reason with the words of services that are counted as it, itself first. */
export const lossReasonWords: ReadonlyMap<string, readonly string[]> = wordsFor(lossReasons, synonyms);

const known = new Map(lossReasons.map((reason) => [reason.replaceAll("-", " "), reason] as const));

/** The reason that a sender's words stand for: `other` when they are none of ours, `not-given` when there are none. */
export function lossReasonOf(words: string | null): LossReason {
  const text = (words ?? "")
    .trim()
    .toLowerCase()
    .replaceAll(/[-_\s]+/g, " ");
  if (text === "") return "not-given";
  return known.get(text) ?? synonyms[text] ?? "other";
}
