import { sha256 } from "../../../adapters/sha256.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import { chooseMapping } from "../../../core/mapping/choose-mapping.ts";
import { formOfMapped, idsOfMapped } from "../../../core/mapping/mapped-cells.ts";
import { mappings } from "../../../core/mapping/mappings.ts";
import type { Digest } from "../../../core/ports/digest.ts";
import { type Parsed, taken } from "../../../core/refusal.ts";
import type { Moment } from "../../../core/submission/content-checks.ts";
import type { CsvRow, RowReader } from "../../../core/submission/csv-table.ts";
import type { IdNotes, IdStandings } from "../../../core/submission/id-marks.ts";
import { idsOfLongForm, idsOfNamedColumns, type RowNotes } from "../../../core/submission/ids-of-rows.ts";
import { judgeAlone, noteIds, recordsTogether } from "../../../core/submission/judge-alone.ts";
import { isLongForm } from "../../../core/submission/long-form.ts";
import { fieldsNamed } from "../../../core/submission/named-columns.ts";
import { readJsonSubmission } from "../../../core/submission/read-json.ts";
import { rowReader } from "../../../core/submission/read-table.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import { type RowRefuser, rememberedRows, rowsToRefuse } from "../../../core/submission/remembered-rows.ts";
import { sentLine } from "../../../core/submission/sent-line.ts";
import type { SentRecord } from "../../../core/submission/submission.ts";
import type { Batch } from "./sent-batches.ts";

/** A record that would be rejected, and the answer to it where it was judged as a whole. */
export type Rejected = { readonly record: SentRecord; readonly answer?: ReceiptRecord };

/** What became of a batch. */
export type Judged = {
  readonly received: number;
  readonly rejected: readonly Rejected[];
  /** Of every record, where each was judged as a whole. */
  readonly answers: readonly ReceiptRecord[];
};

/** Judges one batch of a file after the other; its records are counted from `from`. */
export type BatchJudge = (batch: Batch, from: number) => Parsed<Judged>;

/** Answers as the service does, event by event and with the ids that it would give, once it is known how each of them stands. */
export function judgeOfRecords(moment: Moment, ids: IdStandings): BatchJudge {
  return judgeOf(recordsReader(moment), (records) => {
    const told = records.map((record) => ({ record, answer: judgeAlone(record, ids, moment.instruments) }));
    return { rejected: told.filter(({ answer }) => answer.outcome === "rejected"), answers: told.map(({ answer }) => answer) };
  });
}

/** Says what is wrong with records by themselves and notes the ids of the others, which those are that {@link judgeOfRecords} asks for. */
export function notingOfRecords(moment: Moment, ids: IdNotes): BatchJudge {
  return judgeOf(recordsReader(moment), (records) => notedRecords(records, ids));
}

/** The same by the cells of rows where their form allows it, which is some times faster; the ids are others. */
export function notingOfCells(moment: Moment, ids: IdNotes): BatchJudge {
  const whole = notingOfRecords(moment, ids);
  let judge: RowJudge | undefined;
  return (batch, from) => {
    if (batch.kind !== "rows") return whole(batch, from);
    const known = judge === undefined ? rowJudge(batch.header, moment, ids) : taken(judge);
    if (!known.ok) return known;
    judge = known.value;
    const rejected: Rejected[] = [];
    for (const [place, row] of batch.rows.entries()) {
      const record = known.value(row, from + place);
      if (record !== null) rejected.push({ record });
    }
    return taken({ received: batch.rows.length, rejected, answers: [] });
  };
}

type RecordsReader = (batch: Batch, from: number) => Parsed<readonly SentRecord[]>;

function judgeOf(read: RecordsReader, judge: (records: readonly SentRecord[]) => Omit<Judged, "received">): BatchJudge {
  return (batch, from) => {
    const records = read(batch, from);
    return records.ok ? taken({ received: records.value.length, ...judge(records.value) }) : records;
  };
}

function notedRecords(records: readonly SentRecord[], ids: IdNotes): Omit<Judged, "received"> {
  for (const record of records) noteIds(record, ids);
  return { rejected: records.filter(({ events }) => !events.ok).map((record) => ({ record })), answers: [] };
}

function recordsReader(moment: Moment): RecordsReader {
  let reader: RowReader | undefined;
  return (batch, from) => {
    if (batch.kind === "events")
      return taken(batch.events.map(({ row, text }, place) => sentLine(text, { index: from + place, row, moment })));
    if (batch.kind !== "rows") {
      const submission = (batch.kind === "whole" ? readJsonSubmission : readFhirSubmission)(batch.text, moment);
      return submission.ok ? taken(recordsTogether(submission.value)) : submission;
    }
    const read = reader === undefined ? rowReader(batch.header, moment, sha256) : taken(reader);
    if (!read.ok) return read;
    reader = read.value;
    return taken(batch.rows.map((row, place) => read.value(row, from + place)));
  };
}

/** The ids that rows get are looked at by no rule, and a hash for each would take longer than most rules. */
const noDigest: Digest = () => "a".repeat(64);

/** What is wrong with a row by itself: `null` where nothing is, and then its ids are noted. */
type RowJudge = (row: CsvRow, index: number) => SentRecord | null;

function rowJudge(header: readonly string[], moment: Moment, ids: IdNotes): Parsed<RowJudge> {
  const reader = rowReader(header, moment, noDigest);
  if (!reader.ok) return reader;
  const [refuse, noteRow] = cellsJudged(header, { moment, ids, read: reader.value });
  return taken((row, index) => {
    const record = refuse(row, index);
    if (record === null) noteRow(row);
    return record;
  });
}

type Reading = { readonly moment: Moment; readonly ids: IdNotes; readonly read: RowReader };

function cellsJudged(header: readonly string[], { moment, ids, read }: Reading): readonly [RowRefuser, RowNotes] {
  if (isLongForm(header)) {
    const names = header.map((name) => name.toLowerCase());
    return [rowsToRefuse(names, read), idsOfLongForm(header, ids)];
  }
  const fields = fieldsNamed(header)?.fields;
  if (fields !== undefined) return [rowsToRefuse(fields, read), idsOfNamedColumns(fields, ids)];
  const chosen = chooseMapping(header, moment.mappings ?? mappings);
  if (!chosen.ok || chosen.value === null) throw new TypeError("cellsJudged requires a header that has a reader");
  return [rememberedRows(formOfMapped(chosen.value), read), idsOfMapped(chosen.value, ids)];
}
