import { parseCsvTable } from "../../adapters/csv-table.ts";
import { fhirMediaType } from "../../core/fhir/outline.ts";
import { readFhirSubmission } from "../../core/fhir/read-fhir-submission.ts";
import { encodingOf } from "../../core/files/encoding.ts";
import type { Digest } from "../../core/ports/digest.ts";
import { type Parsed, refused, taken } from "../../core/refusal.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { decodeText } from "../../core/submission/decode-text.ts";
import { readJsonSubmission } from "../../core/submission/read-json.ts";
import { readTable } from "../../core/submission/read-table.ts";
import type { Submission } from "../../core/submission/submission.ts";

const largestBody = 5 * 1024 * 1024;

type Reader = (text: string, moment: Moment, sha256: Digest) => Parsed<Submission>;

const table = "text/csv";

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["application/json", readJsonSubmission],
  [table, readCsvSubmission],
  [fhirMediaType, readFhirSubmission],
]);

/** Reads a body of one of the content types that are taken. */
export function readBody(
  { contentType, body }: { contentType: string; body: Uint8Array },
  moment: Moment,
  sha256: Digest,
): Parsed<Submission> {
  const [mediaType = ""] = contentType.toLowerCase().split(";");
  const read = readers.get(mediaType.trim());
  if (read === undefined) return refused("content-type", "", `send ${[...readers.keys()].join(" or ")}`);
  if (body.length > largestBody) {
    return refused("body-too-large", "", "send at most 5 MB at once, or the file in parts to /v1/uploads, as `hearten submit` does");
  }
  const text = decodeText(body);
  const submission = text.ok ? read(text.value, moment, sha256) : text;
  return submission.ok && mediaType.trim() === table ? taken({ ...submission.value, encoding: encodingOf(body) }) : submission;
}

function readCsvSubmission(text: string, moment: Moment, sha256: Digest): Parsed<Submission> {
  const rows = parseCsvTable(text);
  return rows.ok ? readTable(rows.value, moment, sha256) : rows;
}
