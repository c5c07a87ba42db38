import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { type Pointer, pointer } from "../core/night/manifest.ts";
import { readGeneration } from "../core/night/read-run-files.ts";
import type { PublishedReports } from "../core/ports/reports-reader.ts";

type Bucket = {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefixes: { readonly objects: string; readonly runs: string };
  readonly pointerKey: string;
  readonly now: () => number;
};

/** Readers see a new generation within this time. */
const pointerKnownForMs = 30_000;
const generationsAtMost = 4;
/** A page is read with its pictures: what names the files of its place is kept until so many other places have been read. */
const placesAtMost = 64;

/** Published reports in their bucket. The pointer is remembered for half a minute; what a generation is never changes, so the latest few are kept. */
export function publishedReports(given: Bucket): PublishedReports {
  let live: { readonly pointer: Pointer | null; readonly until: number } | null = null;
  const runs = { readRunFile: (gen: number, name: string) => textOf(given, `${given.prefixes.runs}${gen}/${name}`) };
  return {
    async pointer() {
      if (live !== null && live.until > given.now()) return live.pointer;
      const text = await textOf(given, given.pointerKey);
      live = {
        pointer: text === null ? null : pointer.parse(JSON.parse(text)),
        until: text === null ? 0 : given.now() + pointerKnownForMs,
      };
      return live.pointer;
    },
    generation: rememberLatest(generationsAtMost, async (gen: number) => {
      const read = await readGeneration(runs, gen);
      return read === null ? null : { ...read, placeOf: rememberLatest(placesAtMost, read.placeOf) };
    }),
    object: (sha256) => textOf(given, given.prefixes.objects + sha256),
  };
}

/** Reads once what never changes, and keeps only the latest few; nothing there is asked for again. */
function rememberLatest<Key, Value>(most: number, read: (key: Key) => Promise<Value | null>): (key: Key) => Promise<Value | null> {
  const known = new Map<Key, Value>();
  return async (key) => {
    const value = known.get(key) ?? (await read(key));
    if (value === null) return null;
    known.delete(key);
    known.set(key, value);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return value;
  };
}

/** S3 says 403 instead of 404 to whoever may not list the bucket, and readers may not. */
async function textOf({ client, bucket }: Bucket, key: string): Promise<string | null> {
  try {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToString("utf-8")) ?? "";
  } catch (error) {
    const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
    if (status === 404 || status === 403) return null;
    throw error;
  }
}
