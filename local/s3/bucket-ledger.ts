import type { LedgerDatabase } from "./ledger-database.ts";
import { StorageProblem } from "./problem.ts";

export type Bucket = { name: string; created: string; settings: Record<string, string> };

type Row = { name: string; created: string; settings: string };

/** The buckets that there are, and their settings. */
export class BucketLedger {
  private readonly database: LedgerDatabase;
  private readonly now: () => number;

  constructor(database: LedgerDatabase, now: () => number) {
    this.database = database;
    this.now = now;
  }

  all(): readonly Bucket[] {
    return this.database.all<Row>("SELECT * FROM buckets ORDER BY name").map(withSettings);
  }

  get(name: string): Bucket {
    const row = this.database.one<Row>("SELECT * FROM buckets WHERE name = ?", name);
    if (!row) throw new StorageProblem("NoSuchBucket", 404, "The specified bucket does not exist");
    return withSettings(row);
  }

  create(name: string): void {
    const made = this.database.run("INSERT OR IGNORE INTO buckets (name, created) VALUES (?, ?)", name, new Date(this.now()).toISOString());
    if (made === 0) throw new StorageProblem("BucketAlreadyOwnedByYou", 409);
  }

  delete(name: string): void {
    if (this.database.one("SELECT 1 FROM objects WHERE bucket = ? LIMIT 1", name)) throw new StorageProblem("BucketNotEmpty", 409);
    this.database.run("DELETE FROM buckets WHERE name = ?", name);
  }

  changeSetting(name: string, setting: string, document: string | undefined): void {
    this.database.atomically(() => {
      const { settings } = this.get(name);
      if (document === undefined) delete settings[setting];
      else settings[setting] = document;
      this.database.run("UPDATE buckets SET settings = ? WHERE name = ?", JSON.stringify(settings), name);
    });
  }
}

/** Whether every version of an object is kept. */
export function isVersioned(bucket: Bucket): boolean {
  return bucket.settings.versioning?.includes("<Status>Enabled</Status>") ?? false;
}

function withSettings({ name, created, settings }: Row): Bucket {
  return { name, created, settings: JSON.parse(settings) };
}
