import { DeleteObjectCommand, ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import type { ObjectCollection, ObjectVersion, RunFileVersion } from "../core/ports/object-collection.ts";
import { instantOf, type ReportBucket } from "./report-bucket.ts";

type Bucket = Pick<ReportBucket, "client" | "bucket" | "objects" | "released" | "runs">;

/** Collecting over S3: writings are told apart by the bucket's own versions. */
export function objectCollection(given: Bucket): ObjectCollection {
  const { client, bucket, runs } = given;
  const named = (kind: ObjectVersion["kind"]) =>
    pagesOf(given, given[kind], (sha256, written): ObjectVersion => ({ kind, sha256, ...written }));
  return {
    async *versions() {
      yield* named("objects");
      yield* named("released");
    },
    runFiles: () => pagesOf(given, runs, runFileOf),
    async remove(version) {
      const Key = "sha256" in version ? given[version.kind] + version.sha256 : `${runs}${version.gen}/${version.name}`;
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId: version.version }));
    },
  };
}

type Written = Omit<ObjectVersion, "kind" | "sha256">;

/** `runs/41/fragments/A81001.json`; nothing else that lies there is any run's. */
function runFileOf(path: string, written: Written): RunFileVersion | null {
  const [, gen, name] = /^(\d+)\/(.+)$/.exec(path) ?? [];
  return gen === undefined || name === undefined ? null : { gen: Number(gen), name, ...written };
}

async function* pagesOf<Found>(
  { client, bucket }: Bucket,
  prefix: string,
  foundAt: (path: string, written: Written) => Found | null,
): AsyncGenerator<readonly Found[]> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: Listed = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...from }));
    yield (page.Versions ?? []).flatMap(({ Key = "", VersionId = "null", IsLatest = true, LastModified, Size = 0 }) => {
      const written = { version: VersionId, isLatest: IsLatest, writtenAt: instantOf(LastModified), bytes: Size };
      return foundAt(Key.slice(prefix.length), written) ?? [];
    });
    from = page.IsTruncated === true ? markersOf(page) : undefined;
  }
}

type Listed = Pick<ListObjectVersionsCommandOutput, "Versions" | "IsTruncated" | "NextKeyMarker" | "NextVersionIdMarker">;

function markersOf({ NextKeyMarker, NextVersionIdMarker }: Listed): { KeyMarker?: string; VersionIdMarker?: string } {
  return {
    ...(NextKeyMarker === undefined ? {} : { KeyMarker: NextKeyMarker }),
    ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
  };
}
