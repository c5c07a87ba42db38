import { basename } from "node:path";
import Papa from "papaparse";
import type { FileLine } from "../../../adapters/line-batches.ts";
import { sha256 } from "../../../adapters/sha256.ts";
import { fhirMediaType } from "../../../core/fhir/outline.ts";
import { type Parsed, taken } from "../../../core/refusal.ts";
import { parseStrictJson } from "../../../core/submission/strict-json.ts";
import { type Batch, batchesOf } from "./sent-batches.ts";

/** One request to send: its body, and how the records of the answer find their rows in the file. */
export type Envelope = {
  readonly submissionId: string;
  readonly contentType: "application/json" | "text/csv" | typeof fhirMediaType;
  readonly body: string;
  /** The row of the file that a record came from; `undefined` for a whole submission, whose records are told by index. */
  readonly rowOf: ((index: number) => number | undefined) | undefined;
};

const recordsToSend = 400;

/**
 * A file as requests of a size that is stored before it is answered. Their ids come from their content: the same file again is the same
 * submissions again, and gets the same receipts.
 */
export async function* envelopesOf(file: string): AsyncGenerator<Parsed<Envelope>> {
  for await (const batch of evenly(batchesOf(file))) yield batch.ok ? taken(envelopeFrom(batch.value, file)) : batch;
}

/** The same records, as many to a batch as are sent at once: where a request ends must not depend on how much of the file was read at once. */
async function* evenly(batches: AsyncIterable<Parsed<Batch>>): AsyncGenerator<Parsed<Batch>> {
  let left: Batch | undefined;
  for await (const batch of batches) {
    if (!batch.ok) {
      if (left !== undefined) yield taken(left);
      yield batch;
      return;
    }
    const parts = divided(left === undefined ? batch.value : joined(left, batch.value));
    left = parts.at(-1);
    for (const part of parts.slice(0, -1)) yield taken(part);
  }
  if (left !== undefined) yield taken(left);
}

/** Two batches of one file as one. What is read whole comes alone. */
function joined(one: Batch, next: Batch): Batch {
  if (one.kind === "rows" && next.kind === "rows") return { ...one, rows: [...one.rows, ...next.rows] };
  if (one.kind === "events" && next.kind === "events") return { ...one, events: [...one.events, ...next.events] };
  throw new TypeError("joined requires two batches of rows, or two of events");
}

function divided(batch: Batch): readonly Batch[] {
  if (batch.kind === "rows") return pieces(batch.rows).map((rows) => ({ ...batch, rows }));
  return batch.kind === "events" ? pieces(batch.events).map((events) => ({ ...batch, events })) : [batch];
}

function envelopeFrom(batch: Batch, file: string): Envelope {
  switch (batch.kind) {
    case "whole":
      return {
        submissionId: ownIdOf(batch.text) ?? idOf(file, batch.text),
        contentType: "application/json",
        body: batch.text,
        rowOf: undefined,
      };
    case "bundle":
      return { submissionId: idOf(file, batch.text), contentType: fhirMediaType, body: batch.text, rowOf: undefined };
    case "events": {
      const some = batch.events.map(eventOn);
      const submissionId = idOf(file, JSON.stringify(some));
      const body = JSON.stringify({ submissionId, events: some.map(({ sent }) => sent) });
      return { submissionId, contentType: "application/json", body, rowOf: (index) => some[index]?.row };
    }
    case "rows": {
      const body = Papa.unparse([[...batch.header], ...batch.rows.map(({ cells }) => [...cells])], { newline: "\n" });
      return { submissionId: idOf(file, body), contentType: "text/csv", body, rowOf: (index) => batch.rows[index]?.row };
    }
  }
}

function pieces<T>(items: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / recordsToSend) }, (_, n) => items.slice(n * recordsToSend, (n + 1) * recordsToSend));
}

function idOf(file: string, content: string): string {
  return idOfContent(file, sha256(content));
}

/** The file's own name, as far as an id may hold it, and letters that stand for the content by its digest. */
export function idOfContent(file: string, digest: string): string {
  const name = basename(file)
    .replace(/\.[^.]*$/, "")
    .replaceAll(/[^A-Za-z]+/g, "-")
    .slice(0, 20);
  const letters = digest.slice(0, 32).replaceAll(/\d/g, (digit) => "ghijklmnop"[Number(digit)] ?? "");
  return `f-${name}-${letters}`;
}

function ownIdOf(text: string): string | undefined {
  const read = parseStrictJson(text);
  const id =
    read.ok && typeof read.value === "object" && read.value !== null && "submissionId" in read.value ? read.value.submissionId : undefined;
  return typeof id === "string" ? id : undefined;
}

/** The event on a line; what is no JSON stays a text, for the rules to refuse. */
function eventOn({ row, text }: FileLine): { readonly row: number; readonly sent: unknown } {
  const read = parseStrictJson(text);
  return { row, sent: read.ok ? read.value : text };
}
