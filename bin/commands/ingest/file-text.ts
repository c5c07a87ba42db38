import { createReadStream } from "node:fs";
import { TextDecoder } from "node:util";

/** A file cannot be read as text: it is not what its first bytes say. */
export class NotText extends Error {
  override readonly name = "NotText";
}

const pieceBytes = 1 << 18;

/**
 * The text of a file as it streams. The encoding is decided once, from its first bytes, as the service decides it: UTF-16 with a byte order mark, else
 * UTF-8.
 *
 * @throws {NotText} where the bytes are not valid in it
 */
export async function* textOf(file: string, progress: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  for await (const bytes of createReadStream(file, { highWaterMark: pieceBytes })) {
    decoder ??= new TextDecoder(encodingOf(bytes), { fatal: true });
    yield decoded(decoder, bytes);
    progress(bytes.length);
  }
  if (decoder !== undefined) yield decoded(decoder);
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return "utf-16le";
  return first[0] === 0xfe && first[1] === 0xff ? "utf-16be" : "utf-8";
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
