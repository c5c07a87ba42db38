import { randomUUID } from "node:crypto";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { noSuchKey, preconditionFailed, StorageProblem } from "./problem.ts";

export type Bucket = { name: string; created: string; settings: Record<string, string> };

/** One version of one object. A delete marker has no blob. */
export type StoredObject = {
  bucket: string;
  key: string;
  version: string;
  latest: 0 | 1;
  marker: 0 | 1;
  size: number;
  etag: string;
  modified: number;
  headers: string;
  blob: string | null;
  tags: string;
};

export type NewObject = { size: number; etag: string; blob: string; headers: Record<string, string>; tags?: string };
export type Conditions = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined };
export type Part = { number: number; size: number; etag: string; blob: string };

/** Sorts behind every text that begins with what stands before it. */
export const behindAll = "\u{10FFFF}";

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS buckets (name TEXT PRIMARY KEY, created TEXT NOT NULL, settings TEXT NOT NULL DEFAULT '{}');
  CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL, latest INTEGER NOT NULL, marker INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL, etag TEXT NOT NULL, modified INTEGER NOT NULL, headers TEXT NOT NULL, blob TEXT, tags TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (bucket, key, version)) WITHOUT ROWID;
  CREATE UNIQUE INDEX IF NOT EXISTS one_latest ON objects (bucket, key) WHERE latest = 1;
  CREATE TABLE IF NOT EXISTS uploads (id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL, headers TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, blob TEXT NOT NULL, PRIMARY KEY (upload, number));`;

/** What the store knows about buckets, objects, versions and unfinished uploads: SQLite, durable at every commit. */
export class Ledger {
  private readonly database: DatabaseSync;
  private readonly now: () => number;
  private readonly statements = new Map<string, StatementSync>();

  constructor(path: string, now: () => number) {
    this.database = new DatabaseSync(path);
    this.database.exec(schema);
    this.now = now;
  }

  close(): void {
    this.database.close();
  }

  /** Every blob that something refers to. */
  blobs(): ReadonlySet<string> {
    const rows = this.all<{ blob: string }>("SELECT blob FROM objects WHERE blob IS NOT NULL UNION ALL SELECT blob FROM parts");
    return new Set(rows.map((row) => row.blob));
  }

  buckets(): readonly Bucket[] {
    return this.all<Bucket & { settings: string }>("SELECT * FROM buckets ORDER BY name").map(withSettings);
  }

  bucket(name: string): Bucket {
    const row = this.one<Bucket & { settings: string }>("SELECT * FROM buckets WHERE name = ?", name);
    if (!row) throw new StorageProblem("NoSuchBucket", 404, "The specified bucket does not exist");
    return withSettings(row);
  }

  createBucket(name: string): void {
    const made = this.run("INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)", name, new Date(this.now()).toISOString());
    if (made === 0) throw new StorageProblem("BucketAlreadyOwnedByYou", 409);
  }

  deleteBucket(name: string): void {
    if (this.one("SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", name)) throw new StorageProblem("BucketNotEmpty", 409);
    this.run("DELETE FROM buckets WHERE name = ?", name);
  }

  changeSetting(name: string, setting: string, document: string | undefined): void {
    this.atomically(() => {
      const { settings } = this.bucket(name);
      if (document === undefined) delete settings[setting];
      else settings[setting] = document;
      this.run("UPDATE buckets SET settings = ? WHERE name = ?", JSON.stringify(settings), name);
    });
  }

  /** The live version of an object, or one version by name; `undefined` when there is none or it is deleted. */
  find(bucket: string, key: string, version?: string): StoredObject | undefined {
    if (version !== undefined) {
      return this.one<StoredObject>(
        "SELECT * FROM objects WHERE bucket = ? AND key = ? AND version = ? AND marker = 0",
        bucket,
        key,
        version,
      );
    }
    return this.one<StoredObject>("SELECT * FROM objects WHERE bucket = ? AND key = ? AND latest = 1 AND marker = 0", bucket, key);
  }

  /**
   * Makes a new version live if the conditions hold at that very moment: the check and the change are one transaction.
   * Gives its version id and the blobs that nothing refers to any more.
   */
  put(bucket: Bucket, key: string, object: NewObject & Conditions): { version: string | undefined; dropped: readonly string[] } {
    return this.atomically(() => {
      requireConditions(this.find(bucket.name, key), object);
      const version = isVersioned(bucket) ? randomUUID().replaceAll("-", "") : "null";
      const dropped = this.retire(bucket.name, key, version);
      this.run(
        "INSERT INTO objects (bucket, key, version, latest, size, etag, modified, headers, blob, tags) VALUES (?, ?, ?, 1, ?, ?, ?, ?, ?, ?)",
        ...[
          bucket.name,
          key,
          version,
          object.size,
          object.etag,
          this.now(),
          JSON.stringify(object.headers),
          object.blob,
          object.tags ?? "",
        ],
      );
      return { version: version === "null" ? undefined : version, dropped };
    });
  }

  /** Deletes an object: for good in a plain bucket or when a version is named, behind a marker in a versioned one. */
  delete(bucket: Bucket, key: string, version?: string): { dropped: readonly string[]; existed: boolean } {
    return this.atomically(() => {
      const existed = this.find(bucket.name, key, version) !== undefined;
      if (version !== undefined) return { dropped: this.forget(bucket.name, key, version), existed };
      if (!isVersioned(bucket)) return { dropped: this.retire(bucket.name, key, "null"), existed };
      this.retire(bucket.name, key, undefined);
      this.run(
        "INSERT INTO objects (bucket, key, version, latest, marker, size, etag, modified, headers) VALUES (?, ?, ?, 1, 1, 0, '', ?, '{}')",
        ...[bucket.name, key, randomUUID().replaceAll("-", ""), this.now()],
      );
      return { dropped: [], existed };
    });
  }

  tag(object: StoredObject, tags: string): void {
    this.run("UPDATE objects SET tags = ? WHERE bucket = ? AND key = ? AND version = ?", tags, object.bucket, object.key, object.version);
  }

  /** Live objects in key order (by code point) that begin with the prefix, after a key. */
  list(bucket: string, prefix: string, after: string, limit: number): readonly StoredObject[] {
    return this.all<StoredObject>(
      "SELECT * FROM objects WHERE bucket = ? AND latest = 1 AND marker = 0 AND key >= ? AND key > ? AND key < ? ORDER BY key LIMIT ?",
      ...[bucket, prefix, after, prefix + behindAll, limit],
    );
  }

  versions(bucket: string, prefix: string): readonly StoredObject[] {
    return this.all<StoredObject>(
      "SELECT * FROM objects WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, latest DESC, modified DESC",
      ...[bucket, prefix, prefix + behindAll],
    );
  }

  startUpload(bucket: string, key: string, headers: Record<string, string>): string {
    const id = randomUUID();
    this.run("INSERT INTO uploads VALUES (?, ?, ?, ?)", id, bucket, key, JSON.stringify(headers));
    return id;
  }

  upload(id: string, bucket: string, key: string): { headers: Record<string, string> } {
    const row = this.one<{ headers: string }>("SELECT headers FROM uploads WHERE id = ? AND bucket = ? AND key = ?", id, bucket, key);
    if (!row) throw new StorageProblem("NoSuchUpload", 404);
    return { headers: JSON.parse(row.headers) };
  }

  /** Keeps a part and gives the blob of the one it takes the place of. */
  putPart(upload: string, part: Part): readonly string[] {
    return this.atomically(() => {
      const old = this.all<Part>("SELECT * FROM parts WHERE upload = ? AND number = ?", upload, part.number);
      this.run("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)", upload, part.number, part.size, part.etag, part.blob);
      return old.map((row) => row.blob);
    });
  }

  parts(upload: string): readonly Part[] {
    return this.all<Part>("SELECT * FROM parts WHERE upload = ? ORDER BY number", upload);
  }

  endUpload(id: string): readonly string[] {
    return this.atomically(() => {
      const blobs = this.parts(id).map((part) => part.blob);
      this.run("DELETE FROM parts WHERE upload = ?", id);
      this.run("DELETE FROM uploads WHERE id = ?", id);
      return blobs;
    });
  }

  private retire(bucket: string, key: string, replaced: string | undefined): readonly string[] {
    const dropped = replaced === "null" ? this.removeRow(bucket, key, "null") : [];
    this.run("UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1", bucket, key);
    return dropped;
  }

  private forget(bucket: string, key: string, version: string): readonly string[] {
    const dropped = this.removeRow(bucket, key, version);
    this.run(
      `UPDATE objects SET latest = 1 WHERE bucket = ?1 AND key = ?2 AND NOT EXISTS (SELECT 1 FROM objects WHERE bucket = ?1 AND key = ?2 AND latest = 1)
       AND version = (SELECT version FROM objects WHERE bucket = ?1 AND key = ?2 ORDER BY modified DESC LIMIT 1)`,
      ...[bucket, key],
    );
    return dropped;
  }

  private removeRow(bucket: string, key: string, version: string): readonly string[] {
    const rows = this.all<StoredObject>(
      "DELETE FROM objects WHERE bucket = ? AND key = ? AND version = ? RETURNING *",
      bucket,
      key,
      version,
    );
    return rows.flatMap((row) => row.blob ?? []);
  }

  private atomically<T>(work: () => T): T {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.database.exec("COMMIT");
      return result;
    } catch (error) {
      this.database.exec("ROLLBACK");
      throw error;
    }
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }

  private one<Row>(sql: string, ...values: (string | number)[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined;
  }

  private all<Row>(sql: string, ...values: (string | number)[]): readonly Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  private run(sql: string, ...values: (string | number)[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }
}

/** Whether every version of an object is kept. */
export function isVersioned(bucket: Bucket): boolean {
  return bucket.settings.versioning?.includes("<Status>Enabled</Status>") ?? false;
}

function requireConditions(live: StoredObject | undefined, { ifMatch, ifNoneMatch }: Conditions): void {
  if (ifNoneMatch === "*" && live) throw preconditionFailed();
  if (ifMatch === undefined) return;
  if (!live) throw noSuchKey();
  if (ifMatch.replaceAll('"', "") !== live.etag) throw preconditionFailed();
}

function withSettings(row: Omit<Bucket, "settings"> & { settings: unknown }): Bucket {
  return { name: row.name, created: row.created, settings: JSON.parse(String(row.settings)) };
}
