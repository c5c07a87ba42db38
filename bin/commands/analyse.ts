import { basename } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { analyseTable } from "../../core/analysis/analyse-table.ts";
import type { Refusal } from "../../core/refusal.ts";
import { readTable } from "./read-table.ts";

/** `hearten analyse FILE.csv`: the statistics of the conformance rules from any long CSV, with no server. */
export function analyseCommand() {
  return new Command("analyse")
    .description("Analyses a CSV of surveys, one row each: what changed, for whom, how sure, compared with what.")
    .argument("<file>", "the long form: one row for each survey of each referral")
    .option("--json", "one JSON document on standard output")
    .action(async (file, { json }) => {
      const table = await readTable(file);
      if (!table.ok) return refuse(table.refusals, json === true);
      const results = analyseTable(basename(file), table.value);
      process.stdout.write(`${JSON.stringify(results, null, json ? 0 : 1)}\n`);
    });
}

function refuse(refusals: readonly Refusal[], json: boolean): void {
  if (json) process.stdout.write(`${JSON.stringify({ refusals })}\n`);
  for (const { rule, field, fix } of refusals) process.stderr.write(`${rule}${field === "" ? "" : ` (${field})`}: ${fix}\n`);
  process.exitCode = 1;
}
