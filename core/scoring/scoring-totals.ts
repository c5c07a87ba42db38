import type { Instrument } from "../instruments/instrument.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { hundredths, metricOf } from "./scoring-items.ts";
import type { ScoringRule } from "./scoring-rules.ts";

/** The scale of a total where an instrument has two: the sum of the answers, or the score it is converted to. */
export type ScoreBasis = "raw" | "metric";

/** A total that was read: the score it stands for, and what it was. */
export type ReadTotal = { readonly score: number; readonly raw: number | null; readonly basis: "total" | ScoreBasis };

/** Reads a total sent without its answers. Which scale it is on is never guessed where it could be either. */
export function readTotal(instrument: Instrument, sent: number, basis?: ScoreBasis): Parsed<ReadTotal> {
  // JSON has a negative zero; a score does not.
  const total = sent === 0 ? 0 : sent;
  if (!instrument.totals.accepted) return refuse("items-required", instrument.totals.why);
  if (!Number.isFinite(total)) return refuse("score-not-a-number", `the total of ${instrument.name} must be a number`);
  if (hasMetric(instrument)) return readScaled(instrument, total, basis);
  if (basis === "metric")
    return refuse("score-basis-not-used", `${instrument.name} has no metric score; leave the basis out`, "scoreBasis");
  const wrong = outOfRange(instrument, total, instrument.range) ?? unreachable(instrument, total);
  return wrong ?? taken({ score: hundredths(total), raw: null, basis: "total" });
}

/** Whether the instrument has a raw and a metric score, so that a total alone does not say which it is. */
export function hasMetric({ scoring }: Instrument): boolean {
  return scoring.method === "sum" && scoring.metric !== undefined;
}

/** The lowest and highest sum of the answers, before any conversion. */
export function rawRange({ items }: Instrument): { readonly min: number; readonly max: number } {
  return { min: items.reduce((sum, item) => sum + item.min, 0), max: items.reduce((sum, item) => sum + item.max, 0) };
}

function readScaled(instrument: Instrument, total: number, basis?: ScoreBasis): Parsed<ReadTotal> {
  const raw = rawRange(instrument);
  const onlyMetric = !Number.isInteger(total) || total > raw.max;
  if (basis === undefined && !onlyMetric) {
    return refuse("score-basis-required", `say whether the total of ${instrument.name} is raw or metric: it could be either`, "scoreBasis");
  }
  return basis === "raw" ? readRaw(instrument, total) : readMetric(instrument, total);
}

function readRaw(instrument: Instrument, total: number): Parsed<ReadTotal> {
  const wrong = outOfRange(instrument, total, rawRange(instrument));
  if (wrong !== null) return wrong;
  const score = Number.isInteger(total) ? metricOf(instrument, total) : null;
  if (score === null) return refuse("score-impossible", `a raw total of ${instrument.name} is a whole number`);
  return taken({ score, raw: total, basis: "raw" });
}

function readMetric(instrument: Instrument, total: number): Parsed<ReadTotal> {
  const wrong = outOfRange(instrument, total, instrument.range);
  if (wrong !== null) return wrong;
  const { min, max } = rawRange(instrument);
  for (let raw = min; raw <= max; raw++) if (metricOf(instrument, raw) === total) return taken({ score: total, raw, basis: "metric" });
  return refuse("score-impossible", `send a metric score of ${instrument.name} as its conversion gives it, with both decimals`);
}

function outOfRange({ name }: Instrument, total: number, range: { min: number; max: number }): Parsed<ReadTotal> | null {
  if (total >= range.min && total <= range.max) return null;
  return refuse("score-out-of-range", `the total of ${name} must lie between ${range.min} and ${range.max}`);
}

function unreachable(instrument: Instrument, total: number): Parsed<ReadTotal> | null {
  if (isReachable(instrument, total)) return null;
  return refuse("score-impossible", `no set of answers to ${instrument.name} gives this total`);
}

/**
 * Whether some set of answers, within the missing-item rule, gives this score. Every whole number in range is; fractions come
 * from replaced answers and from means, and are recognised at one decimal or more.
 */
export function isReachable(instrument: Instrument, total: number): boolean {
  const { scoring, range, items, missing } = instrument;
  if (total < range.min || total > range.max) return false;
  if (scoring.method === "supplied") return isDecimal(total, scoring.decimals);
  if (Number.isInteger(total)) return true;
  const fewest = scoring.method === "mean" ? items.filter((item) => item.optional === undefined).length : items.length - missing.allowed;
  if (scoring.method !== "mean" && missing.method !== "mean-of-answered") return false;
  const factor = scoring.method === "mean" ? 1 : items.length;
  for (let answered = fewest; answered <= items.length; answered++) {
    const points = Math.round((total * answered) / factor);
    const score = (points * factor) / answered;
    if (hundredths(score) === hundredths(total) || Math.round(score * 10) / 10 === total) return true;
  }
  return false;
}

function isDecimal(value: number, decimals: number): boolean {
  return Math.abs(value * 10 ** decimals - Math.round(value * 10 ** decimals)) < 1e-9;
}

function refuse<T>(rule: ScoringRule, fix: string, field = "total"): Parsed<T> {
  return refused(rule, field, fix);
}
