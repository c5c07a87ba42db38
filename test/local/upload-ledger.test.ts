import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { LedgerDatabase } from "../../local/s3/ledger-database.ts";
import { UploadLedger } from "../../local/s3/upload-ledger.ts";
import { scratchDirectory } from "./support/scratch.ts";

const day = 24 * 60 * 60 * 1000;

it("gives up an upload that nobody finished within a day, and names what lay there for it", () => {
  let now = 0;
  const uploads = new UploadLedger(new LedgerDatabase(join(scratchDirectory(), "objects.sqlite")), () => now);
  const left = uploads.start("raw", "a", {});
  uploads.putPart(left, { number: 1, size: 3, etag: "e", blob: "b1" });
  now = day;
  const fresh = uploads.start("raw", "b", {});
  expect(uploads.endAbandoned()).toEqual([]);

  now = day + 1;

  expect(uploads.endAbandoned()).toEqual(["b1"]);
  expect(() => uploads.get(left, "raw", "a")).toThrow("NoSuchUpload");
  expect(uploads.get(fresh, "raw", "b")).toEqual({ headers: {} });
});

it("opens a store that was made before uploads had a beginning", () => {
  const path = join(scratchDirectory(), "objects.sqlite");
  const before = new DatabaseSync(path);
  before.exec("CREATE TABLE uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL)");
  before.exec("INSERT INTO uploads VALUES ('old', 'raw', 'a', '{}')");
  before.close();

  const uploads = new UploadLedger(new LedgerDatabase(path), () => 10 * day);

  expect(uploads.get("old", "raw", "a")).toEqual({ headers: {} });
  uploads.endAbandoned();
  expect(() => uploads.get("old", "raw", "a")).toThrow("NoSuchUpload");
});
