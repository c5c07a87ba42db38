import type { Digest } from "../ports/digest.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import type { Moment } from "./content-checks.ts";
import type { CsvTable } from "./csv-table.ts";
import { isLongForm, readLongForm } from "./long-form.ts";
import { readNamedColumns, unknownColumn } from "./named-columns.ts";
import { eventsAtMost, type SentRecord, type Submission } from "./submission.ts";

/** Reads a table of either form, told apart by its header. */
export function readTable(table: CsvTable, moment: Moment, sha256: Digest): Parsed<Submission> {
  if (table.rows.length === 0) return refused("no-events", "", "send at least one row below the header");
  if (table.rows.length > eventsAtMost) return refused("too-many-events", "", "send at most 50,000 rows at once");
  const records = recordsOf(table, moment, sha256);
  return records.ok ? taken({ submissionId: null, records: records.value }) : records;
}

function recordsOf(table: CsvTable, moment: Moment, sha256: Digest): Parsed<readonly SentRecord[]> {
  if (isLongForm(table.header)) return taken(readLongForm(table, moment, sha256));
  const unknown = unknownColumn(table.header);
  if (unknown === null && table.header.includes("type")) return taken(readNamedColumns(table, moment, sha256));
  const where = unknown === null ? "" : `column ${unknown}`;
  return refused("unknown-columns", where, "use the header of the long form, or the fields of the events with a column `type`, each once");
}
