import { type Parsed, refused, taken } from "../refusal.ts";

const fix = "save the file as UTF-8 (in Excel: CSV UTF-8)";

/**
 * The text of some bytes. The encoding is decided once, from the first bytes: UTF-16 with a byte order mark, else UTF-8 with or without one. Bytes
 * that are not valid in it are refused, whatever they might mean in another: a guess would change names silently.
 */
export function decodeText(bytes: Uint8Array): Parsed<string> {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes("\0") ? refused("encoding", "", fix) : taken(text);
  } catch {
    return refused("encoding", "", fix);
  }
}
