import { DatabaseSync, type StatementSync } from "node:sqlite";

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

type Value = string | number;

/** The SQLite file in which the store keeps what it knows: durable at every commit. */
export class LedgerDatabase {
  private readonly database: DatabaseSync;
  private readonly statements = new Map<string, StatementSync>();

  constructor(path: string) {
    this.database = new DatabaseSync(path);
    this.database.exec(schema);
  }

  close(): void {
    this.database.close();
  }

  /** Runs the work as one transaction that nothing comes between, from its first read. */
  atomically<T>(work: () => T): T {
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

  one<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): readonly Row[] {
    return this.statement(sql).all(...values) as Row[];
  }

  /** Gives the number of rows that changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.statement(sql).run(...values).changes);
  }

  private statement(sql: string): StatementSync {
    const known = this.statements.get(sql) ?? this.database.prepare(sql);
    this.statements.set(sql, known);
    return known;
  }
}
