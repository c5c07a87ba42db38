import { sha256 } from "../../../adapters/sha256.ts";
import { type Parsed, type Refusal, refused, taken } from "../../../core/refusal.ts";
import type { Moment } from "../../../core/submission/content-checks.ts";
import type { RowReader } from "../../../core/submission/csv-table.ts";
import { readJsonSubmission, sentEvent } from "../../../core/submission/read-json.ts";
import { rowReader } from "../../../core/submission/read-table.ts";
import type { SentRecord } from "../../../core/submission/submission.ts";
import { type Batch, batchesOf } from "./sent-batches.ts";

/** One thing that is wrong, and where: the row and column of a file of rows, the index of an event in a submission. */
export type Finding = Refusal & { readonly file: string; readonly row?: number; readonly column?: string; readonly index?: number };

/** What to be told while a file is checked. */
export type Listener = { found(finding: Finding): void; progress(bytes: number): void };

/** How many records a file holds, and how many of them would be rejected. */
export type Checked = { readonly file: string; readonly received: number; readonly rejected: number };

/** Checks a file by the rules of the service, as far as they can be checked without it, telling of each finding at once. Memory does not grow with the file. */
export async function checkFile(file: string, moment: Moment, listener: Listener): Promise<Checked> {
  let received = 0;
  let rejected = 0;
  let read: RowReader | undefined;
  for await (const batch of batchesOf(file, (bytes) => listener.progress(bytes))) {
    const records = batch.ok ? recordsOf(batch.value, { moment, from: received, known: read }) : batch;
    if (!records.ok) {
      for (const refusal of records.refusals) listener.found({ file, ...refusal });
      return { file, received, rejected: rejected + 1 };
    }
    read = records.value.reader;
    for (const record of records.value.records) {
      received += 1;
      if (record.events.ok) continue;
      rejected += 1;
      for (const refusal of record.events.refusals) listener.found(findingOf(file, record, refusal));
    }
  }
  if (received > 0) return { file, received, rejected };
  listener.found({ file, rule: "no-events", field: "", fix: "give the file at least one event or row" });
  return { file, received, rejected: 1 };
}

type Read = { readonly records: readonly SentRecord[]; readonly reader: RowReader | undefined };

function recordsOf(batch: Batch, { moment, from, known }: { moment: Moment; from: number; known: RowReader | undefined }): Parsed<Read> {
  switch (batch.kind) {
    case "whole": {
      const submission = readJsonSubmission(batch.text, moment);
      return submission.ok ? taken({ records: submission.value.records, reader: undefined }) : submission;
    }
    case "events":
      return taken({
        records: batch.events.map(({ row, sent }, place) => eventRecord(sent, { index: from + place, row, moment })),
        reader: undefined,
      });
    case "rows": {
      const reader = known === undefined ? rowReader(batch.header, moment, sha256) : taken(known);
      return reader.ok ? taken({ records: batch.rows.map((row, place) => reader.value(row, from + place)), reader: reader.value }) : reader;
    }
  }
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
