import { createReadStream } from "node:fs";
import { RecordTooLong } from "../../core/analysis/csv-records.ts";
import { type LongTable, readLongTable } from "../../core/analysis/long-table.ts";
import { type Parsed, refused } from "../../core/refusal.ts";

/** Reads a long file as it streams; `progress` hears how many bytes have been read. */
export async function readTable(file: string, progress: (bytes: number) => void = () => {}): Promise<Parsed<LongTable>> {
  const reader = readLongTable();
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 })) {
      reader.push(chunk);
      bytes += chunk.length;
      progress(bytes);
    }
    return reader.end();
  } catch (error) {
    if (error instanceof RecordTooLong)
      return refused("record-too-long", "", "close every quote: a record may not be longer than a mebibyte");
    throw error;
  }
}
