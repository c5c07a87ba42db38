import { expect, it } from "vitest";
import { benchIngest, benchPassage } from "../../../bin/commands/bench-ingest.ts";

it("measures events over HTTP beside the bare store, and what small and large files take", async () => {
  const rows = await benchIngest({ requests: 40, smallFile: 100_000, largeFile: 300_000 });

  expect(rows.map(({ unit }) => unit)).toEqual([
    "/s",
    ...Array.from({ length: 3 }, () => ["events/s", "ms", "ms", "ms of processor", "events/s", "ms", "ms"]).flat(),
    ...["calls", "calls"],
    ...["rows/s", "MB", "MB", "rows/s", "MB", "MB"],
    ...Array.from({ length: 3 }, () => "rows a processor second"),
  ]);
  expect(rows.every(({ value }) => value > 0)).toBe(true);
  const [alone, many] = rows.filter(({ unit }) => unit === "calls");
  expect([alone?.name, alone?.value]).toEqual(["calls of the store for an event, 1 to a request: BatchGetItem, TransactWriteItems", 2]);
  expect(many?.value).toBeLessThan(1);
}, 300_000);

it("sends a file through the whole product, every row of which is acknowledged", async () => {
  const rows = await benchPassage(400_000);

  const acknowledged = rows.find(({ unit }) => unit === "rows");
  expect([acknowledged?.ratio, acknowledged?.peer]).toEqual([1, "rows sent"]);
  expect(acknowledged?.value).toBeGreaterThan(2_500);
  expect(rows.find(({ unit }) => unit === "states")?.value).toBeGreaterThan(1);
  expect(rows.filter(({ name }) => name.startsWith("peak memory")).map(({ name }) => name.replace(/,.*/, ""))).toEqual([
    "peak memory of the sender",
    "peak memory of the product",
    "peak memory of its database",
  ]);
}, 300_000);
