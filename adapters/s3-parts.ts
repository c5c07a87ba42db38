import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { keptEvent } from "../core/events/kept-event.ts";
import type { PartStore, SubmissionKey } from "../core/ports/receipts.ts";
import type { PreparedRecord } from "../core/submission/prepared.ts";
import { prefixes } from "../names.ts";
import { sha256 } from "./sha256.ts";

const preparedRecords = z.array(
  z.object({
    index: z.number(),
    row: z.number().nullable(),
    eventId: z.string().nullable(),
    practice: z.string().optional(),
    events: z.array(keptEvent),
    refusals: z.array(z.object({ rule: z.string(), field: z.string(), fix: z.string() })),
    columns: z.record(z.string(), z.string()),
    erased: z.literal(true).optional(),
  }),
);

/** The parts of large submissions as objects. Keys are hashes and numbers: nothing that was sent becomes part of a path. */
export function s3Parts(client: S3Client, bucket: string): PartStore {
  return {
    async keepPart(key, part, records) {
      const Body = JSON.stringify(records);
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: partKey(key, part), Body, ContentType: "application/json" }));
    },
    readPart: (key, part) => readPartAt(client, bucket, partKey(key, part)),
    async removePart(key, part) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: partKey(key, part) }));
    },
  };
}

/** The records of the part that lies there. */
export async function readPartAt(client: S3Client, Bucket: string, Key: string): Promise<readonly PreparedRecord[]> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return preparedRecords.parse(JSON.parse((await Body?.transformToString()) ?? ""));
}

function partKey({ client, submissionId }: SubmissionKey, part: number): string {
  return `${prefixes.parts}${sha256(`${client}#${submissionId}`)}/${String(part).padStart(4, "0")}.json`;
}
