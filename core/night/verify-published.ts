import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { inParallel } from "./in-parallel.ts";
import type { Manifest } from "./manifest.ts";

/** What checking the published files came to: how many, and the paths of those that are not what the manifest says. */
export type PublishedObjects = { readonly checked: number; readonly damaged: readonly string[] };

const objectsAtOnce = 16;

/** Reads every file that a generation shows and hashes it again. */
export async function verifyPublished(
  shown: Manifest | null,
  { reports, digest }: { readonly reports: ReportStore; readonly digest: Digest },
): Promise<PublishedObjects> {
  const places = Object.entries(shown?.places ?? {}).flatMap(([code, { files }]) =>
    Object.entries(files).map(([path, { sha256 }]) => ({ path: `${code}/${path}`, sha256 })),
  );
  const assets = Object.entries(shown?.assets ?? {}).map(([path, { sha256 }]) => ({ path, sha256 }));
  const files = [...places, ...assets];
  const isRight = await inParallel(files, objectsAtOnce, async ({ sha256 }) => {
    const body = await reports.readObject(sha256);
    return body !== null && digest(body) === sha256;
  });
  return { checked: files.length, damaged: files.filter((_, index) => !isRight[index]).map(({ path }) => path) };
}
