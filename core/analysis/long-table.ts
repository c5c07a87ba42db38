import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";
import type { Analysed } from "./analysed-instruments.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { type RecordView, scanRecords } from "./csv-records.ts";
import { GrowingIntegers } from "./growing-integers.ts";
import { TupleTable } from "./tuple-table.ts";

/** What a row says of the referral. */
export const referralColumns = [
  "practice",
  "pcn",
  "icb",
  "patient",
  "referral_id",
  "referral_date",
  "referrer_role",
  "activity",
  "age_band",
  "sex",
  "imd_quintile",
  "sessions",
] as const;

/** Columns that a file may leave out: they are blank then. `sessions` is how many the person attended, for the dose. */
const optionalColumns: readonly Column[] = ["sessions"];
const absent = 0x7fffffff;

/** What a row says of the survey. */
export const surveyColumns = ["instrument", "survey_date", "score"] as const;

export type ReferralColumn = (typeof referralColumns)[number];
export type SurveyColumn = (typeof surveyColumns)[number];
type Column = ReferralColumn | SurveyColumn;

/**
 * A long file with every text kept once: a row is a head (what it says of the referral) and a tail (what it says of the survey), and heads
 * and tails are rows of numbers that stand for texts.
 */
export type LongTable = {
  /** The head and the tail of each row, in the order of the file and without the header. */
  readonly rowHeads: Int32Array;
  readonly rowTails: Int32Array;
  readonly heads: TupleTable;
  readonly tails: TupleTable;
  readonly texts: Readonly<Record<Column, ByteDictionary>>;
  /** The instruments that its surveys may be of, where a deployer brings their own; those that come with Hearten otherwise. */
  readonly analysed?: Analysed;
};

/** Takes a file's bytes as they come; `end` gives the table, or says which columns are missing. */
export type LongTableReader = {
  /** @throws {RecordTooLong} as {@link scanRecords} does */
  push(chunk: Uint8Array): void;
  end(): Parsed<LongTable>;
};

/** A reader of the long form (one row a survey); column names in any order, further columns are left aside. */
export function readLongTable(): LongTableReader {
  const columns: readonly Column[] = [...referralColumns, ...surveyColumns];
  const dictionaries = columns.map(() => new ByteDictionary());
  const [headPart, tailPart] = [dictionaries.slice(0, referralColumns.length), dictionaries.slice(referralColumns.length)];
  const [rowHeads, rowTails] = [new GrowingIntegers(), new GrowingIntegers()];
  let readers: { readonly head: PartReader; readonly tail: PartReader } | undefined;
  let missing: readonly Column[] = [];

  function takeHeader(record: RecordView): void {
    const names = fieldTexts(record).map((name) => name.trim().toLowerCase());
    missing = columns.filter((column) => !names.includes(column) && !optionalColumns.includes(column));
    const place = (column: Column) => (names.includes(column) ? names.indexOf(column) : absent);
    readers = { head: new PartReader(headPart, referralColumns.map(place)), tail: new PartReader(tailPart, surveyColumns.map(place)) };
  }

  const scanner = scanRecords((record) => {
    if (readers === undefined) return takeHeader(record);
    if (missing.length > 0) return;
    rowHeads.push(readers.head.read(record));
    rowTails.push(readers.tail.read(record));
  });

  return {
    push: scanner.push,
    end() {
      scanner.end();
      if (readers === undefined) return refused("file-empty", "", "send a CSV file with a header line and one row for each survey");
      if (missing.length > 0) return { ok: false, refusals: missing.map(missingColumn) };
      const texts = Object.fromEntries(columns.map((column, index) => [column, dictionaries[index]])) as LongTable["texts"];
      const [heads, tails] = [readers.head.table, readers.tail.table];
      return taken({ rowHeads: rowHeads.taken(), rowTails: rowTails.taken(), heads, tails, texts });
    },
  };
}

/** Reads some columns of each record as one number. */
class PartReader {
  readonly table: TupleTable;
  private readonly dictionaries: readonly ByteDictionary[];
  private readonly places: readonly number[];
  private readonly codes: Int32Array;
  private readonly first: number;
  private readonly last: number;
  private known: { readonly bytes: Uint8Array; readonly start: number; readonly end: number; readonly code: number } | undefined;

  constructor(dictionaries: readonly ByteDictionary[], places: readonly number[]) {
    this.dictionaries = dictionaries;
    this.places = places;
    this.table = new TupleTable(places.length);
    this.codes = new Int32Array(places.length);
    const present = places.filter((place) => place !== absent);
    this.first = Math.min(...present);
    this.last = Math.max(...present);
  }

  // a referral's rows usually lie together: the same bytes from the first to the last of the columns are the same head
  read(record: RecordView): number {
    if (record.undoubled || this.last >= record.count) return this.readFields(record);
    const { bytes, starts, ends } = record;
    const start = starts[this.first] ?? 0;
    const end = ends[this.last] ?? 0;
    const { known } = this;
    if (known !== undefined && sameBytes(known, bytes, start, end)) return known.code;
    const code = this.readFields(record);
    this.known = { bytes, start, end, code };
    return code;
  }

  private readFields({ bytes, count, starts, ends }: RecordView): number {
    for (let index = 0; index < this.codes.length; index++) {
      const place = this.places[index] ?? 0;
      const isThere = place < count;
      this.codes[index] =
        this.dictionaries[index]?.intern(bytes, isThere ? (starts[place] ?? 0) : 0, isThere ? (ends[place] ?? 0) : 0) ?? -1;
    }
    return this.table.intern(this.codes);
  }
}

function sameBytes(
  known: { readonly bytes: Uint8Array; readonly start: number; readonly end: number },
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  const length = end - start;
  if (known.end - known.start !== length) return false;
  for (let at = 0; at < length; at++) if (known.bytes[known.start + at] !== bytes[start + at]) return false;
  return true;
}

function missingColumn(column: Column): Refusal {
  return { rule: "column-missing", field: column, fix: `add the column ${column} to the header; it may be empty, but it must be there` };
}

function fieldTexts({ bytes, count, starts, ends }: RecordView): readonly string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, field) => decoder.decode(bytes.subarray(starts[field], ends[field])));
}
