import { canonicalJson } from "../canonical-json.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { indexOf } from "./generation-index.ts";
import { inParallel } from "./in-parallel.ts";
import { fragmentName, type Manifest, manifestPlace, releasesOf } from "./manifest.ts";
import { readIndex } from "./read-run-files.ts";

/** What checking the published files came to: how many, and the paths of those that are not what the manifest says. */
export type PublishedObjects = { readonly checked: number; readonly damaged: readonly string[] };

const objectsAtOnce = 16;

const fragmentsAtOnce = 16;

/** Reads every file that a generation shows, and every released table that it was drawn from, and hashes it again, and holds what readers take, index and fragments, against the manifest. */
export async function verifyPublished(
  shown: Manifest | null,
  { reports, digest }: { readonly reports: ReportStore; readonly digest: Digest },
): Promise<PublishedObjects> {
  const { readObject, readRelease } = reports;
  const places = Object.entries(shown?.places ?? {}).flatMap(([code, { files }]) =>
    Object.entries(files).map(([path, { sha256 }]) => ({ path: `${code}/${path}`, sha256, read: readObject })),
  );
  const assets = Object.entries(shown?.assets ?? {}).map(([path, { sha256 }]) => ({ path, sha256, read: readObject }));
  const released = releasesOf(shown).map((sha256) => ({ path: `released/${sha256}`, sha256, read: readRelease }));
  const files = [...places, ...assets, ...released];
  const isRight = await inParallel(files, objectsAtOnce, async ({ sha256, read }) => {
    const body = await read(sha256);
    return body !== null && digest(body) === sha256;
  });
  const damaged = files.filter((_, index) => !isRight[index]).map(({ path }) => path);
  return { checked: files.length, damaged: [...damaged, ...(shown === null ? [] : await misleading(shown, reports))] };
}

/** Places to which readers are led wrongly. A generation that has no index is read by its manifest, and leads nowhere else. */
async function misleading(shown: Manifest, reports: ReportStore): Promise<readonly string[]> {
  const index = await readIndex(reports, shown.gen);
  if (index === null) return [];
  const wanted = indexOf(shown).places;
  const codes = Object.keys(wanted);
  const isRight = await inParallel(codes, fragmentsAtOnce, async (code) => {
    const name = fragmentName(code);
    const isListed = canonicalJson(index.places[code] ?? null) === canonicalJson(wanted[code]);
    const fragment = await reports.readRunFile(shown.places[code]?.run ?? shown.gen, name);
    return isListed && fragment !== null && canonicalJson(manifestPlace.parse(JSON.parse(fragment))) === canonicalJson(shown.places[code]);
  });
  return codes.filter((_, at) => !isRight[at]).map((code) => `${code}, as the index leads to it`);
}
