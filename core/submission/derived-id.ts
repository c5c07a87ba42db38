import { canonicalJson } from "../canonical-json.ts";
import type { Digest } from "../ports/digest.ts";

const characters = 32;
const letters = "ghijklmnop";
const zero = "0".charCodeAt(0);

/**
 * The id of an event that came without one: a hash of what it tells, so that the same again is the same event. Letters alone: digits could happen to
 * read as an NHS number. The person is left out, so that no identifier can be guessed from the id.
 */
export function derivedId({ patient: _, ...told }: Readonly<Record<string, unknown>>, sha256: Digest): string {
  const hash = sha256(canonicalJson(told));
  let id = "csv-";
  for (let at = 0; at < characters; at += 1) id += letterFor(hash, at);
  return id;
}

function letterFor(hash: string, at: number): string {
  const code = hash.charCodeAt(at) - zero;
  return code < letters.length ? (letters[code] ?? "") : (hash[at] ?? "");
}
