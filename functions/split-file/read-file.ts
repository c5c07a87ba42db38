import { type CsvBatch, csvBatches } from "../../adapters/csv-table.ts";
import { type LineBatch, lineBatches } from "../../adapters/line-batches.ts";
import { bytesOfText, textFrom } from "../../adapters/text-stream.ts";
import type { PlacedBatch } from "../../core/files/cut-parts.ts";
import { type Encoding, encodingOf, markLength } from "../../core/files/encoding.ts";
import type { FileContentType, FilePosition } from "../../core/ports/files.ts";
import type { Parsed } from "../../core/refusal.ts";

/** The bytes of a file from one on. */
export type FileBytes = (from: number) => AsyncIterable<Uint8Array>;

/** What stands in a row of a file: the cells of a table, or the text of a line. */
export type FileRow = CsvBatch["rows"][number] | LineBatch["rows"][number];

/** The text of a file from its beginning, and the encoding that its first bytes announce. */
export async function beginText(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly encoding: Encoding; readonly mark: number; readonly text: AsyncIterable<string> }> {
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  const head = first.done === true ? new Uint8Array() : first.value;
  const [encoding, mark] = [encodingOf(head), markLength(head)];
  async function* rest(): AsyncGenerator<Uint8Array> {
    yield head.subarray(mark);
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) yield next.value;
  }
  return { encoding, mark, text: textFrom(rest(), encoding) };
}

/** The rows of a text, some at a time. */
export function rowBatches(
  text: AsyncIterable<string>,
  contentType: FileContentType,
  firstRow = 1,
): AsyncGenerator<Parsed<CsvBatch | LineBatch>> {
  return contentType === "text/csv" ? csvBatches(text, firstRow) : lineBatches(text, firstRow);
}

type Known = { readonly contentType: FileContentType; readonly encoding: Encoding };

/**
 * The records of a file from a place in it on, each batch with its own place, so that reading can begin there another time. The file was read
 * to its end before: what breaks it would have been found then.
 */
export async function* placedBatches(
  bytes: FileBytes,
  { contentType, encoding }: Known,
  from: FilePosition,
): AsyncGenerator<PlacedBatch<FileRow>> {
  const begun = from.offset === 0 ? await beginText(bytes(0)) : { text: textFrom(bytes(from.offset), encoding), mark: 0 };
  let at = { ...from, offset: from.offset + begun.mark };
  for await (const batch of rowBatches(begun.text, contentType, from.row)) {
    if (!batch.ok) throw new Error("a file cannot be read that was read before");
    const { rows, lines, text } = batch.value;
    const items = contentType === "text/csv" ? rows.filter(({ row }) => row !== 1) : rows;
    yield { at, items };
    at = { offset: at.offset + bytesOfText(text, encoding), row: at.row + lines, index: at.index + items.length };
  }
}
