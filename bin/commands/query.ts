import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { lakeDirectory } from "../../adapters/lake-directory.ts";
import { parquetFile } from "../../adapters/parquet-file.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { writeLake } from "../../core/lake/write-lake.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { askLake, type LakeAnswer, NoDuck } from "./lake/ask-lake.ts";
import type { OpenStore } from "./night/open-store.ts";
import { type Outcome, withStore } from "./night/with-store.ts";

/** The saved queries that the evaluators' workgroup on AWS has as well: one file each. */
const saved = join(import.meta.dirname, "..", "..", "lib", "evaluators", "queries");

type QueryOptions = { sql?: string | undefined; data: string; json?: true | undefined };

/** `hearten query`: a saved query, or SQL of one's own, over what the statistics are made from. */
export function queryCommand() {
  return new Command("query")
    .description(`Asks the lake of this machine: ${savedNames().join(", ")}, or SQL of your own over the tables episodes and outcomes.`)
    .argument("[name]", "a saved query")
    .option("--sql <text>", "SQL of your own, over the tables episodes and outcomes")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--json", "one JSON document on stdout")
    .action(async (name, options, command) => {
      const sql = options.sql ?? textOf(name);
      if (sql === undefined || (options.sql !== undefined && name !== undefined))
        return command.error(`error: name one of ${savedNames().join(", ")}, or give --sql`, { exitCode: 2 });
      await withStore(options, (store) => query(sql, options, store));
    });
}

function savedNames(): readonly string[] {
  return readdirSync(saved)
    .map((file) => file.replace(/\.sql$/, ""))
    .sort();
}

function textOf(name: string | undefined): string | undefined {
  return name !== undefined && savedNames().includes(name) ? readFileSync(join(saved, `${name}.sql`), "utf8") : undefined;
}

async function query(sql: string, { data }: QueryOptions, { ports }: OpenStore): Promise<Outcome> {
  const directory = join(resolve(data), "lake");
  await writeLake(
    { gen: (await ports.reports.readPointer())?.pointer.gen ?? 0, civilDate: londonDate(new Date()) },
    {
      ...{ derived: ports.derived, organisations: ports.organisations, digest: sha256, parquet: parquetFile },
      lake: lakeDirectory(directory),
      digestBytes: (bytes) => createHash("sha256").update(bytes).digest("hex"),
      hasTime: () => true,
    },
  );
  const answer = await askLake(directory, sql).catch((error: Error) => refusedBy(error));
  return "fix" in answer ? { document: { refusals: [answer] }, lines: [`${answer.rule}: ${answer.fix}`], exitCode: 1 } : outcomeOf(answer);
}

/** What DuckDB says of somebody's own SQL is theirs to read: it names their words and no person's value. */
function refusedBy(error: Error): { readonly rule: string; readonly field: string; readonly fix: string } {
  const rule = error instanceof NoDuck ? "no-duckdb" : "query-refused";
  return { rule, field: "", fix: error.message };
}

function outcomeOf({ columns, rows }: LakeAnswer): Outcome {
  const cells = rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
  const widths = columns.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return {
    document: { columns, rows },
    lines: [
      lineOf(columns),
      ...cells.map(lineOf),
      "",
      `${rows.length} rows. Nothing here is hidden or rounded: counts of few people must not leave this machine.`,
    ],
  };
}
