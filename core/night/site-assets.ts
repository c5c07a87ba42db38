import type { PlaceFile } from "../place-report.ts";
import type { Digest } from "../ports/digest.ts";

/** The hash of each file that all pages share, by path. */
export function assetHashes(files: readonly PlaceFile[], digest: Digest): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, body }) => [path, digest(body)]));
}
