import { chooseMapping } from "../mapping/choose-mapping.ts";
import { mappedRowsReader } from "../mapping/mapped-rows.ts";
import { mappings } from "../mapping/mappings.ts";
import type { Digest } from "../ports/digest.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import type { Moment } from "./content-checks.ts";
import type { CsvTable, RowReader } from "./csv-table.ts";
import { isLongForm, longFormReader } from "./long-form.ts";
import { fieldsNamed, namedColumnsReader, unknownColumn } from "./named-columns.ts";
import { eventsAtMost, type Submission } from "./submission.ts";

/** Reads a table of either form as a submission. */
export function readTable(table: CsvTable, moment: Moment, sha256: Digest): Parsed<Submission> {
  if (table.rows.length === 0) return refused("no-events", "", "send at least one row below the header");
  if (table.rows.length > eventsAtMost) return refused("too-many-events", "", "send at most 50,000 rows at once");
  const reader = rowReader(table.header, moment, sha256);
  return reader.ok ? taken({ submissionId: null, records: table.rows.map(reader.value) }) : reader;
}

/** The reader of rows under a header: of the long form, of the fields of the events, or of another system's export. */
export function rowReader(header: readonly string[], moment: Moment, sha256: Digest): Parsed<RowReader> {
  if (isLongForm(header)) return taken(longFormReader(header, moment, sha256));
  const named = fieldsNamed(header);
  if (named !== null) return taken(namedColumnsReader(named, moment, sha256));
  const chosen = chooseMapping(header, moment.mappings ?? mappings);
  if (!chosen.ok) return chosen;
  if (chosen.value !== null) return taken(mappedRowsReader(chosen.value, moment, sha256));
  const unknown = unknownColumn(header);
  const where = unknown === null ? "" : `column ${unknown}`;
  return refused(
    "unknown-columns",
    where,
    "use the header of a template (GET /v1/templates), or of an export that a mapping knows, each column once",
  );
}
