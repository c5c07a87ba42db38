import { GetObjectCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { type Manifest, manifest, type Pointer, pointer, runFiles } from "../core/night/manifest.ts";
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
const manifestsAtMost = 4;

/** Published reports in their bucket. The pointer is remembered for half a minute; a manifest never changes, so the latest few are kept. */
export function publishedReports(given: Bucket): PublishedReports {
  let live: { readonly pointer: Pointer | null; readonly until: number } | null = null;
  const manifests = new Map<number, Manifest>();
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
    async manifest(gen) {
      const known = manifests.get(gen);
      if (known !== undefined) return known;
      const text = await textOf(given, `${given.prefixes.runs}${gen}/${runFiles.manifest}`);
      if (text === null) return null;
      const read = manifest.parse(JSON.parse(text));
      const [oldest] = manifests.keys();
      if (manifests.size >= manifestsAtMost && oldest !== undefined) manifests.delete(oldest);
      manifests.set(gen, read);
      return read;
    },
    object: (sha256) => textOf(given, given.prefixes.objects + sha256),
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
