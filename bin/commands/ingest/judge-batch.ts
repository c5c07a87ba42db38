import { sha256 } from "../../../adapters/sha256.ts";
import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import type { Digest } from "../../../core/ports/digest.ts";
import { type Parsed, refused, taken } from "../../../core/refusal.ts";
import type { Moment } from "../../../core/submission/content-checks.ts";
import type { CsvRow, RowReader } from "../../../core/submission/csv-table.ts";
import { idsOfLongForm, idsOfNamedColumns, type RowStanding } from "../../../core/submission/ids-of-rows.ts";
import { judgeAlone, recordsTogether } from "../../../core/submission/judge-alone.ts";
import { isLongForm } from "../../../core/submission/long-form.ts";
import { fieldsNamed } from "../../../core/submission/named-columns.ts";
import { readJsonSubmission, sentEvent } from "../../../core/submission/read-json.ts";
import { rowReader } from "../../../core/submission/read-table.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import { rowsToRefuse } from "../../../core/submission/remembered-rows.ts";
import type { SentRecord } from "../../../core/submission/submission.ts";
import { type ToldIds, toldIds } from "../../../core/submission/told-ids.ts";
import type { Batch } from "./sent-batches.ts";

/** A record that would be rejected, and the answer to it where it was judged as a whole. */
export type Rejected = { readonly record: SentRecord; readonly answer?: ReceiptRecord };

/** What became of a batch. */
export type Judged = {
  readonly received: number;
  readonly duplicate: number;
  /** Rows whose ids seem to have been told before of something else. */
  readonly contested: number;
  readonly rejected: readonly Rejected[];
  /** Of every record, where each was judged as a whole. */
  readonly answers: readonly ReceiptRecord[];
};

/** Judges one batch of a file after the other; its records are counted from `from`. */
export type BatchJudge = (batch: Batch, from: number) => Parsed<Judged>;

/** Judges everything as the service does, event by event and with the ids that it would give. */
export function judgeOfRecords(moment: Moment): BatchJudge {
  const ids = toldIds();
  let reader: RowReader | undefined;
  return (batch, from) => {
    if (batch.kind !== "rows") return judgedWhole(batch, from, { moment, ids });
    const read = reader === undefined ? rowReader(batch.header, moment, sha256) : taken(reader);
    if (!read.ok) return read;
    reader = read.value;
    return taken(
      answered(
        batch.rows.map((row, place) => read.value(row, from + place)),
        { moment, ids },
      ),
    );
  };
}

/** Judges rows by their cells where their form allows it, which is some times faster, and everything else as a whole. */
export function judgeOfCells(moment: Moment): BatchJudge {
  const ids = toldIds();
  let judge: RowJudge | undefined;
  return (batch, from) => {
    if (batch.kind !== "rows") return judgedWhole(batch, from, { moment, ids });
    const known = judge === undefined ? rowJudge(batch.header, moment, ids) : taken(judge);
    if (!known.ok) return known;
    judge = known.value;
    return taken(judgedRows(batch.rows, from, known.value));
  };
}

/** The ids that rows get are looked at by no rule, and a hash for each would take longer than most rules. */
const noDigest: Digest = () => "a".repeat(64);

type RowJudge = (row: CsvRow, index: number) => RowStanding | Rejected;
type Judging = { readonly moment: Moment; readonly ids: ToldIds };

function rowJudge(header: readonly string[], moment: Moment, ids: ToldIds): Parsed<RowJudge> {
  const names = header.map((name) => name.toLowerCase());
  const fields = isLongForm(header) ? names : fieldsNamed(header)?.fields;
  const reader = rowReader(header, moment, fields === undefined ? sha256 : noDigest);
  if (!reader.ok) return reader;
  if (fields === undefined) return taken((row, index) => judgedRow(reader.value(row, index), { moment, ids }));
  const refuse = rowsToRefuse(fields, reader.value);
  const idsOf = isLongForm(header) ? idsOfLongForm(header, ids) : idsOfNamedColumns(fields, ids);
  return taken((row, index) => {
    const record = refuse(row, index);
    return record === null ? idsOf(row) : { record };
  });
}

function judgedRow(record: SentRecord, { moment, ids }: Judging): RowStanding | Rejected {
  const answer = judgeAlone(record, ids, moment.instruments);
  if (answer.outcome === "rejected") return { record, answer };
  return answer.outcome === "duplicate" ? "duplicate" : "accepted";
}

function judgedRows(rows: readonly CsvRow[], from: number, judge: RowJudge): Judged {
  let [duplicate, contested] = [0, 0];
  const rejected: Rejected[] = [];
  for (const [place, row] of rows.entries()) {
    const standing = judge(row, from + place);
    if (standing === "duplicate") duplicate += 1;
    else if (standing === "contested") contested += 1;
    else if (standing !== "accepted") rejected.push(standing);
  }
  return { received: rows.length, duplicate, contested, rejected, answers: [] };
}

function judgedWhole(batch: Exclude<Batch, { kind: "rows" }>, from: number, judging: Judging): Parsed<Judged> {
  const { moment } = judging;
  if (batch.kind === "events") {
    const records = batch.events.map(({ row, sent }, place) => eventRecord(sent, { index: from + place, row, moment }));
    return taken(answered(records, judging));
  }
  const submission = (batch.kind === "whole" ? readJsonSubmission : readFhirSubmission)(batch.text, moment);
  return submission.ok ? taken(answered(recordsTogether(submission.value), judging)) : submission;
}

function answered(records: readonly SentRecord[], { moment, ids }: Judging): Judged {
  const told = records.map((record) => ({ record, answer: judgeAlone(record, ids, moment.instruments) }));
  return {
    received: records.length,
    duplicate: told.filter(({ answer }) => answer.outcome === "duplicate").length,
    contested: 0,
    rejected: told.filter(({ answer }) => answer.outcome === "rejected"),
    answers: told.map(({ answer }) => answer),
  };
}

function eventRecord(sent: unknown, place: { index: number; row: number; moment: Moment }): SentRecord {
  if (typeof sent !== "string") return sentEvent(sent, place);
  const events: SentRecord["events"] = refused("malformed-json", "", "put one event as JSON on each line");
  return { index: place.index, row: place.row, eventId: null, columns: {}, events };
}
