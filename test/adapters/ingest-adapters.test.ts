import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KMSClient } from "@aws-sdk/client-kms";
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { kmsPseudonyms } from "../../adapters/kms-pseudonyms.ts";
import { s3Parts } from "../../adapters/s3-parts.ts";
import { partMessageFrom, sqsParts } from "../../adapters/sqs-parts.ts";
import { nextUlid } from "../../adapters/ulid.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import { startKeyService } from "../../local/kms.ts";
import { localCredentials as credentials, region } from "../../local/place.ts";
import { startQueues } from "../../local/queues.ts";
import { startStorage } from "../../local/s3/server.ts";
import { survey } from "../support/kept-events.ts";
import { memoryReceipts } from "../support/memory-receipts.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-"));
let tables: SourceTables;
let stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  tables = await startSourceTables();
  stops = [() => tables.stop()];
});
afterAll(async () => {
  for (const stop of stops) await stop();
  rmSync(directory, { recursive: true });
});

const head = { client: "c1", submissionId: "s/1:a", bodyHash: "h", received: 2, parts: 2, receivedAt: "2026-11-22T12:00:00.000Z" };
const record = { index: 0, eventId: "e1", outcome: "accepted" as const };

describe.each<[string, () => ReceiptStore]>([
  ["in the twin that remembers", memoryReceipts],
  ["in DynamoDB", () => dynamoReceipts(tables.client, tables.source)],
])("receipts, %s", (_, fresh) => {
  it("are opened once, grow by parts whose first version stands, and are found by their own client", async () => {
    const receipts = fresh();

    expect(await receipts.readReceipt(head)).toBeNull();
    expect(await receipts.openReceipt(head, null)).toBe(true);
    expect(await receipts.openReceipt({ ...head, bodyHash: "other" }, [record])).toBe(false);
    expect(await receipts.holdsPart(head, 1)).toBe(false);
    await receipts.addPart(head, 1, [record]);
    expect(await receipts.holdsPart(head, 1)).toBe(true);
    await receipts.addPart(head, 1, []);
    await receipts.addPart(head, 0, []);

    const found = await receipts.readReceipt(head);
    expect(found?.head).toEqual(head);
    expect(found?.stored.toSorted((a, b) => a.part - b.part)).toEqual([
      { part: 0, records: [] },
      { part: 1, records: [record] },
    ]);
    expect(await receipts.readReceipt({ client: "c2", submissionId: head.submissionId })).toBeNull();
  });

  it("hold the records of their only part from the start", async () => {
    const receipts = fresh();
    const whole = { ...head, submissionId: "whole", parts: 1 };

    expect(await receipts.openReceipt(whole, [record])).toBe(true);

    expect(await receipts.readReceipt(whole)).toEqual({ head: whole, stored: [{ part: 0, records: [record] }] });
  });
});

describe("pseudonyms by the key service", () => {
  it("are the same for the same, across restarts, others for others, and tell nothing", async () => {
    const service = await startKeyService({ file: join(directory, "keys.json"), keyIds: ["referral", "person"] });
    stops.push(() => service.close());
    const fresh = () =>
      kmsPseudonyms({
        client: new KMSClient({ endpoint: service.url, region, credentials }),
        referralKeyId: "referral",
        personKeyId: "person",
      });
    const [first, second] = [fresh(), fresh()];

    const refKey = await first.refKey("A81001", "R1029");

    expect(refKey).toMatch(/^[a-z2-7]{52}$/);
    expect(await second.refKey("A81001", "R1029")).toBe(refKey);
    expect(
      new Set([refKey, await first.refKey("A81002", "R1029"), await first.refKey("A81001", "R1030"), await first.refKey("A81001R", "1029")])
        .size,
    ).toBe(4);
    expect(await first.personId("9434765919")).toBe(await second.personId("9434765919"));
    expect(await first.personId("9434765919")).not.toBe(await first.personId("9434765870"));
    expect(await first.personId("A81001")).not.toBe(refKey);
  });

  it("ask once for what several want at the same time, and again after a failure", async () => {
    let calls = 0;
    const client = {
      send: async () => {
        calls += 1;
        if (calls === 1) throw new Error("away");
        return { Mac: new Uint8Array(32).fill(7) };
      },
    };
    const pseudonyms = kmsPseudonyms({ client: client as unknown as KMSClient, referralKeyId: "r", personKeyId: "p" });

    await expect(pseudonyms.personId("x")).rejects.toThrow("away");
    await Promise.all([
      pseudonyms.personId("x"),
      pseudonyms.personId("x"),
      pseudonyms.refKey("A", "1"),
      pseudonyms.refKey("A", "2"),
      pseudonyms.refKey("A", "3"),
    ]);

    expect(calls).toBe(3);
  });
});

describe("the parts of large submissions", () => {
  it("come back as they were kept, under keys that hold nothing that was sent", async () => {
    const storage = await startStorage({
      directory: join(directory, "s3"),
      credentials: { [credentials.accessKeyId]: credentials.secretAccessKey },
    });
    stops.push(() => storage.close());
    const client = new S3Client({ endpoint: storage.url, region, credentials, forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: "raw" }));
    const parts = s3Parts(client, "raw");
    const records = [{ index: 4, row: 5, eventId: "s1", events: [survey("s1", 3)], refusals: [], columns: { total: "score" } }];

    await parts.keepPart(head, 1, records);

    expect(await parts.readPart(head, 1)).toEqual(records);
    await expect(parts.readPart(head, 2)).rejects.toThrow();
    const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: "raw" }));
    expect(Contents?.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^parts\/[0-9a-f]{64}\/0001\.json$/)]);
    client.destroy();
  });

  it("are announced, each once, however many there are", async () => {
    const queues = await startQueues({ directory: join(directory, "sqs") });
    stops.push(() => queues.stop());
    const client = new SQSClient({ endpoint: queues.url, region, credentials });
    await client.send(new CreateQueueCommand({ QueueName: "parts" }));
    const address = `${queues.url}/000000000000/parts`;
    const messages = Array.from({ length: 23 }, (_, part) => ({
      client: "c1",
      submissionId: "s/1",
      part,
      receivedAt: "2026-11-22T12:00:00.000Z",
    }));

    await sqsParts(client, address).announce(messages);

    const received = [];
    for (let tries = 0; received.length < 23 && tries < 20; tries += 1) {
      const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: address, MaxNumberOfMessages: 10 }));
      received.push(...(Messages ?? []).map(({ Body }) => partMessageFrom(Body ?? "")));
    }
    expect(received.toSorted((a, b) => a.part - b.part)).toEqual(messages);
    client.destroy();
  });
});

describe("nextUlid", () => {
  it("gives 26 characters, never the same twice", () => {
    const ids = Array.from({ length: 1000 }, nextUlid);

    expect(new Set(ids).size).toBe(1000);
    expect(ids.every((id) => /^[0-9A-HJKMNP-TV-Z]{26}$/.test(id))).toBe(true);
    expect((ids[0] ?? "").slice(0, 10) <= (ids.at(-1) ?? "").slice(0, 10)).toBe(true);
  });
});
