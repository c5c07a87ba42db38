import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { analyseTable, type Declared } from "../../core/analysis/analyse-table.ts";
import { type Analysed, analysedOf } from "../../core/analysis/analysed-instruments.ts";
import { parseEvaluation } from "../../core/analysis/evaluation.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { type Parsed, refused, taken } from "../../core/refusal.ts";
import { tellAnalysis, wordedAnalysis } from "../../reports/words/analysis-words.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";
import { deploymentFrom, instrumentsFlag } from "./instruments-option.ts";
import { readTable } from "./read-table.ts";

/** `hearten analyse FILE.csv`: the statistics of the conformance rules from any long CSV, with no server. */
export function analyseCommand(door: AnalysisDoor = thisProcess) {
  return new Command("analyse")
    .description("Analyses a CSV of surveys, one row each: what changed, for whom, how sure, compared with what.")
    .argument("<file>", "the long form: one row for each survey of each referral")
    .option("--spec <file>", "an evaluation declared before it is run, as JSON: its result is labelled declared, all else exploratory")
    .option(...instrumentsFlag)
    .option("--json", "one JSON document on standard output")
    .action(async (file, { spec, json, instruments: own }, command) => {
      const size = await sizeOf(file);
      if (size === undefined) return command.error("error: name a file that exists and can be read", { exitCode: 2 });
      const deployment = await deploymentFrom(own, command);
      if (!deployment.ok) return refuse(door, deployment.refusals, json === true);
      const analysed = analysedOf(deployment.value.instruments);
      const declared = spec === undefined ? undefined : await declarationIn(spec, analysed);
      if (declared?.ok === false) return refuse(door, declared.refusals, json === true);
      const table = await readTable(file, progressOf(door, size));
      if (!table.ok) return refuse(door, table.refusals, json === true);
      const results = analyseTable(basename(file), { ...table.value, analysed }, declared?.value);
      door.write(json ? `${JSON.stringify(wordedAnalysis(results))}\n` : tellAnalysis(results));
    });
}

async function declarationIn(file: string, analysed: Analysed): Promise<Parsed<Declared>> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return refused("file-unreadable", "spec", "name a file that exists and can be read");
  const declared = jsonOrUndefined(text);
  if (declared === undefined) return refused("not-json", "spec", "give a file of JSON");
  const parsed = parseEvaluation(declared, analysed);
  if (!parsed.ok) return parsed;
  const sha256 = createHash("sha256").update(canonicalJson(declared)).digest("hex");
  return taken({ evaluation: parsed.value, sha256 });
}

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
