import { readFhirSubmission } from "../../../core/fhir/read-fhir-submission.ts";
import type { Encoding } from "../../../core/files/encoding.ts";
import type { Digest } from "../../../core/ports/digest.ts";
import { type Parsed, type Refusal, refused, taken } from "../../../core/refusal.ts";
import type { Moment } from "../../../core/submission/content-checks.ts";
import type { CsvRow } from "../../../core/submission/csv-table.ts";
import { isLongForm } from "../../../core/submission/long-form.ts";
import { fieldsNamed } from "../../../core/submission/named-columns.ts";
import { readJsonSubmission, sentEvent } from "../../../core/submission/read-json.ts";
import { rowReader } from "../../../core/submission/read-table.ts";
import { rowsToRefuse } from "../../../core/submission/remembered-rows.ts";
import { refusalsOf, type SentRecord } from "../../../core/submission/submission.ts";
import { encodingOfFile } from "./file-text.ts";
import { type Batch, batchesOf } from "./sent-batches.ts";

/** One thing that is wrong, and where: the row and column of a file of rows, the index of an event in a submission or of an entry in a bundle. */
export type Finding = Refusal & { readonly file: string; readonly row?: number; readonly column?: string; readonly index?: number };

/** Who is told while a file is checked; the next rows are read when what was told has been taken. */
export type Listener = { found(finding: Finding): void; progress(bytes: number): void; settled?(): Promise<void> };

/** How many records a file holds, how many of them would be rejected, and what the service would read it as. */
export type Checked = { readonly file: string; readonly received: number; readonly rejected: number; readonly encoding: Encoding };

/** Checks a file by the rules of the service, as far as they can be checked without it, telling of each finding at once. Memory does not grow with the file. */
export async function checkFile(file: string, moment: Moment, listener: Listener): Promise<Checked> {
  const encoding = await encodingOfFile(file);
  let received = 0;
  let rejected = 0;
  let judge: RowJudge | undefined;
  for await (const batch of batchesOf(file, (bytes) => listener.progress(bytes))) {
    const read = batch.ok ? judged(batch.value, { moment, from: received, judge }) : batch;
    if (!read.ok) {
      for (const refusal of read.refusals) listener.found({ file, ...refusal });
      return { file, received, rejected: rejected + 1, encoding };
    }
    judge = read.value.judge;
    received += read.value.received;
    for (const record of read.value.refused) {
      rejected += 1;
      for (const refusal of refusalsOf(record)) listener.found(findingOf(file, record, refusal));
    }
    await listener.settled?.();
  }
  if (received > 0) return { file, received, rejected, encoding };
  listener.found({ file, rule: "no-events", field: "", fix: "give the file at least one event or row" });
  return { file, received, rejected: 1, encoding };
}

/** The record of a row that is wrong, or `null`. */
type RowJudge = (row: CsvRow, index: number) => SentRecord | null;

type Judged = { readonly received: number; readonly refused: readonly SentRecord[]; readonly judge?: RowJudge };
type Place = { readonly moment: Moment; readonly from: number; readonly judge: RowJudge | undefined };

function judged(batch: Batch, { moment, from, judge: known }: Place): Parsed<Judged> {
  switch (batch.kind) {
    case "whole":
    case "bundle": {
      const submission = (batch.kind === "whole" ? readJsonSubmission : readFhirSubmission)(batch.text, moment);
      return submission.ok ? taken(ofRecords(submission.value.records)) : submission;
    }
    case "events":
      return taken(ofRecords(batch.events.map(({ row, sent }, place) => eventRecord(sent, { index: from + place, row, moment }))));
    case "rows": {
      const judge = known === undefined ? rowJudge(batch.header, moment) : taken(known);
      if (!judge.ok) return judge;
      const refused = batch.rows.flatMap((row, place) => judge.value(row, from + place) ?? []);
      return taken({ received: batch.rows.length, refused, judge: judge.value });
    }
  }
}

function ofRecords(records: readonly SentRecord[]): Judged {
  return { received: records.length, refused: records.filter(({ events }) => !events.ok) };
}

/** The ids that rows get are looked at by no rule, and a hash for each would take longer than most rules. */
const noDigest: Digest = () => "a".repeat(64);

function rowJudge(header: readonly string[], moment: Moment): Parsed<RowJudge> {
  const reader = rowReader(header, moment, noDigest);
  if (!reader.ok) return reader;
  const fields = isLongForm(header) ? header.map((name) => name.toLowerCase()) : fieldsNamed(header)?.fields;
  if (fields !== undefined) return taken(rowsToRefuse(fields, reader.value));
  return taken((row, index) => {
    const record = reader.value(row, index);
    return record.events.ok ? null : record;
  });
}

function eventRecord(sent: unknown, place: { index: number; row: number; moment: Moment }): SentRecord {
  if (typeof sent !== "string") return sentEvent(sent, place);
  const events: SentRecord["events"] = refused("malformed-json", "", "put one event as JSON on each line");
  return { index: place.index, row: place.row, eventId: null, columns: {}, events };
}

function findingOf(file: string, { index, row, columns }: SentRecord, refusal: Refusal): Finding {
  const column = columns[refusal.field];
  return { file, ...(row === null ? { index } : { row }), ...(column === undefined ? {} : { column }), ...refusal };
}
