import { existsSync, statSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { acknowledgedRow, acknowledgementColumns } from "../../core/files/acknowledged-row.ts";
import type { Refusal } from "../../core/refusal.ts";
import { safeCsv } from "../../core/safe-csv.ts";
import { type Progress, progressOn } from "../../local/progress.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { scopes } from "../../names.ts";
import { type AnalysisDoor, thisProcess } from "./analysis-door.ts";
import type { Answer, Line } from "./ingest/ask-service.ts";
import { destinationFrom } from "./ingest/destination.ts";
import { type Envelope, envelopesOf } from "./ingest/envelopes.ts";
import { findingLine } from "./ingest/finding-line.ts";
import { emptyReceipt, type FileRecord, type MergedReceipt, withReceipt } from "./ingest/merged-receipt.ts";
import { sendEnvelope } from "./ingest/send-envelope.ts";
import { canBeSentInParts, fetchAcknowledgement, sendFile } from "./ingest/send-file.ts";

/** What goes into requests of 400 records each; a larger file is sent in parts and cut by the service. */
const largestRequest = 5 * 1024 * 1024;

/** `hearten submit`: sends files to a service and tells what became of every record. Exit code 1 when anything was rejected. */
export function submitCommand(door: AnalysisDoor = thisProcess, inPartsFromBytes = largestRequest) {
  return new Command("submit")
    .description("Sends files and tells what became of every record.")
    .argument("<file...>", "CSV, NDJSON (.ndjson, .jsonl), JSON or a FHIR bundle (.json)")
    .option("--data <dir>", "the local store, whose access.json is used", ".hearten")
    .option("--access <file>", "the access file of a service")
    .option("--url <url>", "the address of the service")
    .option("--token-url <url>", "where its access tokens come from")
    .option("--client <id>", "the client that sends; from an access file, its first supplier unless named")
    .option("--secret <secret>", "the client's secret")
    .option("--acknowledgement <file>", "write a CSV with a line for every record, for one file")
    .option("--json", "one JSON document: the receipts put together")
    .action(async (files, { data, access, json, acknowledgement, ...given }, command) => {
      const missing = files.filter((file) => !existsSync(file));
      if (missing.length > 0) command.error(`error: no such file: ${missing.join(", ")}`, { exitCode: 2 });
      if (acknowledgement !== undefined && files.length > 1)
        command.error("error: --acknowledgement is for one file at a time", { exitCode: 2 });
      const destination = await destinationFrom({ ...given, access: access ?? join(data, "access.json") });
      if ("missing" in destination) return command.error(`error: ${destination.missing}`, { exitCode: 2 });
      const line = { url: destination.url, token: tokenSource(destination.tokenUrl, destination, scopes.submit) };
      try {
        const sent = await sendAll(files, line, { door, inPartsFromBytes });
        if (acknowledgement !== undefined) await acknowledge(sent, acknowledgement, line);
        tell(sent, door, json === true);
      } catch (error) {
        door.complain(`${error instanceof Error ? error.message : String(error)}\n`);
        door.refuse();
      }
    });
}

/** One submission and what was answered; a file that could not be read has refusals alone. */
type Sent = { readonly file: string; readonly envelope?: Envelope; readonly answer?: Answer; readonly refusals: readonly Refusal[] };

const sendersAtOnce = 4;

type Sending = { readonly door: AnalysisDoor; readonly inPartsFromBytes: number };

async function sendAll(files: readonly string[], line: Line, { door, inPartsFromBytes }: Sending): Promise<readonly Sent[]> {
  const bar = door.watched ? progressOn(process.stderr) : silent;
  const sent: Sent[] = [];
  for (const file of files) {
    const total = statSync(file).size;
    if (total > inPartsFromBytes && canBeSentInParts(file)) {
      const answer = await sendFile(file, line, bar);
      const refusal = "problem" in answer ? answer.problem : answer.receipt.problem;
      sent.push({ file, answer, refusals: refusal === undefined ? [] : [refusal] });
      continue;
    }
    bar.step(`Sending ${file}`);
    let done = 0;
    sent.push(
      ...(await sendFileInPieces(file, line, (bytes) => {
        done += bytes;
        bar.advance(done, total);
      })),
    );
  }
  bar.end();
  return sent;
}

const silent: Progress = { step: () => undefined, advance: () => undefined, end: () => undefined };

/** The service's own acknowledgement of a file that it cut; of what went in requests, the same from the receipts. */
async function acknowledge(sent: readonly Sent[], out: string, line: Line): Promise<void> {
  const path = sent.map(acknowledgementOf).find((each) => each !== undefined);
  if (path !== undefined) return fetchAcknowledgement(path, out, line);
  const rows = mergedOf(sent).records.map(acknowledgedRow);
  await writeFile(out, safeCsv(acknowledgementColumns, rows));
}

function acknowledgementOf({ answer }: Sent): string | undefined {
  return answer !== undefined && "receipt" in answer ? answer.receipt.acknowledgement : undefined;
}

/** Several at once: order does not matter to the service. What is told afterwards is in the order of the file all the same. */
async function sendFileInPieces(file: string, line: Line, progress: (bytes: number) => void): Promise<readonly Sent[]> {
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

function mergedOf(sent: readonly Sent[]): MergedReceipt {
  return sent.reduce((receipt, { file, envelope, answer }) => {
    return answer !== undefined && "receipt" in answer ? withReceipt(receipt, answer.receipt, { file, rowOf: envelope?.rowOf }) : receipt;
  }, emptyReceipt);
}

function tell(sent: readonly Sent[], door: AnalysisDoor, json: boolean): void {
  const merged = mergedOf(sent);
  const refusals = sent.flatMap(({ file, refusals }) => refusals.map(({ rule, field, fix }) => ({ file, rule, field, fix })));
  const acknowledgements = sent.flatMap((one) => acknowledgementOf(one) ?? []);
  if (json)
    door.write(`${JSON.stringify({ ...documentOf(merged, refusals), ...(acknowledgements.length > 0 && { acknowledgements }) })}\n`);
  else for (const line of [...linesOf(merged, refusals), ...sent.flatMap(fileLines)]) door.write(`${line}\n`);
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

/** What is told of a file that the service cut: its records are in the acknowledgement. */
function fileLines({ file, answer }: Sent): readonly string[] {
  if (answer === undefined || !("receipt" in answer) || answer.receipt.acknowledgement === undefined) return [];
  const { risks = 0, acknowledgement, encoding } = answer.receipt;
  const told = `${file}: read as ${encoding}; what became of each record: ${acknowledgement}, or --acknowledgement FILE`;
  return risks === 0
    ? [told]
    : [told, `${file}: ${risks} answers point to thoughts of self-harm: the acknowledgement says which, and what to do today`];
}

function riskLine({ score, file, row, index }: FileRecord): string {
  return findingLine({ file, row, index, rule: "risk", fix: score?.action ?? "" });
}
