import type { Instrument } from "../instruments/instrument.ts";
import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";
import { disagreement } from "./scoring-agreement.ts";
import { type ItemAnswers, itemRefusals, stateOf, type Tally, tallyItems } from "./scoring-items.ts";
import { type NullScoreReason, scoringRefusal } from "./scoring-rules.ts";
import { type ReadTotal, readTotal, type ScoreBasis } from "./scoring-totals.ts";
import { bandOf, isCase, notesOn, type Risk, riskOf, type SubscaleScored, scoreSubscales } from "./scoring-verdicts.ts";

/** One filling-in of a questionnaire as it is sent. A `null` among the items is a missing answer. */
export type Answers = {
  readonly items?: ItemAnswers | undefined;
  readonly total?: number | undefined;
  /** The scale of `total`, for an instrument that has two. */
  readonly scoreBasis?: ScoreBasis | undefined;
  /** The level that came with a score its owner made (PAM). */
  readonly level?: number | undefined;
  /** The organisation's own licence reference, where the instrument's owner asks for one. */
  readonly licence?: string | undefined;
};

/** What an administration comes to. */
export type Scored = {
  readonly instrument: string;
  readonly version: string;
  /** On the instrument's reported scale (metric where it has one): two decimals at most, three for an EQ-5D index; `null` has a `reason`. */
  readonly score: number | null;
  /** What the score was made from: the answers, a total as sent, a raw total that was converted, or a metric total as sent. */
  readonly basis: "items" | "total" | ScoreBasis;
  readonly band: string | null;
  readonly caseness: boolean | null;
  readonly risk: Risk;
  readonly reason: NullScoreReason | null;
  /** The sum before conversion, beside a metric score. */
  readonly raw?: number;
  /** The health state of an EQ-5D, as its five digits. */
  readonly state?: string;
  readonly subscales?: Readonly<Record<string, SubscaleScored>>;
  readonly notes: readonly string[];
};

/**
 * Scores one administration: items, a total, or both, which must then agree. Bad data is refused with the rules of
 * `scoring-rules.ts`; a score that must not be made is `null` with a reason. The risk flag stands whatever becomes of the score.
 */
export function scoreAdministration(instrument: Instrument, answers: Answers): Parsed<Scored> {
  const unlicensed = licenceRefusals(instrument, "scoring", answers.licence);
  return unlicensed.length > 0 ? { ok: false, refusals: unlicensed } : scoreAnswers(instrument, answers);
}

/** {@link scoreAdministration} without its question for a licence: for answers that were let in under one. */
export function scoreAnswers(instrument: Instrument, answers: Answers): Parsed<Scored> {
  const refusals = [...levelRefusals(instrument, answers.level)];
  if (answers.items !== undefined) refusals.push(...itemRefusals(instrument, answers.items));
  if (refusals.length > 0) return { ok: false, refusals };
  if (answers.items !== undefined) return scoreItems(instrument, answers.items, answers);
  if (answers.total === undefined) return refused("answers-required", "", `send the answers to ${instrument.name}, its total, or both`);
  const total = readTotal(instrument, answers.total, answers.scoreBasis);
  return total.ok ? taken(scoredFromTotal(instrument, total.value, answers.level)) : total;
}

/**
 * Refuses an instrument whose owner asks for a licence from an organisation that gives none. `purpose` is what is about to be done:
 * some owners restrict even scoring (PAM), some only collection (HADS, EQ-5D).
 */
export function licenceRefusals({ licence, name }: Instrument, purpose: "submission" | "scoring", reference?: string): Refusal[] {
  const required = licence.requiredFor === purpose || licence.requiredFor === "scoring";
  if (!required || (licence.localId ?? reference ?? "").trim() !== "") return [];
  return [
    scoringRefusal("licence-required", "licence", `${name} needs your organisation's licence from ${licence.holder}: give its reference`),
  ];
}

function levelRefusals(instrument: Instrument, level: number | undefined): readonly Refusal[] {
  if (level === undefined) return [];
  const levels = instrument.scoring.method === "supplied" ? (instrument.bands?.list.length ?? 0) : 0;
  if (Number.isInteger(level) && level >= 1 && level <= levels) return [];
  return [
    scoringRefusal("level-out-of-range", "level", levels > 0 ? `send a level from 1 to ${levels}` : `${instrument.name} has no levels`),
  ];
}

function scoreItems(instrument: Instrument, items: ItemAnswers, { total, scoreBasis }: Answers): Parsed<Scored> {
  const tally = tallyItems(instrument, items);
  const disagrees = total === undefined ? null : disagreement({ instrument, items, tally, total, scoreBasis });
  return disagrees === null ? taken(scoredFromItems(instrument, items, tally)) : { ok: false, refusals: [disagrees] };
}

function scoredFromItems(instrument: Instrument, items: ItemAnswers, tally: Tally): Scored {
  const { score, reason, raw, imputed } = tally;
  const subscales = instrument.subscales.length === 0 ? undefined : scoreSubscales(instrument, items);
  const state = instrument.scoring.method === "value-set" ? stateOf(instrument, items) : null;
  return {
    instrument: instrument.id,
    version: instrument.version,
    score,
    basis: "items",
    band: score === null ? null : bandOf(instrument, score),
    caseness: casenessOf(instrument, score, subscales),
    risk: riskOf(instrument, items),
    reason,
    ...(raw === null ? {} : { raw }),
    ...(state === null ? {} : { state }),
    ...(subscales === undefined ? {} : { subscales }),
    notes: notesOn(instrument, imputed),
  };
}

function casenessOf(instrument: Instrument, score: number | null, subscales: Scored["subscales"]): boolean | null {
  if (instrument.caseWhenAnySubscaleIs !== true || subscales === undefined) return score === null ? null : isCase(instrument, score);
  const verdicts = Object.values(subscales).map(({ caseness }) => caseness);
  return verdicts.includes(true) ? true : verdicts.includes(null) ? null : false;
}

function scoredFromTotal(instrument: Instrument, { score, raw, basis }: ReadTotal, level: number | undefined): Scored {
  // A level sent by the owner of the key outranks the boundaries known here; its lower end decides caseness.
  const supplied = level === undefined ? undefined : instrument.bands?.list[level - 1];
  return {
    instrument: instrument.id,
    version: instrument.version,
    score,
    basis,
    band: supplied?.label ?? bandOf(instrument, score),
    caseness: instrument.caseWhenAnySubscaleIs === true ? null : isCase(instrument, supplied?.from ?? score),
    risk: riskOf(instrument, undefined),
    reason: null,
    ...(raw === null ? {} : { raw }),
    notes: notesOn(instrument, 0),
  };
}
