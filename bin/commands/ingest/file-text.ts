import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { textFrom } from "../../../adapters/text-stream.ts";
import { type Encoding, encodingOf, markLength } from "../../../core/files/encoding.ts";
import { withoutScannerTest } from "../../../core/files/malware.ts";

/** Larger pieces, as text, are large objects to V8, which are looked through more seldom: twice the memory, and a quarter more time. */
const pieceBytes = 1 << 15;
const markAtMost = 3;

/** A file that holds what a scanner takes for malware. */
export class HoldsMalware extends Error {
  override readonly name = "HoldsMalware";
}

/**
 * The text of a file as it streams, its encoding decided once from its first bytes, as the service decides it.
 *
 * @throws {NotText} where the bytes are not valid in it
 * @throws {HoldsMalware} where it holds what the service would refuse it for
 */
export async function* textOf(file: string, progress: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  const first = await firstBytes(file);
  const text = textFrom(bytesOf(file, markLength(first), progress), encodingOf(first));
  for await (const piece of withoutScannerTest(text, () => new HoldsMalware("a file holds what scanners are tested with"))) yield piece;
}

/** What the service would read a file as. */
export async function encodingOfFile(file: string): Promise<Encoding> {
  return encodingOf(await firstBytes(file));
}

async function* bytesOf(file: string, start: number, progress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const bytes of createReadStream(file, { start, highWaterMark: pieceBytes }) as AsyncIterable<Buffer>) {
    yield bytes;
    progress(bytes.length);
  }
}

async function firstBytes(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(markAtMost), 0, markAtMost, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
