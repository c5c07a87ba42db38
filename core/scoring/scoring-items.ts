import type { Instrument, Item } from "../instruments/instrument.ts";
import type { Refusal } from "../refusal.ts";
import { type NullScoreReason, scoringRefusal } from "./scoring-rules.ts";

/** One answer for each item in the order of the form; `null` where none was given. */
export type ItemAnswers = readonly (number | null)[];

/** What a set of answers comes to before anything is read into it. */
export type Tally = {
  /** On the instrument's reported scale; `null` with a reason where no score must be made. */
  readonly score: number | null;
  readonly reason: NullScoreReason | null;
  /** The untransformed sum, for an instrument that also has a metric score. */
  readonly raw: number | null;
  /** How many answers were put in by the missing-item rule. */
  readonly imputed: number;
};

/** Everything that is wrong with the answers as such; empty when they can be scored. Nothing is rounded or clipped. */
export function itemRefusals(instrument: Instrument, answers: ItemAnswers): readonly Refusal[] {
  if (instrument.items.length === 0) {
    return [scoringRefusal("items-not-accepted", "items", `send the score of ${instrument.name} as its owner reports it, not the answers`)];
  }
  const length = lengthRefusal(instrument, answers.length);
  if (length !== null) return [length];
  return instrument.items.flatMap((item, index) => answerRefusals(item, answers[index] ?? null, index));
}

function lengthRefusal({ name, items }: Instrument, length: number): Refusal | null {
  const required = items.findLastIndex((item) => item.optional === undefined) + 1;
  if (length > items.length) return scoringRefusal("too-many-items", "items", `send ${items.length} answers for ${name}, not more`);
  if (length < required) {
    return scoringRefusal("too-few-items", "items", `send ${required} answers for ${name}, with an empty place for each that is missing`);
  }
  return null;
}

function answerRefusals(item: Item, answer: number | null, index: number): readonly Refusal[] {
  if (answer === null) return [];
  const range = `answer ${item.number} must be a whole number from ${item.min} to ${item.max}`;
  if (!Number.isInteger(answer)) return [scoringRefusal("item-not-whole", `items.${index}`, range)];
  return answer < item.min || answer > item.max ? [scoringRefusal("item-out-of-range", `items.${index}`, range)] : [];
}

/** The points an answer earns: turned round for a reversed item, one or none for an item that is counted. */
export function pointsOf(item: Item, answer: number): number {
  if (item.countsWhen !== undefined) return item.countsWhen.includes(answer) ? 1 : 0;
  return item.reversed === true ? item.min + item.max - answer : answer;
}

/** The score of answers that {@link itemRefusals} found nothing wrong with. */
export function tallyItems(instrument: Instrument, answers: ItemAnswers): Tally {
  if (answers.every((answer) => answer === null)) return noScore("nothing-answered");
  switch (instrument.scoring.method) {
    case "sum":
    case "count":
      return tallyPoints(instrument, answers);
    case "mean":
      return tallyMean(instrument, answers);
    case "value-set":
      return tallyState(instrument, answers);
    case "separate":
    case "supplied":
      return noScore("no-composite");
  }
}

function tallyPoints(instrument: Instrument, answers: ItemAnswers): Tally {
  const { items, missing, scoring } = instrument;
  let points = 0;
  let answered = 0;
  for (const [index, item] of items.entries()) {
    const answer = answers[index] ?? null;
    if (answer === null) continue;
    points += pointsOf(item, answer);
    answered += 1;
  }
  const absent = items.length - answered;
  if (absent > missing.allowed) return noScore("items-missing");
  const imputed = missing.method === "mean-of-answered" ? absent : 0;
  const raw = imputed === 0 ? points : hundredths((points * items.length) / answered);
  const hasMetric = scoring.method === "sum" && scoring.metric !== undefined;
  return { score: hasMetric ? metricOf(instrument, raw) : raw, reason: null, raw: hasMetric ? raw : null, imputed };
}

function tallyMean({ items }: Instrument, answers: ItemAnswers): Tally {
  if (items.some((item, index) => item.optional === undefined && (answers[index] ?? null) === null)) return noScore("items-missing");
  const points = items.flatMap((item, index) => {
    const answer = answers[index] ?? null;
    return answer === null ? [] : [pointsOf(item, answer)];
  });
  return { score: hundredths(points.reduce((sum, point) => sum + point, 0) / points.length), reason: null, raw: null, imputed: 0 };
}

/** No file, no index, not even for full health: an average over the few states that are 1 in every set would be wrong. */
function tallyState(instrument: Instrument, answers: ItemAnswers): Tally {
  const state = stateOf(instrument, answers);
  if (state === null) return noScore("items-missing");
  const values = instrument.scoring.method === "value-set" ? instrument.scoring.valueSet?.values : undefined;
  const index = values?.[state];
  return index === undefined ? noScore("value-set-required") : { score: index, reason: null, raw: null, imputed: 0 };
}

/** The health state as its digits (`21232`), or `null` when a dimension is missing. */
export function stateOf({ items }: Instrument, answers: ItemAnswers): string | null {
  const dimensions = items.map((_, index) => answers[index] ?? null).filter((_, index) => items[index]?.optional === undefined);
  return dimensions.includes(null) ? null : dimensions.join("");
}

/** The metric score of a raw sum: by factor or by the published table. `null` for a raw sum the table does not hold. */
export function metricOf({ scoring }: Instrument, raw: number): number | null {
  if (scoring.method !== "sum" || scoring.metric === undefined) return null;
  if ("multiplyBy" in scoring.metric) return raw * scoring.metric.multiplyBy;
  return scoring.metric.table.find(([from]) => from === raw)?.[1] ?? null;
}

/** A score to the hundredth: the finest any questionnaire is reported in (an EQ-5D index has the three decimals of its value set), so that equal scores are equal numbers; never `-0`. */
export function hundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

function noScore(reason: NullScoreReason): Tally {
  return { score: null, reason, raw: null, imputed: 0 };
}
