import { existsSync, statSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import type { Deployment } from "../../core/instruments/deployed.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { progressOn } from "../../local/progress.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";
import { type Checked, checkFile, type Finding } from "./ingest/check-file.ts";
import { findingLine } from "./ingest/finding-line.ts";
import { deploymentFrom, instrumentsFlag } from "./instruments-option.ts";

const tellProgressFromBytes = 20_000_000;

/**
 * `hearten check`: the validations of the service on files before they are sent, with the same rule ids. What only the service knows (whether a practice is in
 * its register and granted, whether an id was used before, in this file or another) it checks when the file is sent: nothing is kept of a row that was read. Exit code 1 when anything would be rejected.
 */
export function checkCommand(door: AnalysisDoor = thisProcess) {
  return new Command("check")
    .description("Checks files by the service's own rules before they are sent.")
    .argument("<file...>", "CSV, NDJSON (.ndjson, .jsonl), JSON or a FHIR bundle (.json)")
    .option(...instrumentsFlag)
    .option("--json", "one JSON document with every finding")
    .action(async (files, { json, instruments: file }, command) => {
      const missing = files.filter((file) => !existsSync(file));
      if (missing.length > 0) command.error(`error: no such file: ${missing.join(", ")}`, { exitCode: 2 });
      const deployment = await deploymentFrom(file, command);
      if (!deployment.ok) return refuse(door, deployment.refusals, json === true);
      const tell = json === true ? documentOn(door) : linesOn(door);
      const checked = await checkAll({ files, deployment: deployment.value }, door, tell.found);
      const rejected = checked.reduce((sum, one) => sum + one.rejected, 0);
      tell.end(checked);
      if (rejected > 0) door.refuse();
    });
}

/** Findings are told as they come and not kept: there may be more of them than memory holds. */
type Teller = { readonly found: (finding: Finding) => void; readonly end: (checked: readonly Checked[]) => void };

function linesOn(door: AnalysisDoor): Teller {
  return {
    found: (finding) => door.write(`${findingLine(finding)}\n`),
    end: (checked) => {
      for (const { file, received, rejected, encoding } of checked)
        door.write(`${file}: ${received} records, ${rejected} would be rejected (read as ${encoding})\n`);
    },
  };
}

/** One JSON document, written piece by piece. */
function documentOn(door: AnalysisDoor): Teller {
  let before = '{"findings":[';
  return {
    found(finding) {
      door.write(`${before}${JSON.stringify(finding)}`);
      before = ",\n";
    },
    end(checked) {
      if (before !== ",\n") door.write(before);
      door.write(`],"files":${JSON.stringify(checked)}}\n`);
    },
  };
}

type Work = { readonly files: readonly string[]; readonly deployment: Deployment };

async function checkAll({ files, deployment }: Work, door: AnalysisDoor, found: (finding: Finding) => void): Promise<readonly Checked[]> {
  const now = Date.now();
  const { instruments, deprivation, mappings } = deployment;
  const moment = { today: londonDate(new Date(now)), now, instruments, mappings, ...(deprivation && { deprivation }) };
  const total = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const bar = door.watched && total > tellProgressFromBytes ? progressOn(process.stderr) : undefined;
  bar?.step("Checking");
  let done = 0;
  const checked: Checked[] = [];
  for (const file of files) {
    const progress = (bytes: number) => {
      done += bytes;
      bar?.advance(done, total);
    };
    checked.push(await checkFile(file, moment, { found, progress, settled: async () => door.settled?.() }));
  }
  bar?.end();
  return checked;
}
