import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { analyseTable } from "../../core/analysis/analyse-table.ts";
import { tellAnalysis } from "../../core/analysis/tell-analysis.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";
import { readTable } from "./read-table.ts";

/** `hearten analyse FILE.csv`: the statistics of the conformance rules from any long CSV, with no server. */
export function analyseCommand(door: AnalysisDoor = thisProcess) {
  return new Command("analyse")
    .description("Analyses a CSV of surveys, one row each: what changed, for whom, how sure, compared with what.")
    .argument("<file>", "the long form: one row for each survey of each referral")
    .option("--json", "one JSON document on standard output")
    .action(async (file, { json }, command) => {
      const size = await sizeOf(file);
      if (size === undefined) return command.error("error: name a file that exists and can be read", { exitCode: 2 });
      const table = await readTable(file, progressOf(door, size));
      if (!table.ok) return refuse(door, table.refusals, json === true);
      const results = analyseTable(basename(file), table.value);
      door.write(json ? `${JSON.stringify(results)}\n` : tellAnalysis(results));
    });
}

async function sizeOf(file: string): Promise<number | undefined> {
  const found = await stat(file).catch(() => undefined);
  return found?.isFile() ? found.size : undefined;
}

// a line a second on a terminal, from the second second on
function progressOf(door: AnalysisDoor, size: number): (bytes: number) => void {
  let next = performance.now() + 1000;
  return (bytes) => {
    if (!door.watched || performance.now() < next) return;
    next = performance.now() + 1000;
    door.complain(`read ${Math.round((100 * bytes) / size)}%\n`);
  };
}
