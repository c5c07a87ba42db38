import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dynamoFiles } from "../../../adapters/dynamo-files.ts";
import { erasedLeftovers } from "../../../adapters/erased-leftovers.ts";
import { exclusionTables } from "../../../adapters/exclusion-tables.ts";
import { s3Acknowledgements } from "../../../adapters/s3-acknowledgements.ts";
import { s3Parts } from "../../../adapters/s3-parts.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { erasePerson } from "../../../core/people/erase-person.ts";
import { replayExclusions } from "../../../core/people/replay.ts";
import { acknowledgeFile } from "../../../functions/split-file/acknowledge-file.ts";
import { storePart } from "../../../functions/store-part/store-part.ts";
import { type StorageServer, startStorage } from "../../../local/s3/server.ts";
import { excludingService, memoryRegister, treated } from "../../support/excluded-people.ts";
import { type SourceTables, startSourceTables } from "../../support/source-tables.ts";
import { surroundedClient } from "../../support/surrounded-client.ts";
import { sentReferral, sentSurvey, takingService } from "../../support/taking-tables.ts";

let tables: SourceTables;
let storage: StorageServer;
let s3: S3Client;
const directory = mkdtempSync(join(tmpdir(), "hearten-"));
const bucket = "raw";

beforeAll(async () => {
  tables = await startSourceTables();
  storage = await startStorage({ directory, credentials: { local: "local" } });
  s3 = new S3Client({
    ...{ endpoint: storage.url, region: "eu-west-2", forcePathStyle: true },
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
});
afterAll(async () => {
  s3.destroy();
  await Promise.all([tables.stop(), storage.close()]);
  rmSync(directory, { recursive: true });
});
beforeEach(empty);

async function empty(): Promise<void> {
  for (const TableName of [tables.source, tables.derived]) {
    const rows = await tables.rowsOf(TableName);
    await Promise.all(rows.map(({ pk, sk }) => tables.client.send(new DeleteCommand({ TableName, Key: { pk, sk } }))));
  }
}

const later = 2 * 3_600_000;
const asked = { id: "e1", at: "2026-11-22T10:00:00.000Z", by: "operator", on: "2026-11-22" };
const received = { receivedAt: "2026-11-22T09:00:00.000Z" };

/** An erasure of everything that is kept of Ann, by everything that it needs: the tables, and the bucket as it is `now`. */
async function eraseAnn(now: () => number = () => Date.now()): Promise<void> {
  const leftovers = erasedLeftovers({ client: tables.client, table: tables.source, s3, bucket, now });
  const store = exclusionTables({ ...tables, leftovers });
  const { nextId, pause } = excludingService(tables).deps;
  await erasePerson({ pid: "ann", practice: null }, asked, { store, nextId, pause, register: memoryRegister() });
}

/** A client that waits before one of its calls until somebody was erased. */
function erasedBefore(at: number) {
  let erased = false;
  const { client } = surroundedClient(tables.client, {
    async before(call) {
      if (call !== at || erased) return;
      erased = true;
      await eraseAnn();
    },
  });
  return { client, wasErased: () => erased };
}

const records = (events: readonly KeptEvent[]) =>
  events.map((event, index) => ({
    ...{ index, row: index + 2, eventId: event.eventId, practice: event.practice, events: [event], refusals: [], columns: {} },
  }));
const twoPeople = records([...treated("ann"), ...treated("bob")]);

/** What is still told of Ann's three events, anywhere in the tables: their scores in receipts, their words in rows, her in the figures. */
async function expectForgotten(): Promise<void> {
  const [source, derived] = [await tables.rowsOf(tables.source), await tables.rowsOf(tables.derived)];
  const events = source.filter(({ pk, sk, blank }) => String(sk).startsWith("EV#") && String(pk).includes("EP#") && blank !== true);
  expect(events.filter(({ body }) => String(body).includes("ann"))).toEqual([]);
  const receipts = source
    .filter(({ pk }) => String(pk).startsWith("SUB#"))
    .flatMap(({ records: told }) => JSON.parse(String(told ?? "[]")));
  const scored = receipts.filter(
    ({ score, eventId }: { score?: object; eventId: string | null }) => score !== undefined && eventId?.includes("ann"),
  );
  expect(scored).toEqual([]);
  // as a name of its own: ids are letters by chance, of which three may be hers
  expect(JSON.stringify(derived)).not.toMatch(/\bann\b/);
  expect(source.filter(({ pk, sk }) => pk === "PER#ann" && sk !== "#STANDING")).toEqual([]);
}

describe("a person who is erased while a submission with them is being worked on", () => {
  const withdrawal = { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "not-yet" };
  const others = Array.from("abcdefghij");
  const referred = (name: string) => [sentReferral(`R-${name}`), sentSurvey(`R-${name}`, 14)];
  it.each([
    { how: "in one transaction with its receipt", more: [], from: 1, atLeast: 6 },
    { how: "with its receipt after it", more: [withdrawal], from: 1, atLeast: 9 },
    // Its 26 readings are behind it then: what is left are transactions, and the look for those who were erased.
    { how: "with its receipt in a later transaction", more: others.flatMap(referred), from: 26, atLeast: 3 },
  ])(
    "before any call of the request that takes it, $how, is in no table and no receipt in the end; whoever came with them is",
    async ({ more, from, atLeast }) => {
      let points = 0;
      for (let at = from, going = true; going; at += 1) {
        await empty();
        const { client, wasErased } = erasedBefore(at);
        const service = takingService({ tables, client, personId: async (patient) => patient.replace("A81001|P-R-", "") });
        const events = [...["ann", "bob"].flatMap((person) => service.sent(person)), ...more];
        await service.take(events);
        going = wasErased();
        if (!going) break;
        points += 1;

        await expectForgotten();
        expect((await service.take(events)).records.filter(({ eventId }) => eventId?.includes("bob"))).toHaveLength(2);
        expect((await tables.rowsOf(tables.source)).filter(({ sk }) => /^EV#.-R-bob/.test(String(sk)))).toHaveLength(2);
      }
      expect(points).toBeGreaterThanOrEqual(atLeast);
    },
    120_000,
  );

  it("before any call of the worker that stores a part of it, is in no table, receipt or part in the end", async () => {
    const message = { client: "c1", submissionId: "large", part: 0, ...received };
    let points = 0;
    for (let at = 1, going = true; going; at += 1) {
      await empty();
      const { client, wasErased } = erasedBefore(at);
      const service = takingService({ tables, client });
      const parts = s3Parts(s3, bucket);
      await parts.keepPart(message, 0, twoPeople);
      await takingService({ tables }).deps.receipts.openReceipt({ ...message, bodyHash: "h", received: 6, parts: 1 }, null);
      await storePart(message, { ...service.deps, parts });
      going = wasErased();
      if (!going) break;
      points += 1;

      await expectForgotten();
      expect((await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "parts/" }))).Contents ?? []).toEqual([]);
      const receipt = await service.deps.receipts.readReceipt(message);
      expect(receipt?.stored[0]?.records).toHaveLength(6);
    }
    expect(points).toBeGreaterThan(8);
  }, 120_000);

  it("before any call of those who store and acknowledge a file of it, stands in no line of the acknowledgement", async () => {
    const key = { client: "c1", submissionId: "file" };
    let points = 0;
    for (let at = 1, going = true; going; at += 1) {
      await empty();
      const { client, wasErased } = erasedBefore(at);
      const [parts, acknowledgements] = [s3Parts(s3, bucket), s3Acknowledgements(s3, bucket)];
      const plain = dynamoFiles(tables.client, tables.source);
      await plain.open(key, { size: 1, contentType: "text/csv", checksum: null, uploadId: "u" }, null);
      await plain.survey(key, { encoding: "utf-8", header: [], records: 6, parts: 1 });
      await parts.keepPart(key, 0, twoPeople);
      const files = dynamoFiles(client, tables.source);
      const deps = { ...takingService({ tables, client }).deps, parts, acknowledgements, files };
      await storePart({ ...key, part: 0, ...received, file: { parts: 1, version: "v1" } }, deps);
      await acknowledgeFile({ ...key, step: "acknowledge", version: "v1" }, deps);
      going = wasErased();
      if (!going) break;
      points += 1;

      await expectForgotten();
      const lines = await acknowledged();
      expect(lines.filter((line) => /-R-ann,accepted|ann.*,14,/.test(line))).toEqual([]);
      expect(lines.filter((line) => line.includes("-R-bob,accepted"))).toHaveLength(3);
      expect(lines).toHaveLength(7);
    }
    expect(points).toBeGreaterThan(10);
  }, 120_000);
});

/** The lines of the one acknowledgement that is whole. */
async function acknowledged(): Promise<readonly string[]> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: "acks/" }));
  const whole = Contents.find(({ Key }) => !Key?.includes("pieces"));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: whole?.Key }));
  return ((await Body?.transformToString()) ?? "").trimEnd().split("\r\n");
}

describe("what is left of a person who is erased", () => {
  it("in the acknowledgement of a file that was done: the row and what became of it stay, the id and the score go at once", async () => {
    const key = { client: "c1", submissionId: "file" };
    const files = dynamoFiles(tables.client, tables.source);
    const deps = { ...takingService({ tables }).deps, parts: s3Parts(s3, bucket), acknowledgements: s3Acknowledgements(s3, bucket), files };
    await files.open(key, { size: 1, contentType: "text/csv", checksum: null, uploadId: "u" }, null);
    await files.survey(key, { encoding: "utf-8", header: [], records: 6, parts: 1 });
    await deps.parts.keepPart(key, 0, twoPeople);
    await storePart({ ...key, part: 0, ...received, file: { parts: 1, version: "v1" } }, deps);
    await acknowledgeFile({ ...key, step: "acknowledge", version: "v1" }, deps);
    expect((await acknowledged())[2]).toBe("3,s-R-ann,accepted,,,,14,moderate,");

    await eraseAnn();

    expect(await acknowledged()).toEqual([
      "\ufeffrow,eventId,outcome,rule,field,fix,score,band,action",
      ...["2,,accepted,,,,,,", "3,,accepted,,,,,,", "4,,accepted,,,,,,"],
      ...["5,r-R-bob,accepted,,,,,,", "6,s-R-bob,accepted,,,,14,moderate,", "7,f-R-bob,accepted,,,,6,mild,"],
    ]);
  });

  it("in a part that nobody could store for an hour: her records are emptied where they lie, and answered as left out when it is stored", async () => {
    const message = { client: "c1", submissionId: "large", part: 0, ...received };
    const service = takingService({ tables });
    const parts = s3Parts(s3, bucket);
    await parts.keepPart(message, 0, twoPeople);
    await service.deps.receipts.openReceipt({ ...message, bodyHash: "h", received: 6, parts: 1 }, null);

    await eraseAnn();
    expect(JSON.stringify(await parts.readPart(message, 0))).toContain("ann");
    await eraseAnn(() => Date.now() + later);
    expect(JSON.stringify(await parts.readPart(message, 0))).not.toMatch(/\bann\b/);

    await storePart(message, { ...service.deps, parts });
    const receipt = await service.deps.receipts.readReceipt(message);
    expect(receipt?.stored[0]?.records.map(({ eventId, outcome }) => `${eventId} ${outcome}`)).toEqual([
      ...Array<string>(3).fill("null excluded"),
      ...["r-R-bob accepted", "s-R-bob accepted", "f-R-bob accepted"],
    ]);
    await expectForgotten();
  });

  it("in answers that waited for her referral: they tell nothing as soon as it comes, in their rows and in receipts, and the next replay removes the rows", async () => {
    const service = excludingService(tables);
    await erasePerson({ pid: "ann", practice: null }, asked, service.deps);
    const [first, ...surveys] = treated("ann");
    await service.send("s1", surveys);
    expect((await tables.rowsOf(tables.source)).filter(({ body }) => String(body).includes("R-ann"))).toHaveLength(3);

    await service.send("s2", first === undefined ? [] : [first]);

    const rows = (await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"));
    expect(rows.map(({ sk, blank, body }) => [sk, blank, body])).toEqual([
      ["EV#f-R-ann", true, undefined],
      ["EV#s-R-ann", true, undefined],
    ]);
    expect((await service.receipt("s1"))?.stored[0]?.records.map(({ eventId, score }) => [eventId, score])).toEqual([
      [null, undefined],
      [null, undefined],
    ]);
    await replayExclusions(service.deps);
    expect((await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"))).toEqual([]);
  });
});
