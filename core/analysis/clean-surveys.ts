import { dayNumber, isCivilDate } from "../civil-date.ts";
import { analysedIndex, analysedInstruments } from "./analysed-instruments.ts";
import { compareTexts } from "./compare-texts.ts";
import { type LongTable, referralColumns, surveyColumns } from "./long-table.ts";

/** What cleaning left out, step by step, and what remains. */
export type CleaningCounts = {
  readonly rows: number;
  readonly exactDuplicateRows: number;
  readonly unknownInstrumentRows: number;
  readonly invalidScoreRows: number;
  readonly invalidDateRows: number;
  readonly conflictDays: number;
  readonly conflictRows: number;
  readonly sameDaySameScoreRows: number;
  readonly rowsUsed: number;
};

/** The surveys that remain, one for each referral, instrument and day, sorted so; a column each, `count` entries used. */
export type Surveys = {
  readonly count: number;
  readonly referral: Int32Array;
  readonly head: Int32Array;
  readonly instrument: Uint8Array;
  readonly day: Int32Array;
  readonly score: Int16Array;
};

const noDay = -2_000_000_000;
const noScore = -32768;
const scoreShape = /^-?[0-9]+(\.0+)?$/;
const [referralColumn, referredColumn] = [referralColumns.indexOf("referral_id"), referralColumns.indexOf("referral_date")];
const [instrumentColumn, surveyedColumn, scoreColumn] = surveyColumns.map((_, index) => index) as [number, number, number];

/** The day of a text as a number, or −2,000,000,000 for what is no real ISO date. */
export function dayOf(text: string): number {
  return isCivilDate(text) ? dayNumber(text) : noDay;
}

/**
 * The steps of the conformance rules, section 1: unknown instruments, impossible scores and dates are left out; days with two different
 * scores are void; equal scores of one day are one survey, with the details of the row that comes first in byte order.
 * Nothing depends on the order of the rows.
 */
export function cleanSurveys(table: LongTable): { readonly surveys: Surveys; readonly counts: CleaningCounts } {
  const { kept, counts } = readableRows(table);
  const days = voidAndMerge(table, sortedByReferral(table, kept));
  return {
    surveys: days.surveys,
    counts: {
      rows: table.rowsRead,
      exactDuplicateRows: table.rowsRead - table.rows.size,
      ...counts,
      ...days.counts,
      rowsUsed: days.surveys.count,
    },
  };
}

/** What each distinct tail says: read once, however many rows share it. */
type Tails = { readonly instrument: Int16Array; readonly day: Int32Array; readonly score: Int16Array };

type Readable = {
  readonly kept: Surveys;
  readonly counts: Pick<CleaningCounts, "unknownInstrumentRows" | "invalidScoreRows" | "invalidDateRows">;
};

function readableRows(table: LongTable): Readable {
  const tails = readTails(table);
  const referred = Int32Array.from(table.texts.referral_date.texts(), dayOf);
  const counts = { unknownInstrumentRows: 0, invalidScoreRows: 0, invalidDateRows: 0 };
  const kept = emptySurveys(table.rows.size);
  let count = 0;
  for (let row = 0; row < table.rows.size; row++) {
    const head = table.rows.at(row, 0);
    const tail = table.rows.at(row, 1);
    const instrument = tails.instrument[tail] ?? -1;
    const score = tails.score[tail] ?? noScore;
    const day = tails.day[tail] ?? noDay;
    if (instrument < 0) counts.unknownInstrumentRows++;
    else if (score === noScore) counts.invalidScoreRows++;
    else if (day === noDay || referred[table.heads.at(head, referredColumn)] === noDay) counts.invalidDateRows++;
    else put(kept, count++, { referral: table.heads.at(head, referralColumn), head, instrument, day, score });
  }
  return { kept: { ...kept, count }, counts };
}

function readTails({ tails, texts }: LongTable): Tails {
  const instruments = texts.instrument.texts().map(analysedIndex);
  const days = texts.survey_date.texts().map(dayOf);
  const scores = texts.score.texts().map((text) => (scoreShape.test(text) ? Number(text) : Number.NaN));
  const read = { instrument: new Int16Array(tails.size), day: new Int32Array(tails.size), score: new Int16Array(tails.size) };
  for (let tail = 0; tail < tails.size; tail++) {
    const instrument = instruments[tails.at(tail, instrumentColumn)] ?? -1;
    const score = scores[tails.at(tail, scoreColumn)] ?? Number.NaN;
    const range = analysedInstruments[instrument];
    read.instrument[tail] = instrument;
    read.day[tail] = days[tails.at(tail, surveyedColumn)] ?? noDay;
    read.score[tail] = range !== undefined && score >= range.min && score <= range.max ? score : noScore;
  }
  return read;
}

/** Where each referral's surveys lie: a counting sort. */
function sortedByReferral(table: LongTable, kept: Surveys): Surveys {
  const offsets = new Int32Array(table.texts.referral_id.size + 1);
  for (let row = 0; row < kept.count; row++) offsets[(kept.referral[row] ?? 0) + 1] = (offsets[(kept.referral[row] ?? 0) + 1] ?? 0) + 1;
  for (let referral = 1; referral < offsets.length; referral++) offsets[referral] = (offsets[referral] ?? 0) + (offsets[referral - 1] ?? 0);
  const sorted = emptySurveys(kept.count);
  for (let row = 0; row < kept.count; row++) {
    const survey = at(kept, row);
    const place = offsets[survey.referral] ?? 0;
    offsets[survey.referral] = place + 1;
    put(sorted, place, survey);
  }
  return { ...sorted, count: kept.count };
}

type Survey = {
  readonly referral: number;
  readonly head: number;
  readonly instrument: number;
  readonly day: number;
  readonly score: number;
};

type Merged = {
  readonly surveys: Surveys;
  readonly counts: Pick<CleaningCounts, "conflictDays" | "conflictRows" | "sameDaySameScoreRows">;
};

function voidAndMerge(table: LongTable, sorted: Surveys): Merged {
  const surveys = emptySurveys(sorted.count);
  const counts = { conflictDays: 0, conflictRows: 0, sameDaySameScoreRows: 0 };
  let count = 0;
  for (let from = 0; from < sorted.count; ) {
    const referral = endOfReferral(sorted, from);
    sortDays(sorted, from, referral);
    for (; from < referral; ) {
      const end = endOfDay(sorted, from, referral);
      if (sorted.score[from] !== sorted.score[end - 1]) {
        counts.conflictDays++;
        counts.conflictRows += end - from;
      } else {
        counts.sameDaySameScoreRows += end - from - 1;
        put(surveys, count++, { ...at(sorted, from), head: firstHead(table, sorted, from, end) });
      }
      from = end;
    }
  }
  return { surveys: { ...surveys, count }, counts };
}

function endOfReferral({ referral, count }: Surveys, from: number): number {
  let end = from + 1;
  while (end < count && referral[end] === referral[from]) end++;
  return end;
}

function endOfDay({ instrument, day }: Surveys, from: number, limit: number): number {
  let end = from + 1;
  while (end < limit && instrument[end] === instrument[from] && day[end] === day[from]) end++;
  return end;
}

// a referral has a handful of surveys, so insertion is fastest; a referral with very many is sorted as objects
function sortDays(surveys: Surveys, from: number, to: number): void {
  if (to - from > 64) {
    const rows = Array.from({ length: to - from }, (_, index) => at(surveys, from + index)).sort(dayOrder);
    for (const [index, row] of rows.entries()) put(surveys, from + index, row);
    return;
  }
  for (let row = from + 1; row < to; row++) {
    const moving = at(surveys, row);
    let place = row;
    while (place > from && dayOrder(moving, at(surveys, place - 1)) < 0) {
      put(surveys, place, at(surveys, place - 1));
      place--;
    }
    if (place !== row) put(surveys, place, moving);
  }
}

function dayOrder(a: Survey, b: Survey): number {
  return a.instrument - b.instrument || a.day - b.day || a.score - b.score;
}

/** Of rows that say the same score of the same day, the head that comes first in byte order: the same one in any order of rows. */
function firstHead(table: LongTable, { head }: Surveys, from: number, to: number): number {
  let first = head[from] ?? 0;
  for (let row = from + 1; row < to; row++) {
    const other = head[row] ?? 0;
    if (other !== first && compareHeads(table, other, first) < 0) first = other;
  }
  return first;
}

function compareHeads({ heads, texts }: LongTable, a: number, b: number): number {
  for (const [place, column] of referralColumns.entries()) {
    const [codeA, codeB] = [heads.at(a, place), heads.at(b, place)];
    if (codeA !== codeB) return compareTexts(texts[column].text(codeA), texts[column].text(codeB));
  }
  return 0;
}

function emptySurveys(size: number): Surveys {
  return {
    count: 0,
    referral: new Int32Array(size),
    head: new Int32Array(size),
    instrument: new Uint8Array(size),
    day: new Int32Array(size),
    score: new Int16Array(size),
  };
}

function at(surveys: Surveys, row: number): Survey {
  return {
    referral: surveys.referral[row] as number,
    head: surveys.head[row] as number,
    instrument: surveys.instrument[row] as number,
    day: surveys.day[row] as number,
    score: surveys.score[row] as number,
  };
}

function put(surveys: Surveys, row: number, { referral, head, instrument, day, score }: Survey): void {
  surveys.referral[row] = referral;
  surveys.head[row] = head;
  surveys.instrument[row] = instrument;
  surveys.day[row] = day;
  surveys.score[row] = score;
}
