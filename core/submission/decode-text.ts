import { encodingOf } from "../files/encoding.ts";
import { type Parsed, refused, taken } from "../refusal.ts";

const fix = "save the file as UTF-8 (in Excel: CSV UTF-8)";

/**
 * The text of some bytes. The encoding is decided once, from the first bytes: UTF-16 with a byte order mark, else UTF-8 with or without one. Bytes
 * that are not valid in it are refused, whatever they might mean in another: a guess would change names silently.
 */
export function decodeText(bytes: Uint8Array): Parsed<string> {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    return text.includes("\0") ? refused("encoding", "", fix) : taken(text);
  } catch {
    return refused("encoding", "", fix);
  }
}
