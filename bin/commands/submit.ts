import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import type { Refusal } from "../../core/refusal.ts";
import { progressOn } from "../../local/progress.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { scopes } from "../../names.ts";
import { type AnalysisDoor, thisProcess } from "./analysis-door.ts";
import { destinationFrom } from "./ingest/destination.ts";
import { type Envelope, envelopesOf } from "./ingest/envelopes.ts";
import { findingLine } from "./ingest/finding-line.ts";
import { emptyReceipt, type FileRecord, type MergedReceipt, withReceipt } from "./ingest/merged-receipt.ts";
import { type Answer, type Line, sendEnvelope } from "./ingest/send-envelope.ts";

/** `hearten submit`: sends files to a service and tells what became of every record. Exit code 1 when anything was rejected. */
export function submitCommand(door: AnalysisDoor = thisProcess) {
  return new Command("submit")
    .description("Sends files and tells what became of every record.")
    .argument("<file...>", "CSV, NDJSON (.ndjson, .jsonl) or JSON (.json)")
    .option("--data <dir>", "the local store, whose access.json is used", ".hearten")
    .option("--access <file>", "the access file of a service")
    .option("--url <url>", "the address of the service")
    .option("--token-url <url>", "where its access tokens come from")
    .option("--client <id>", "the client that sends; from an access file, its first supplier unless named")
    .option("--secret <secret>", "the client's secret")
    .option("--json", "one JSON document: the receipts put together")
    .action(async (files, { data, access, json, ...given }, command) => {
      const missing = files.filter((file) => !existsSync(file));
      if (missing.length > 0) command.error(`error: no such file: ${missing.join(", ")}`, { exitCode: 2 });
      const destination = await destinationFrom({ ...given, access: access ?? join(data, "access.json") });
      if ("missing" in destination) return command.error(`error: ${destination.missing}`, { exitCode: 2 });
      const line = { url: destination.url, token: tokenSource(destination.tokenUrl, destination, scopes.submit) };
      try {
        tell(await sendAll(files, line, door), door, json === true);
      } catch (error) {
        door.complain(`${error instanceof Error ? error.message : String(error)}\n`);
        door.refuse();
      }
    });
}

/** One submission and what was answered; a file that could not be read has refusals alone. */
type Sent = { readonly file: string; readonly envelope?: Envelope; readonly answer?: Answer; readonly refusals: readonly Refusal[] };

const sendersAtOnce = 4;

async function sendAll(files: readonly string[], line: Line, door: AnalysisDoor): Promise<readonly Sent[]> {
  const bar = door.watched ? progressOn(process.stderr) : undefined;
  const sent: Sent[] = [];
  for (const file of files) {
    bar?.step(`Sending ${file}`);
    const total = statSync(file).size;
    let done = 0;
    sent.push(
      ...(await sendFile(file, line, (bytes) => {
        done += bytes;
        bar?.advance(done, total);
      })),
    );
  }
  bar?.end();
  return sent;
}

/** Several at once: order does not matter to the service. What is told afterwards is in the order of the file all the same. */
async function sendFile(file: string, line: Line, progress: (bytes: number) => void): Promise<readonly Sent[]> {
  const envelopes = envelopesOf(file);
  const sent = new Map<number, Sent>();
  let place = 0;
  async function sender(): Promise<void> {
    for (let next = await envelopes.next(); !next.done; next = await envelopes.next()) {
      const at = place++;
      if (!next.value.ok) sent.set(at, { file, refusals: next.value.refusals });
      else {
        const envelope = next.value.value;
        const answer = await sendEnvelope(envelope, line);
        sent.set(at, { file, envelope, answer, refusals: "problem" in answer ? [answer.problem] : [] });
        progress(envelope.body.length);
      }
    }
  }
  await Promise.all(Array.from({ length: sendersAtOnce }, sender));
  return [...sent].sort(([a], [b]) => a - b).map(([, one]) => one);
}

function tell(sent: readonly Sent[], door: AnalysisDoor, json: boolean): void {
  const merged = sent.reduce((receipt, { file, envelope, answer }) => {
    return answer !== undefined && "receipt" in answer ? withReceipt(receipt, answer.receipt, { file, rowOf: envelope?.rowOf }) : receipt;
  }, emptyReceipt);
  const refusals = sent.flatMap(({ file, refusals }) => refusals.map(({ rule, field, fix }) => ({ file, rule, field, fix })));
  if (json) door.write(`${JSON.stringify(documentOf(merged, refusals))}\n`);
  else for (const line of linesOf(merged, refusals)) door.write(`${line}\n`);
  if (merged.counts.rejected > 0 || refusals.length > 0) door.refuse();
}

type FileRefusal = Refusal & { readonly file: string };

/** One submission is told as its receipt; several as one of the same shape. */
function documentOf({ submissions, received, counts, records }: MergedReceipt, refusals: readonly FileRefusal[]): object {
  const ids = submissions.length === 1 ? { submissionId: submissions[0] } : { submissions };
  return { ...ids, status: "complete", received, ...counts, records, ...(refusals.length === 0 ? {} : { problems: refusals }) };
}

function linesOf({ submissions, received, counts, records }: MergedReceipt, refusals: readonly FileRefusal[]): readonly string[] {
  const told = records.filter(({ outcome, score }) => outcome === "rejected" || score?.risk === "yes");
  const words = Object.entries(counts).map(([outcome, n]) => `${n} ${outcome}`);
  return [
    ...refusals.map(findingLine),
    ...told.map((record) => (record.outcome === "rejected" ? findingLine(record) : riskLine(record))),
    `${received} records in ${submissions.length} submission${submissions.length === 1 ? "" : "s"}: ${words.join(", ")}`,
  ];
}

function riskLine({ score, file, row, index }: FileRecord): string {
  return findingLine({ file, row, index, rule: "risk", fix: score?.action ?? "" });
}
