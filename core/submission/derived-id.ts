import { canonicalJson } from "../canonical-json.ts";
import type { Digest } from "../ports/digest.ts";

const characters = 32;
const letters = "ghijklmnop";

/**
 * The id of an event that came without one: a hash of what it tells, so that the same again is the same event. Letters alone: digits could happen to
 * read as an NHS number. The person is left out, so that no identifier can be guessed from the id.
 */
export function derivedId({ patient: _, ...told }: Readonly<Record<string, unknown>>, sha256: Digest): string {
  const hash = sha256(canonicalJson(told)).slice(0, characters);
  return `csv-${hash.replaceAll(/\d/g, (digit) => letters[Number(digit)] ?? digit)}`;
}
