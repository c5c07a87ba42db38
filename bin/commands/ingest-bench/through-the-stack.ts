import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { receiptSchema } from "../../../core/submission/api-schemas.ts";
import type { Progress } from "../../../local/progress.ts";
import { tokenSource } from "../../../local/sample/access-token.ts";
import { scopes } from "../../../names.ts";
import type { BenchRow } from "../bench-core.ts";
import { askService, type Line } from "../ingest/ask-service.ts";
import { destinationFrom } from "../ingest/destination.ts";
import { idOfContent } from "../ingest/envelopes.ts";
import { writeLongFile } from "./long-file.ts";
import { peakMegabytesOf, startedBy } from "./process-memory.ts";
import { type Service, startService } from "./service.ts";

const supplier = "supplier-one";
const lookEveryMs = 500;
const headerRows = 1;

/** What became of a file on its way through the product. */
type Passage = {
  readonly bytes: number;
  readonly sent: number;
  readonly acknowledged: number;
  readonly milliseconds: number;
  /** The stages and numbers of stored parts that its sender could see on the way. */
  readonly steps: number;
  readonly peaks: Readonly<Record<string, number>>;
};

/**
 * One large file through everything: `hearten submit` in a process of its own, parts to presigned addresses, cut, worked on part by part, acknowledged
 * row by row.
 *
 * @throws {Error} unless every row that was sent is acknowledged, once
 */
export async function benchThroughTheStack(directory: string, bytes: number, progress: Progress): Promise<readonly BenchRow[]> {
  progress.step("Starting the product");
  const service = await startService(join(directory, "through"));
  try {
    const passage = await passageOf(join(directory, "through.csv"), { service, bytes, progress });
    if (passage.acknowledged !== passage.sent)
      throw new Error(`of ${passage.sent} rows that were sent, ${passage.acknowledged} were acknowledged`);
    return rowsOf(passage);
  } finally {
    await service.stop();
  }
}

type Passing = { readonly service: Service; readonly bytes: number; readonly progress: Progress };

async function passageOf(file: string, { service, bytes, progress }: Passing): Promise<Passage> {
  const { practice, access } = service.served;
  await writeLongFile(file, bytes, [practice]);
  const submissionId = idOfContent(file, await digestOf(file));
  const out = `${file}.acknowledgement.csv`;
  const given = [file, "--access", access, "--client", supplier, "--acknowledgement", out, "--json"];
  const start = performance.now();
  const sender = spawn(process.execPath, [fileURLToPath(new URL("./send-in-parts.ts", import.meta.url)), ...given], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const peaks = new Map<string, number>();
  const seen = new Set<string>();
  const ended = new Promise<number | null>((done) => sender.once("exit", done));
  const told = answerOf(sender.stdout);
  const line = await lineTo(access);
  let isOver = false;
  const over = ended.then(() => {
    isOver = true;
  });
  progress.step(`Sending ${Math.round(statSync(file).size / 1024 ** 2)} MB through the product`);
  while (!isOver) {
    notePeaks(peaks, { sender: sender.pid, service });
    await look(`${service.served.url}/v1/submissions/${submissionId}`, { line, seen, progress });
    await Promise.race([over, setTimeout(lookEveryMs)]);
  }
  const milliseconds = performance.now() - start;
  if ((await ended) !== 0) throw new Error(`the file was not taken whole: ${(await told).slice(0, 500)}`);
  return {
    bytes: statSync(file).size,
    sent: (await linesIn(file)) - headerRows,
    acknowledged: (await linesIn(out)) - headerRows,
    milliseconds,
    steps: seen.size,
    peaks: Object.fromEntries(peaks),
  };
}

/** What its sender is told of the file now. */
async function look(url: string, { line, seen, progress }: { line: Line; seen: Set<string>; progress: Progress }): Promise<void> {
  const { body } = await askService(url, { method: "GET" }, line);
  const read = receiptSchema.safeParse(body);
  if (!read.success) return;
  const { progress: far, status: stage } = read.data;
  seen.add(`${stage} ${far?.stored ?? ""}`);
  if (far !== undefined) progress.advance(far.stored, far.parts);
}

function notePeaks(peaks: Map<string, number>, { sender, service }: { sender: number | undefined; service: Service }): void {
  const others = startedBy(service.processId).filter(({ name }) => name.startsWith("dynoxide"));
  const processes = [
    { name: "the sender", processId: sender ?? 0 },
    { name: "the product", processId: service.processId },
    ...others.map(({ processId }) => ({ name: "its database", processId })),
  ];
  for (const { name, processId } of processes) {
    const peak = peakMegabytesOf(processId);
    if (peak !== null) peaks.set(name, Math.max(peak, peaks.get(name) ?? 0));
  }
}

async function answerOf(output: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of output) pieces.push(piece);
  return Buffer.concat(pieces).toString("utf8");
}

async function lineTo(access: string): Promise<Line> {
  const destination = await destinationFrom({ access, client: supplier });
  if ("missing" in destination) throw new Error(destination.missing);
  return { url: destination.url, token: tokenSource(destination.tokenUrl, destination, scopes.submit) };
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file)) hash.update(piece);
  return hash.digest("hex");
}

async function linesIn(file: string): Promise<number> {
  let lines = 0;
  for await (const _ of createInterface({ input: createReadStream(file) })) lines += 1;
  return lines;
}

function rowsOf({ bytes, sent, acknowledged, milliseconds, steps, peaks }: Passage): readonly BenchRow[] {
  const size = `${(bytes / 1024 ** 2).toFixed(bytes < 1024 ** 2 ? 2 : 0)} MB`;
  const plain = (name: string, value: number, unit: string): BenchRow => ({ name, value, unit, ratio: null, peer: "" });
  return [
    plain(`a file of ${size} through the whole product`, Math.round(milliseconds / 1000), "s"),
    plain("rows through the whole product", Math.round((sent / milliseconds) * 1000), "rows/s"),
    { name: "rows acknowledged", value: acknowledged, unit: "rows", ratio: acknowledged / sent, peer: "rows sent" },
    plain("different states of progress that its sender saw", steps, "states"),
    ...Object.entries(peaks).map(([name, peak]) => plain(`peak memory of ${name}, ${size}`, peak, "MB")),
  ];
}
