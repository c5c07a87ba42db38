import { once } from "node:events";
import { createWriteStream, existsSync, statSync } from "node:fs";
import { Command } from "@commander-js/extra-typings";
import { acknowledgedRow, acknowledgementColumns } from "../../core/files/acknowledged-row.ts";
import type { Deployment } from "../../core/instruments/deployed.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { safeCsv, safeCsvLines } from "../../core/safe-csv.ts";
import { knownToService, standsInService } from "../../core/submission/known-to-service.ts";
import type { ReceiptRecord } from "../../core/submission/receipt.ts";
import { progressOn } from "../../local/progress.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";
import { type Checked, checkFile, type Finding } from "./ingest/check-file.ts";
import { findingLine } from "./ingest/finding-line.ts";
import { deploymentFrom, instrumentsFlag } from "./instruments-option.ts";

const tellProgressFromBytes = 20_000_000;

/**
 * `hearten check`: the validations of the service on files before they are sent, with the same rule ids and, in an acknowledgement, the same line for every record as an empty
 * service would answer. What only the service knows is listed in the help. Exit code 1 when anything would be rejected.
 */
export function checkCommand(door: AnalysisDoor = thisProcess) {
  return new Command("check")
    .description("Checks files by the service's own rules before they are sent.")
    .argument("<file...>", "CSV, NDJSON (.ndjson, .jsonl), JSON or a FHIR bundle (.json)")
    .option("--acknowledgement <file>", "write a CSV with a line for every record, as the service would, for one file")
    .option(...instrumentsFlag)
    .option("--json", "one JSON document with every finding")
    .addHelpText("after", onlyInService())
    .action(async (files, { json, instruments: file, acknowledgement }, command) => {
      const missing = files.filter((file) => !existsSync(file));
      if (missing.length > 0) command.error(`error: no such file: ${missing.join(", ")}`, { exitCode: 2 });
      if (acknowledgement !== undefined && files.length > 1)
        command.error("error: --acknowledgement is for one file at a time", { exitCode: 2 });
      const deployment = await deploymentFrom(file, command);
      if (!deployment.ok) return refuse(door, deployment.refusals, json === true);
      const tell = json === true ? documentOn(door) : linesOn(door);
      const lines = acknowledgement === undefined ? undefined : linesTo(acknowledgement);
      const checked = await checkAll({ files, deployment: deployment.value, ...(lines && { lines }) }, door, tell.found);
      await lines?.end();
      const rejected = checked.reduce((sum, one) => sum + one.rejected, 0);
      tell.end(checked);
      if (rejected > 0) door.refuse();
    });
}

function onlyInService(): string {
  const rules = Object.entries(knownToService).map(([rule, by]) => `  ${rule}: ${by}`);
  const outcomes = `Accepted here, a record may become ${standsInService.join(", ")} or withdrawn there, by the other events of its referral.`;
  const room = "A file of 1 GB takes 250 MB of room for the time of the check in the directory that TMPDIR names.";
  return `\n${room}\nOnly the service can reject something for:\n${rules.join("\n")}\n${outcomes}`;
}

type Lines = { readonly write: (answer: ReceiptRecord) => void; readonly settled: () => Promise<void>; readonly end: () => Promise<void> };

/** An acknowledgement that is written as its records are judged. */
function linesTo(path: string): Lines {
  const out = createWriteStream(path);
  const failed = new Promise<never>((_, reject) => out.once("error", reject));
  failed.catch(() => undefined);
  out.write(safeCsv(acknowledgementColumns, []));
  return {
    write: (answer) => void out.write(safeCsvLines([acknowledgedRow(answer)])),
    settled: async () => {
      if (out.writableNeedDrain) await Promise.race([once(out, "drain"), failed]);
    },
    end: async () => Promise.race([new Promise<void>((done) => void out.end(done)), failed]),
  };
}

/** Findings are told as they come and not kept: there may be more of them than memory holds. */
type Teller = { readonly found: (finding: Finding) => void; readonly end: (checked: readonly Checked[]) => void };

function linesOn(door: AnalysisDoor): Teller {
  return {
    found: (finding) => door.write(`${findingLine(finding)}\n`),
    end: (checked) => {
      for (const { file, received, rejected, duplicate, encoding } of checked) {
        const twice = duplicate === 0 ? "" : `, ${duplicate} told twice`;
        door.write(`${file}: ${received} records, ${rejected} would be rejected${twice} (read as ${encoding})\n`);
      }
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

type Work = { readonly files: readonly string[]; readonly deployment: Deployment; readonly lines?: Lines };

async function checkAll(
  { files, deployment, lines }: Work,
  door: AnalysisDoor,
  found: (finding: Finding) => void,
): Promise<readonly Checked[]> {
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
    const settled = async () => void (await Promise.all([door.settled?.(), lines?.settled()]));
    checked.push(await checkFile(file, moment, { found, progress, settled, ...(lines && { answered: lines.write }) }));
  }
  bar?.end();
  return checked;
}
