import type { evidenceGrades } from "../instrument.ts";

/** One answer that may be ticked: the value that is sent, and the word beside it (`""` for a number that stands alone). */
export type AnswerChoice = { readonly value: number; readonly label: string };

/** A questionnaire word for word, where its licence allows that, with the notice that must stand with it. */
export type Wording = {
  /** What is printed above the questions. */
  readonly stem: string;
  readonly items: readonly string[];
  /** The answers to every question, or where they differ to each. */
  readonly choices: readonly AnswerChoice[];
  /** What stands at the two ends of a scale of numbers, question by question; absent where every answer has a word. */
  readonly ends?: readonly (readonly [low: string, high: string])[];
  /** The owner's notice, shown wherever the words are. */
  readonly notice: string;
  readonly source: string;
  readonly evidence: (typeof evidenceGrades)[number];
  readonly note?: string;
};
