import { randomUUID } from "node:crypto";
import type { LedgerDatabase } from "./ledger-database.ts";
import { StorageProblem } from "./problem.ts";

export type Part = { number: number; size: number; etag: string; blob: string };

const abandonedAfterMilliseconds = 24 * 60 * 60 * 1000;

/** The uploads in parts that have been started and neither finished nor given up. */
export class UploadLedger {
  private readonly database: LedgerDatabase;
  private readonly now: () => number;

  constructor(database: LedgerDatabase, now: () => number) {
    this.database = database;
    this.now = now;
    // A store of before is told of uploads that began at no time: they are old.
    const known = database.all<{ name: string }>("PRAGMA table_info(uploads)").some(({ name }) => name === "started");
    if (!known) database.run("ALTER TABLE uploads ADD COLUMN started INTEGER NOT NULL DEFAULT 0");
  }

  /** Gives up what nobody finished within a day, as the lifecycle of every bucket here says, and gives the blobs that nothing refers to any more. */
  endAbandoned(): readonly string[] {
    const before = this.now() - abandonedAfterMilliseconds;
    return this.database.all<{ id: string }>("SELECT id FROM uploads WHERE started < ?", before).flatMap(({ id }) => this.end(id));
  }

  /** Every blob that a part refers to. */
  blobs(): readonly string[] {
    return this.database.all<Part>("SELECT * FROM parts").map(({ blob }) => blob);
  }

  start(bucket: string, key: string, headers: Record<string, string>): string {
    const id = randomUUID();
    const columns = "id, bucket, key, headers, started";
    this.database.run(`INSERT INTO uploads (${columns}) VALUES (?, ?, ?, ?, ?)`, id, bucket, key, JSON.stringify(headers), this.now());
    return id;
  }

  get(id: string, bucket: string, key: string): { headers: Record<string, string> } {
    const row = this.database.one<{ headers: string }>(
      "SELECT headers FROM uploads WHERE id = ? AND bucket = ? AND key = ?",
      id,
      bucket,
      key,
    );
    if (!row) throw new StorageProblem("NoSuchUpload", 404);
    return { headers: JSON.parse(row.headers) };
  }

  /** Keeps a part and gives the blob of the one it takes the place of. */
  putPart(upload: string, part: Part): readonly string[] {
    return this.database.atomically(() => {
      const old = this.database.all<Part>("SELECT * FROM parts WHERE upload = ? AND number = ?", upload, part.number);
      this.database.run("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", upload, part.number, part.size, part.etag, part.blob);
      return old.map((row) => row.blob);
    });
  }

  parts(upload: string): readonly Part[] {
    return this.database.all<Part>("SELECT * FROM parts WHERE upload = ? ORDER BY number", upload);
  }

  end(id: string): readonly string[] {
    return this.database.atomically(() => {
      const blobs = this.parts(id).map((part) => part.blob);
      this.database.run("DELETE FROM parts WHERE upload = ?", id);
      this.database.run("DELETE FROM uploads WHERE id = ?", id);
      return blobs;
    });
  }
}
