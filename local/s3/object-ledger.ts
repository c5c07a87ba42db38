import { randomUUID } from "node:crypto";
import { type Bucket, isVersioned } from "./bucket-ledger.ts";
import type { LedgerDatabase } from "./ledger-database.ts";
import { noSuchKey, preconditionFailed } from "./problem.ts";

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
/** Sorts behind every text that begins with what stands before it. */
export const behindAll = "\u{10FFFF}";

/** The objects that there are, in all their versions. */
export class ObjectLedger {
  private readonly database: LedgerDatabase;
  private readonly now: () => number;

  constructor(database: LedgerDatabase, now: () => number) {
    this.database = database;
    this.now = now;
  }

  /** Every blob that a version refers to. */
  blobs(): readonly string[] {
    return this.database.all<{ blob: string }>("SELECT blob FROM objects WHERE blob IS NOT NULL").map(({ blob }) => blob);
  }

  /** The live version of an object, or one version by name; `undefined` when there is none or it is deleted. */
  find(bucket: string, key: string, version?: string): StoredObject | undefined {
    if (version !== undefined) {
      return this.database.one<StoredObject>(
        "SELECT * FROM objects WHERE bucket = ? AND key = ? AND version = ? AND marker = 0",
        bucket,
        key,
        version,
      );
    }
    return this.database.one<StoredObject>("SELECT * FROM objects WHERE bucket = ? AND key = ? AND latest = 1 AND marker = 0", bucket, key);
  }

  /**
   * Makes a new version live if the conditions hold at that very moment: the check and the change are one transaction.
   * Gives its version id and the blobs that nothing refers to any more.
   */
  put(bucket: Bucket, key: string, object: NewObject & Conditions): { version: string | undefined; dropped: readonly string[] } {
    return this.database.atomically(() => {
      requireConditions(this.find(bucket.name, key), object);
      const version = isVersioned(bucket) ? randomUUID().replaceAll("-", "") : "null";
      const dropped = this.retire(bucket.name, key, version);
      this.database.run(
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
    return this.database.atomically(() => {
      const existed = this.find(bucket.name, key, version) !== undefined;
      if (version !== undefined) return { dropped: this.forget(bucket.name, key, version), existed };
      if (!isVersioned(bucket)) return { dropped: this.retire(bucket.name, key, "null"), existed };
      this.retire(bucket.name, key, undefined);
      this.database.run(
        "INSERT INTO objects (bucket, key, version, latest, marker, size, etag, modified, headers) VALUES (?, ?, ?, 1, 1, 0, '', ?, '{}')",
        ...[bucket.name, key, randomUUID().replaceAll("-", ""), this.now()],
      );
      return { dropped: [], existed };
    });
  }

  tag(object: StoredObject, tags: string): void {
    this.database.run(
      "UPDATE objects SET tags = ? WHERE bucket = ? AND key = ? AND version = ?",
      tags,
      object.bucket,
      object.key,
      object.version,
    );
  }

  /** Live objects in key order (by code point) that begin with the prefix, after a key. */
  list(bucket: string, prefix: string, after: string, limit: number): readonly StoredObject[] {
    return this.database.all<StoredObject>(
      "SELECT * FROM objects WHERE bucket = ? AND latest = 1 AND marker = 0 AND key >= ? AND key > ? AND key < ? ORDER BY key LIMIT ?",
      ...[bucket, prefix, after, prefix + behindAll, limit],
    );
  }

  versions(bucket: string, prefix: string): readonly StoredObject[] {
    return this.database.all<StoredObject>(
      "SELECT * FROM objects WHERE bucket = ? AND key >= ? AND key < ? ORDER BY key, latest DESC, modified DESC",
      ...[bucket, prefix, prefix + behindAll],
    );
  }

  private retire(bucket: string, key: string, replaced: string | undefined): readonly string[] {
    const dropped = replaced === "null" ? this.removeRow(bucket, key, "null") : [];
    this.database.run("UPDATE objects SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1", bucket, key);
    return dropped;
  }

  private forget(bucket: string, key: string, version: string): readonly string[] {
    const dropped = this.removeRow(bucket, key, version);
    this.database.run(
      `UPDATE objects SET latest = 1 WHERE bucket = ?1 AND key = ?2 AND NOT EXISTS (SELECT 1 FROM objects WHERE bucket = ?1 AND key = ?2 AND latest = 1)
       AND version = (SELECT version FROM objects WHERE bucket = ?1 AND key = ?2 ORDER BY modified DESC LIMIT 1)`,
      ...[bucket, key],
    );
    return dropped;
  }

  private removeRow(bucket: string, key: string, version: string): readonly string[] {
    const rows = this.database.all<StoredObject>(
      "DELETE FROM objects WHERE bucket = ? AND key = ? AND version = ? RETURNING *",
      bucket,
      key,
      version,
    );
    return rows.flatMap((row) => row.blob ?? []);
  }
}

function requireConditions(live: StoredObject | undefined, { ifMatch, ifNoneMatch }: Conditions): void {
  if (ifNoneMatch === "*" && live) throw preconditionFailed();
  if (ifMatch === undefined) return;
  if (!live) throw noSuchKey();
  if (ifMatch.replaceAll('"', "") !== live.etag) throw preconditionFailed();
}
