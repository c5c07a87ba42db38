import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import { type RecordView, scanRecords } from "./csv-records.ts";
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
] as const;

/** What a row says of the survey. */
export const surveyColumns = ["instrument", "survey_date", "score"] as const;

export type ReferralColumn = (typeof referralColumns)[number];
export type SurveyColumn = (typeof surveyColumns)[number];
type Column = ReferralColumn | SurveyColumn;

/**
 * A long file with every text kept once: distinct rows are a head (what they say of the referral) and a tail (what they say of the
 * survey), and heads and tails are rows of numbers that stand for texts.
 */
export type LongTable = {
  /** Rows as they came, without the header. */
  readonly rowsRead: number;
  /** Distinct rows: the head and the tail of each, by position. */
  readonly rows: TupleTable;
  readonly heads: TupleTable;
  readonly tails: TupleTable;
  readonly texts: Readonly<Record<Column, ByteDictionary>>;
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
  const heads = new TupleTable(referralColumns.length);
  const tails = new TupleTable(surveyColumns.length);
  const rows = new TupleTable(2);
  const [head, tail, row] = [new Int32Array(heads.width), new Int32Array(tails.width), new Int32Array(2)];
  let places: Int32Array | undefined;
  let missing: readonly Column[] = [];
  let rowsRead = 0;

  function takeHeader(record: RecordView): void {
    const names = fieldTexts(record).map((name) => name.trim().toLowerCase());
    missing = columns.filter((column) => !names.includes(column));
    places = Int32Array.from(columns, (column) => names.indexOf(column));
  }

  function codeOf(record: RecordView, column: number, place: number): number {
    const dictionary = dictionaries[column] as ByteDictionary;
    if (place >= record.count) return dictionary.intern(record.bytes, 0, 0);
    return dictionary.intern(record.bytes, record.starts[place] as number, record.ends[place] as number);
  }

  const scanner = scanRecords((record) => {
    if (places === undefined) return takeHeader(record);
    if (missing.length > 0) return;
    rowsRead++;
    for (let column = 0; column < head.length; column++) head[column] = codeOf(record, column, places[column] as number);
    for (let column = 0; column < tail.length; column++) {
      tail[column] = codeOf(record, head.length + column, places[head.length + column] as number);
    }
    row[0] = heads.intern(head);
    row[1] = tails.intern(tail);
    rows.intern(row);
  });

  return {
    push: scanner.push,
    end() {
      scanner.end();
      if (places === undefined) return refused("file-empty", "", "send a CSV file with a header line and one row for each survey");
      if (missing.length > 0) return { ok: false, refusals: missing.map(missingColumn) };
      const texts = Object.fromEntries(columns.map((column, index) => [column, dictionaries[index]])) as LongTable["texts"];
      return taken({ rowsRead, rows, heads, tails, texts });
    },
  };
}

function missingColumn(column: Column): Refusal {
  return { rule: "column-missing", field: column, fix: `add the column ${column} to the header; it may be empty, but it must be there` };
}

function fieldTexts({ bytes, count, starts, ends }: RecordView): readonly string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: count }, (_, field) => decoder.decode(bytes.subarray(starts[field], ends[field])));
}
