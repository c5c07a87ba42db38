import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { textFrom } from "../../../adapters/text-stream.ts";
import { type Encoding, encodingOf, markLength } from "../../../core/files/encoding.ts";

const pieceBytes = 1 << 18;
const markAtMost = 3;

/**
 * The text of a file as it streams, its encoding decided once from its first bytes, as the service decides it.
 *
 * @throws {NotText} where the bytes are not valid in it
 */
export async function* textOf(file: string, progress: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  const first = await firstBytes(file);
  yield* textFrom(bytesOf(file, markLength(first), progress), encodingOf(first));
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
