import { ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Settled, SettledBook } from "../core/people/unrepeated.ts";
import { prefixes, settledPartition } from "../names.ts";
import { queryAll } from "./query-all.ts";

type Stores = { readonly client: DynamoDBDocumentClient; readonly table: string; readonly s3: S3Client; readonly bucket: string };

/** What was settled about people, by the names of the register's objects, which say nothing of anybody; and what of it the source table says is done. */
export function settledBook({ client, table, s3, bucket }: Stores): SettledBook {
  return {
    async settled() {
      const settled: Settled[] = [];
      let from: string | undefined;
      do {
        const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefixes.exclusions, ContinuationToken: from }));
        for (const { Key = "", LastModified } of page.Contents ?? [])
          settled.push({ id: Key.slice(prefixes.exclusions.length).replace(/\.json$/, ""), at: LastModified?.toISOString() ?? "" });
        from = page.NextContinuationToken;
      } while (from !== undefined);
      return settled;
    },
    done: async () => new Set((await queryAll(client, { table, pk: settledPartition })).map(({ sk }) => String(sk))),
  };
}
