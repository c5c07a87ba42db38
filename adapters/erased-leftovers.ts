import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { withoutErased } from "../core/people/erased-records.ts";
import type { Erased } from "../core/people/standing.ts";
import type { FilePart } from "../core/ports/files.ts";
import { prefixes } from "../names.ts";
import { queryAll } from "./query-all.ts";
import { s3Acknowledgements } from "./s3-acknowledgements.ts";
import { readPartAt } from "./s3-parts.ts";
import { fileKey, filePartition, filePartPrefix } from "./source-keys.ts";

/** What is left in the raw bucket of somebody who is erased. */
export type Leftovers = {
  /** Takes events out of the acknowledgements of those of some submissions that were files. */
  redactFiles(submissions: readonly string[], ids: ReadonlySet<string>): Promise<void>;
  /** Takes a person's records out of parts that nobody has stored for an hour. What is younger is stored soon, without them, and then removed. */
  redactWaiting(pid: string, erased: Erased): Promise<void>;
};

type Places = {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly s3: S3Client;
  readonly bucket: string;
  /** The instant, in milliseconds. */
  readonly now: () => number;
};

/** As long as a part may take to be stored by itself, with every time that it is delivered again. */
const stuckMs = 3_600_000;

/** The leftovers in the bucket, by what the source table knows of files. */
export function erasedLeftovers(places: Places): Leftovers {
  return {
    async redactFiles(submissions, ids) {
      for (const submission of submissions) await redactFile(submission, ids, places);
    },
    redactWaiting: (pid, erased) => redactWaiting(pid, erased, places),
  };
}

async function redactFile(submission: string, ids: ReadonlySet<string>, { client, table, s3, bucket }: Places): Promise<void> {
  const at = submission.indexOf("#");
  const key = { client: submission.slice(0, at), submissionId: submission.slice(at + 1) };
  const rows = await queryAll(client, { table, pk: filePartition(key) });
  const parts = rows.filter(({ sk }) => String(sk).startsWith(filePartPrefix)).map(({ body }): FilePart => JSON.parse(String(body)));
  if (parts.length === 0) return;
  const pieces = parts.toSorted((a, b) => a.part - b.part).map(({ piece }) => piece);
  const acknowledgements = s3Acknowledgements(s3, bucket);
  const isThere = await acknowledgements.redact(pieces, ids);
  const isWhole = rows.some(({ sk }) => sk === fileKey(key, "ACKNOWLEDGED").sk);
  // Where the pieces are past their time, so is the whole.
  if (isWhole && isThere) await acknowledgements.putTogether(key, pieces);
}

async function redactWaiting(pid: string, erased: Erased, { s3, bucket, now }: Places): Promise<void> {
  let from: string | undefined;
  do {
    const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefixes.parts, ContinuationToken: from }));
    for (const { Key = "", LastModified } of page.Contents ?? []) {
      if (now() - (LastModified?.getTime() ?? 0) < stuckMs) continue;
      const before = await readPartAt(s3, bucket, Key);
      const after = withoutErased(before, pid, erased);
      if (after === before) continue;
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: JSON.stringify(after), ContentType: "application/json" }));
    }
    from = page.NextContinuationToken;
  } while (from !== undefined);
}
