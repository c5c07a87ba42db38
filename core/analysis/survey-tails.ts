import { dayNumber, isCivilDate } from "../civil-date.ts";
import { analysedInstruments, indexAmong } from "./analysed-instruments.ts";
import { type LongTable, surveyColumns } from "./long-table.ts";

/** The day of a text that is no real date. */
export const noDay = -2_000_000_000;
/** The score of a text that is none, or beyond the instrument's range. */
export const noScore = -32768;
const scoreShape = /^-?[0-9]+(\.0+)?$/;
const [instrumentColumn, surveyedColumn, scoreColumn] = surveyColumns.map((_, index) => index) as [number, number, number];

/** The day of a text as a number, or −2,000,000,000 for what is no real ISO date. */
export function dayOf(text: string): number {
  return isCivilDate(text) ? dayNumber(text) : noDay;
}

/** What each distinct tail says, read once however many rows share it, and its place by instrument, day and score. */
export type Tails = {
  readonly instrument: Int16Array;
  readonly day: Int32Array;
  readonly score: Int16Array;
  readonly rank: Int32Array;
  readonly byRank: Int32Array;
};

/** Reads every distinct tail: the instrument, the day, the score, and the order of all three. */
export function readTails({ tails, texts, analysed = analysedInstruments }: LongTable): Tails {
  const instruments = texts.instrument.texts().map((text) => indexAmong(analysed, text));
  const days = texts.survey_date.texts().map(dayOf);
  const scores = texts.score.texts().map((text) => (scoreShape.test(text) ? Number(text) : Number.NaN));
  const empty = { instrument: new Int16Array(tails.size), day: new Int32Array(tails.size), score: new Int16Array(tails.size) };
  const read = { ...empty, rank: new Int32Array(tails.size), byRank: new Int32Array(tails.size) };
  for (let tail = 0; tail < tails.size; tail++) {
    const instrument = instruments[tails.at(tail, instrumentColumn)] ?? -1;
    const score = scores[tails.at(tail, scoreColumn)] ?? Number.NaN;
    const range = analysed[instrument];
    read.instrument[tail] = instrument;
    read.day[tail] = days[tails.at(tail, surveyedColumn)] ?? noDay;
    read.score[tail] = range !== undefined && score >= range.min && score <= range.max ? score : noScore;
  }
  const order = Array.from({ length: tails.size }, (_, tail) => tail).sort((a, b) => compareTails(read, a, b));
  for (const [place, tail] of order.entries()) {
    read.rank[tail] = place;
    read.byRank[place] = tail;
  }
  return read;
}

function compareTails({ instrument, day, score }: Tails, a: number, b: number): number {
  return (instrument[a] ?? 0) - (instrument[b] ?? 0) || (day[a] ?? 0) - (day[b] ?? 0) || (score[a] ?? 0) - (score[b] ?? 0);
}
