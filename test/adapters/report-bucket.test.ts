import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { reportBucket } from "../../adapters/report-bucket.ts";
import { localCredentials, region } from "../../local/place.ts";
import { startStorage } from "../../local/s3/server.ts";
import { pointerKey, prefixes } from "../../names.ts";
import { bucketTwin } from "../support/bucket-twin.ts";

const page = { contentType: "text/html", body: "<p>caf\u00e9</p>" };

function bucket() {
  const twin = bucketTwin();
  return {
    twin,
    store: reportBucket({
      client: twin.client,
      bucket: "reports",
      objects: prefixes.objects,
      released: prefixes.released,
      runs: prefixes.runs,
      pointerKey,
    }),
  };
}

it("keeps a released table under a prefix that readers' functions may not read, and still finds one from before there was one", async () => {
  const { twin, store } = bucket();
  const sha256 = await store.keepRelease("table");
  expect([...twin.objects.keys()]).toEqual([`released/${sha256}`]);
  expect(await store.readRelease(sha256)).toBe("table");

  const [kept] = [...twin.objects];
  if (kept === undefined) throw new Error("a table is kept");
  twin.objects.delete(kept[0]);
  expect(await store.readRelease(sha256)).toBeNull();
  twin.objects.set(`runs/releases/${sha256}`, kept[1]);
  expect(await store.readRelease(sha256)).toBe("table");
});

it("keeps an object under the hash of its bytes, once, however often it is kept", async () => {
  const { twin, store } = bucket();
  const kept = await store.keepObject(page);
  expect(await store.keepObject(page)).toEqual(kept);
  expect(kept.bytes).toBe(12);
  expect([...twin.objects.keys()]).toEqual([`objects/${kept.sha256}`]);
  expect(await store.readObject(kept.sha256)).toBe(page.body);
});

it("holds an object only if it is there, whole and what its name says", async () => {
  const { twin, store } = bucket();
  const kept = await store.keepObject(page);
  const key = `objects/${kept.sha256}`;
  const sound = twin.objects.get(key);
  if (sound === undefined) throw new Error("the object was not kept");
  expect(await store.holdsObject(kept)).toBe(true);
  expect(await store.holdsObject({ ...kept, bytes: 11 })).toBe(false);
  twin.objects.set(key, { ...sound, checksum: "AAAA" });
  expect(await store.holdsObject(kept)).toBe(false);
  twin.objects.delete(key);
  expect(await store.holdsObject(kept)).toBe(false);
});

it("writes a run's file once: the first content stands", async () => {
  const { store } = bucket();
  expect(await store.writeRunFile(4, "plan.json", "first")).toBe(true);
  expect(await store.writeRunFile(4, "plan.json", "second")).toBe(false);
  expect(await store.readRunFile(4, "plan.json")).toBe("first");
  expect(await store.readRunFile(5, "plan.json")).toBeNull();
});

it("a page and a released table whose bytes have changed on the store's disk are as good as gone, and nobody is told of checksums", async () => {
  const directory = mkdtempSync(join(tmpdir(), "hearten-damaged-"));
  const storage = await startStorage({ directory, credentials: { [localCredentials.accessKeyId]: localCredentials.secretAccessKey } });
  const client = new S3Client({ endpoint: storage.url, region, credentials: localCredentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: "reports" }));
  const { objects, released, runs } = prefixes;
  const store = reportBucket({ client, bucket: "reports", objects, released, runs, pointerKey });
  const { sha256 } = await store.keepObject(page);
  const table = await store.keepRelease("a table");
  expect(await store.readObject(sha256)).toBe(page.body);

  for (const blob of readdirSync(join(directory, "blobs"))) {
    const path = join(directory, "blobs", blob);
    writeFileSync(path, readFileSync(path, "utf8").replace("a", "b"));
  }

  expect([await store.readObject(sha256), await store.readRelease(table)]).toEqual([null, null]);
  client.destroy();
  await storage.close();
  rmSync(directory, { recursive: true });
});
