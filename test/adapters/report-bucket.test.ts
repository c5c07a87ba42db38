import { expect, it } from "vitest";
import { reportBucket } from "../../adapters/report-bucket.ts";
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
