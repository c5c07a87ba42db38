import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import type { Exclusion, ExclusionRegister } from "../core/ports/exclusions.ts";
import { prefixes } from "../names.ts";

const settling = { id: z.string(), at: z.string(), by: z.string() };
const exclusion = z.discriminatedUnion("kind", [
  z.object({ ...settling, kind: z.literal("erased"), pid: z.string(), practice: z.string().nullable(), on: z.string() }),
  z.object({ ...settling, kind: z.literal("referral-erased"), key: z.object({ practice: z.string(), refKey: z.string() }) }),
  z.object({ ...settling, kind: z.literal("opted-out"), pids: z.array(z.string()) }),
  z.object({ ...settling, kind: z.literal("opted-in"), pids: z.array(z.string()) }),
]);

/**
 * The register of exclusions: one object for each, under the id of its settling, in a bucket that no restore of the tables touches. Pseudonyms
 * alone: without the key nobody can tell whom it is about. What is there is never written again.
 */
export function exclusionRegister(client: S3Client, Bucket: string): ExclusionRegister {
  return {
    async add(entry) {
      const Body = JSON.stringify(exclusion.parse(entry));
      const Key = `${prefixes.exclusions}${entry.id}.json`;
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: "application/json" }));
    },
    entries: () => entries(client, Bucket),
  };
}

async function* entries(client: S3Client, Bucket: string): AsyncIterable<Exclusion> {
  let from: string | undefined;
  do {
    const page = await client.send(new ListObjectsV2Command({ Bucket, Prefix: prefixes.exclusions, ContinuationToken: from }));
    for (const { Key } of page.Contents ?? []) {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      yield exclusion.parse(JSON.parse((await Body?.transformToString()) ?? ""));
    }
    from = page.NextContinuationToken;
  } while (from !== undefined);
}
