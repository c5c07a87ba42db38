import { encodingOf } from "../files/encoding.ts";
import { holdsScannerTest } from "../files/malware.ts";
import { type Parsed, refused, taken } from "../refusal.ts";

/** What to do about a file in which malware was found. */
export const malwareFix = "have the system that the file comes from looked at, and send a file that was made anew";
const fix = "save the file as UTF-8 (in Excel: CSV UTF-8)";

/**
 * The text of some bytes. The encoding is decided once, from the first bytes: UTF-16 with a byte order mark, else UTF-8 with or without one. Bytes
 * that are not valid in it are refused, whatever they might mean in another: a guess would change names silently.
 */
export function decodeText(bytes: Uint8Array): Parsed<string> {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
    if (holdsScannerTest(text)) return refused("rejected-malware", "", malwareFix);
    return text.includes("\0") ? refused("encoding", "", fix) : taken(text);
  } catch {
    return refused("encoding", "", fix);
  }
}
