import type { Refusal } from "../refusal.ts";

/** Every rule by which answers or a total are refused, with what it requires. The ids are stable: receipts, the command line and the API share them. */
export const scoringRules = {
  "unknown-instrument": "the instrument is one of the registry",
  "answers-required": "answers, a total, or both are sent",
  "too-few-items": "there is a place for every answer, empty where one is missing",
  "too-many-items": "there are no more answers than the instrument has scored items",
  "item-not-whole": "every answer is a whole number",
  "item-out-of-range": "every answer lies in the range of its item",
  "items-not-accepted": "the instrument's owner scores the answers; send the score",
  "items-required": "the instrument cannot be read from a total; send the answers",
  "score-not-a-number": "the total is a number",
  "score-out-of-range": "the total lies between the lowest and the highest score",
  "score-impossible": "the total can be reached by some set of answers",
  "score-basis-required": "a total that could be raw or metric says which it is",
  "score-basis-not-used": "only an instrument with a metric score is sent one",
  "score-disagrees-with-items": "the total is the one the answers give",
  "level-out-of-range": "the level is a whole number from 1 to 4, for an instrument that has levels",
  "licence-required": "the organisation holds the licence that the instrument's owner asks for",
} as const;

/** The id of a scoring rule. */
export type ScoringRule = keyof typeof scoringRules;

/** Why a score is `null` although nothing was wrong with what was sent. */
export const nullScoreReasons = {
  "nothing-answered": "not one answer was given",
  "items-missing": "more answers are missing than the instrument's rule allows",
  "no-composite": "the items are read one by one and have no common score",
  "value-set-required": "an index needs a licensed value set, and none is loaded",
} as const;

/** The id of a reason for a `null` score. */
export type NullScoreReason = keyof typeof nullScoreReasons;

/** A refusal under one of the {@link scoringRules}. */
export function scoringRefusal(rule: ScoringRule, field: string, fix: string): Refusal {
  return { rule, field, fix };
}
