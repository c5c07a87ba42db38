import { TextDecoder } from "node:util";
import type { Encoding } from "../core/files/encoding.ts";

/** Bytes that are not text in the encoding that the first of them announce. */
export class NotText extends Error {
  override readonly name = "NotText";
}

/** How many bytes a text takes in an encoding. */
export function bytesOfText(text: string, encoding: Encoding): number {
  return encoding === "utf-8" ? Buffer.byteLength(text, "utf8") : text.length * 2;
}

/**
 * The text of some bytes as they come, from behind the mark on.
 *
 * @throws {NotText} where the bytes are not valid in the encoding, or hold NUL
 */
export async function* textFrom(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const piece of bytes) yield decoded(decoder, piece);
  yield decoded(decoder);
}

/** The text of some bytes, the beginning of a character kept for the next; without bytes, the end. */
function decoded(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    const text = bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
    if (text.includes("\0")) throw new NotText("a text file holds no NUL");
    return text;
  } catch (error) {
    throw error instanceof NotText ? error : new NotText("the bytes are not valid in the file's encoding", { cause: error });
  }
}
