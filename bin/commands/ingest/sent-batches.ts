import { extname } from "node:path";
import { csvRows } from "../../../adapters/csv-table.ts";
import { type FileLine, lineBatches } from "../../../adapters/line-batches.ts";
import { NotText } from "../../../adapters/text-stream.ts";
import { type Parsed, refused, taken } from "../../../core/refusal.ts";
import type { CsvRow } from "../../../core/submission/csv-table.ts";
import { malwareFix } from "../../../core/submission/decode-text.ts";
import { parseStrictJson } from "../../../core/submission/strict-json.ts";
import { HoldsMalware, textOf } from "./file-text.ts";

/** Some of a file: rows below a header, or events with their lines; or the whole of it, as one submission or one FHIR bundle. */
export type Batch =
  | { readonly kind: "rows"; readonly header: readonly string[]; readonly rows: readonly CsvRow[] }
  | { readonly kind: "events"; readonly events: readonly FileLine[] }
  | { readonly kind: "whole" | "bundle"; readonly text: string };

const largestJson = 5 * 1024 * 1024;

/** Reads a file in batches: `.ndjson` and `.jsonl` have an event to a line, `.json` is a whole submission or a FHIR bundle, everything else is CSV. */
export async function* batchesOf(file: string, progress?: (bytes: number) => void): AsyncGenerator<Parsed<Batch>> {
  try {
    const text = textOf(file, progress);
    if (/^\.(ndjson|jsonl)$/i.test(extname(file))) yield* eventBatches(text);
    else if (/^\.json$/i.test(extname(file))) yield await wholeFile(text);
    else yield* rowBatches(text);
  } catch (error) {
    if (error instanceof HoldsMalware) yield refused("rejected-malware", "", malwareFix);
    else if (!(error instanceof NotText)) throw error;
    else yield refused("encoding", "", "save the file as UTF-8 (in Excel: CSV UTF-8)");
  }
}

async function* rowBatches(text: AsyncIterable<string>): AsyncGenerator<Parsed<Batch>> {
  let header: readonly string[] | undefined;
  for await (const read of csvRows(text)) {
    if (!read.ok) {
      yield read;
      return;
    }
    const [first, ...others] = read.value;
    const rows = header === undefined ? others : read.value;
    header ??= first?.cells;
    if (header !== undefined && rows.length > 0) yield taken({ kind: "rows", header, rows });
  }
  if (header === undefined) yield refused("malformed-csv", "row 1", "send a header line and at least one row");
}

async function* eventBatches(text: AsyncIterable<string>): AsyncGenerator<Parsed<Batch>> {
  for await (const batch of lineBatches(text)) {
    if (!batch.ok) yield batch;
    else if (batch.value.rows.length > 0) yield taken({ kind: "events", events: batch.value.rows });
  }
}

async function wholeFile(text: AsyncIterable<string>): Promise<Parsed<Batch>> {
  let whole = "";
  for await (const piece of text) {
    whole += piece;
    if (whole.length > largestJson) {
      return refused(
        "body-too-large",
        "",
        "send at most 5 MB as one submission; put the events on lines of their own (.ndjson) to send any number",
      );
    }
  }
  return taken({ kind: isFhir(whole) ? "bundle" : "whole", text: whole });
}

/** Every FHIR resource says of which type it is, and no submission does. */
function isFhir(text: string): boolean {
  const read = parseStrictJson(text);
  return read.ok && typeof read.value === "object" && read.value !== null && "resourceType" in read.value;
}
