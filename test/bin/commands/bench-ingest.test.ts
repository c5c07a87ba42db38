import { expect, it } from "vitest";
import { benchIngest } from "../../../bin/commands/bench-ingest.ts";

it("measures events over HTTP beside the bare store, and what small and large files take", async () => {
  const rows = await benchIngest({ requests: 40, smallFile: 100_000, largeFile: 300_000 });

  expect(rows.map(({ unit }) => unit)).toEqual([
    "/s",
    ...["events/s", "ms", "ms", "events/s", "ms", "ms"],
    ...["rows/s", "MB", "MB", "rows/s", "MB", "MB"],
  ]);
  expect(rows.every(({ value }) => value > 0)).toBe(true);
}, 180_000);
