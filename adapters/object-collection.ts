import { DeleteObjectCommand, ListObjectVersionsCommand, type ListObjectVersionsCommandOutput } from "@aws-sdk/client-s3";
import type { ObjectCollection, ObjectVersion } from "../core/ports/object-collection.ts";
import { instantOf, type ReportBucket } from "./report-bucket.ts";

/** Collecting over S3: writings are told apart by the bucket's own versions. */
export function objectCollection(given: Pick<ReportBucket, "client" | "bucket" | "objects">): ObjectCollection {
  const { client, bucket, objects } = given;
  return {
    versions: () => pagesOf(given),
    async remove({ sha256, version }) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: objects + sha256, VersionId: version }));
    },
  };
}

async function* pagesOf({
  client,
  bucket,
  objects,
}: Pick<ReportBucket, "client" | "bucket" | "objects">): AsyncGenerator<readonly ObjectVersion[]> {
  let from: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (from !== undefined) {
    const page: Listed = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: objects, ...from }));
    yield (page.Versions ?? []).map(({ Key = "", VersionId = "null", IsLatest = true, LastModified, Size = 0 }) => ({
      sha256: Key.slice(objects.length),
      version: VersionId,
      isLatest: IsLatest,
      writtenAt: instantOf(LastModified),
      bytes: Size,
    }));
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
