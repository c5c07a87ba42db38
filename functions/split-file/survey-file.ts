import { createHash } from "node:crypto";
import { NotText } from "../../adapters/text-stream.ts";
import { recordsToAFilePart } from "../../core/files/cut-parts.ts";
import type { Digest } from "../../core/ports/digest.ts";
import type { FileContentType, SurveyedFile } from "../../core/ports/files.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { rowReader } from "../../core/submission/read-table.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { beginText, type FileBytes, type FileRow, rowBatches } from "./read-file.ts";

/** What the first reading found, and the SHA-256 of all bytes, in hexadecimal; no digest of a file that was not read to its end. */
export type Survey = { readonly found: SurveyedFile; readonly digest: string | null };

type Reading = { readonly contentType: FileContentType; readonly moment: Moment; readonly sha256: Digest };

/**
 * Reads a whole file once before anything of it is taken: its encoding, its header, how many records it has, and whether it can be read to its
 * end. Memory does not grow with the file.
 */
export async function surveyFile(bytes: FileBytes, { contentType, moment, sha256 }: Reading): Promise<Survey> {
  const hash = createHash("sha256");
  const { encoding, text } = await beginText(hashed(bytes(0), (piece) => hash.update(piece)));
  const stopped = (refusal: Refusal): Survey => ({ found: { refusal, encoding }, digest: null });
  let header: readonly string[] | null = null;
  let [records, lines] = [0, 0];
  try {
    for await (const batch of rowBatches(text, contentType)) {
      if (!batch.ok) return stopped(firstOf(batch.refusals));
      const { rows } = batch.value;
      if (contentType === "text/csv" && header === null && rows.length > 0) {
        const read = readHeader(rows[0], moment, sha256);
        if ("refusal" in read) return stopped(read.refusal);
        header = read.header;
      }
      records += rows.filter(({ row }) => contentType !== "text/csv" || row !== 1).length;
      lines += batch.value.lines;
    }
  } catch (error) {
    if (!(error instanceof NotText)) throw error;
    return stopped(
      submissionRefusal(
        "encoding",
        "",
        `save the whole file as UTF-8 (in Excel: CSV UTF-8): it can be read up to row ${lines} or a little further`,
      ),
    );
  }
  if (records === 0) return stopped(submissionRefusal("no-events", "", "give the file at least one event or row below its header"));
  const found = { encoding, header, records, parts: Math.ceil(records / recordsToAFilePart) };
  return { found, digest: hash.digest("hex") };
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, look: (piece: Uint8Array) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    look(piece);
    yield piece;
  }
}

function readHeader(
  first: FileRow | undefined,
  moment: Moment,
  sha256: Digest,
): { readonly header: readonly string[] } | { readonly refusal: Refusal } {
  if (first === undefined || !("cells" in first) || first.row !== 1) {
    return { refusal: submissionRefusal("malformed-csv", "row 1", "begin the file with its header line") };
  }
  const reader = rowReader(first.cells, moment, sha256);
  return reader.ok ? { header: first.cells } : { refusal: firstOf(reader.refusals) };
}

function firstOf([refusal]: readonly Refusal[]): Refusal {
  if (refusal === undefined) throw new TypeError("firstOf requires a refusal");
  return refusal;
}
