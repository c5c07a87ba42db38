import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { lakeBucket } from "../../adapters/lake-bucket.ts";
import { startStorage } from "../../local/s3/server.ts";
import { lake } from "../../names.ts";

const directory = mkdtempSync(join(tmpdir(), "hearten-lake-"));
let storage: Awaited<ReturnType<typeof startStorage>>;
let client: S3Client;

beforeAll(async () => {
  storage = await startStorage({ directory, credentials: { local: "local" } });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  client = new S3Client({ endpoint: storage.url, region: "eu-west-2", credentials, forcePathStyle: true });
});
afterAll(async () => {
  client.destroy();
  await storage.close();
  rmSync(directory, { recursive: true });
});

async function bucketNamed(bucket: string) {
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const store = lakeBucket({ client, bucket, tables: lake.tables, ledgerKey: lake.ledger });
  const text = async (path: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: `${lake.tables}${path}` }));
    return Body?.transformToString();
  };
  const keep = (text: string, gen: number, knownTag: string | null = null) =>
    store.keepFile({ path: "episodes/month=2026-03/QE1.parquet", bytes: Buffer.from(text), gen, knownTag });
  return { store, text: () => text("episodes/month=2026-03/QE1.parquet"), keep };
}

it("writes a file where it finds what it expects", async () => {
  const { keep, text } = await bucketNamed("expected");
  const tag = await keep("first", 1);
  expect(await keep("second", 2, tag)).not.toBe(tag);
  expect(await text()).toBe("second");
});

it("takes over from a run that broke off before its ledger, and repeats its own write", async () => {
  const { keep, text } = await bucketNamed("broken-off");
  await keep("of a run that broke off", 1);
  expect(await keep("of the next run", 2, null)).toEqual(expect.any(String));
  expect(await keep("of the next run", 2, '"a tag of long ago"')).toEqual(expect.any(String));
  expect(await text()).toBe("of the next run");
});

it("never lets an older run write over a newer, whatever the older one remembers", async () => {
  const { keep, text } = await bucketNamed("zombie");
  const old = await keep("of the older", 1);
  await keep("of the newer", 9, old);
  expect(await keep("of the older again", 1, old)).toBeNull();
  expect(await keep("of the older again", 1, null)).toBeNull();
  expect(await text()).toBe("of the newer");
});

it("keeps the ledger for whoever read it last, and for nobody else", async () => {
  const { store } = await bucketNamed("ledger");
  expect(await store.readLedger()).toEqual({ ledger: { partitions: {} }, tag: null });
  const ledger = { partitions: { "2026-03/QE1": { inputs: "h", files: { episodes: { sha256: "s", rows: 1, tag: "t" } } } } };
  const tag = await store.keepLedger(ledger, null);
  expect(await store.readLedger()).toEqual({ ledger, tag });
  expect(await store.keepLedger({ partitions: {} }, null)).toBeNull();
  expect(await store.keepLedger({ partitions: {} }, tag)).toEqual(expect.any(String));
});
