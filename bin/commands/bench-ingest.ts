import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as z from "zod";
import { type Progress, progressOn } from "../../local/progress.ts";
import type { BenchRow } from "./bench-core.ts";
import { sender } from "./ingest-bench/load.ts";
import { writeItemFile, writeLongFile, writeMappedFile } from "./ingest-bench/long-file.ts";
import { benchOverHttp } from "./ingest-bench/over-http.ts";
import type { Reading } from "./ingest-bench/read-whole.ts";
import { type Service, startService } from "./ingest-bench/service.ts";
import { benchThroughTheStack } from "./ingest-bench/through-the-stack.ts";

/** How much is measured. */
export type IngestSize = { readonly requests: number; readonly smallFile: number; readonly largeFile: number };

const quiet = { write: () => true };
const usual: IngestSize = { requests: 2_000, smallFile: 10 * 1024 ** 2, largeFile: 1024 ** 3 - 1024 ** 2 };

/** Taking data in: events over HTTP beside the bare store, rows checked, and the memory that small and large files take. */
export async function benchIngest(size: Partial<IngestSize> = {}, progress = progressOn(quiet)): Promise<readonly BenchRow[]> {
  const { requests, smallFile, largeFile } = { ...usual, ...size };
  return inDirectory(async (directory) => {
    const overHttp = await benchOverHttp(join(directory, "data"), requests, progress);
    const calls = await benchCalls(join(directory, "counted"), Math.min(requests, countedRequests), progress);
    const files = await benchFiles(directory, { smallFile, largeFile, progress });
    progress.end();
    return [...overHttp, ...calls, ...files];
  });
}

/** One file of so many bytes through the whole product. */
export async function benchPassage(bytes: number, progress = progressOn(quiet)): Promise<readonly BenchRow[]> {
  return inDirectory(async (directory) => {
    const rows = await benchThroughTheStack(directory, bytes, progress);
    progress.end();
    return rows;
  });
}

async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "hearten-bench-"));
  try {
    return await work(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What an event costs in calls of the store: counted, so that it says the same on every machine. One request after the other, so that none has to be repeated. */
async function benchCalls(dataDir: string, requests: number, progress: Progress): Promise<readonly BenchRow[]> {
  const service = await startService(dataDir, "counted");
  const http = sender(service.served, "counted");
  let turns = 0;
  try {
    await http.send(turns++, 1);
    const rows: BenchRow[] = [];
    for (const events of [1, 50]) {
      progress.step(`Counting the calls of the store for requests of ${events}`);
      const times = Math.ceil(requests / events);
      const before = await callsSoFar(service);
      for (let turn = 0; turn < times; turn += 1) await http.send(turns++, events);
      rows.push(callsRow(events, { before, after: await callsSoFar(service), sent: times * events }));
    }
    return rows;
  } finally {
    http.close();
    await service.stop();
  }
}

type Calls = Readonly<Record<string, number>>;

function callsRow(events: number, { before, after, sent }: { before: Calls; after: Calls; sent: number }): BenchRow {
  const made = Object.keys(after).map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / sent] as const);
  const often = made.filter(([, times]) => times * events >= oftenEnough).sort(([a], [b]) => (a < b ? -1 : 1));
  const value = Math.round(often.reduce((sum, [, times]) => sum + times, 0) * 100) / 100;
  const names = often.map(([name]) => name).join(", ");
  return { name: `calls of the store for an event, ${events} to a request: ${names}`, value, unit: "calls", ratio: null, peer: "" };
}

const countedRequests = 100;
/** Less often than this it is not the event that is paid for, but a register that is looked at twice a minute. */
const oftenEnough = 0.1;

async function callsSoFar({ served: { calls } }: Service): Promise<Readonly<Record<string, number>>> {
  if (calls === null) throw new TypeError("callsSoFar requires a service whose calls are counted");
  return z.record(z.string(), z.number()).parse(await (await fetch(calls)).json());
}

async function benchFiles(
  directory: string,
  { smallFile, largeFile, progress }: Pick<IngestSize, "smallFile" | "largeFile"> & { readonly progress: Progress },
): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const files = { small: join(directory, "small.csv"), large: join(directory, "large.csv") };
  progress.step("Writing two files to read");
  await writeLongFile(files.small, smallFile);
  await writeLongFile(files.large, largeFile);
  for (const [work, name] of [
    ["check", "rows checked"],
    ["split", "rows cut into parts"],
  ] as const) {
    progress.step(`Measuring ${name} of the small file, then of the large one`);
    const small = await readingOf(work, files.small);
    const large = await readingOf(work, files.large);
    const size = `${Math.round(largeFile / 1024 ** 2)} MB`;
    rows.push(
      { name: `${name}, ${size}`, value: rate(large), unit: "rows/s", ratio: null, peer: "" },
      {
        name: `${name}: peak memory, ${Math.round(smallFile / 1024 ** 2)} MB`,
        value: small.peakMegabytes,
        unit: "MB",
        ratio: null,
        peer: "",
      },
      {
        name: `${name}: peak memory, ${size}`,
        value: large.peakMegabytes,
        unit: "MB",
        ratio: large.peakMegabytes / small.peakMegabytes,
        peer: "the same work on the small file",
      },
    );
  }
  return [...rows, ...(await benchForms(directory, { bytes: Math.ceil(largeFile / shareOfOtherForms), progress }))];
}

/** Other forms of files are measured on as much less as they are read quickly: the rate is the same from some ten megabytes on. */
const shareOfOtherForms = 10;

async function benchForms(directory: string, { bytes, progress }: { bytes: number; progress: Progress }): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [write, form] of [
    [writeLongFile, "of the long form"],
    [writeItemFile, "with every answer"],
    [writeMappedFile, "of another system's export"],
  ] as const) {
    progress.step(`Measuring rows ${form}`);
    const file = join(directory, "form.csv");
    await write(file, bytes);
    const read = await readingOf("check", file);
    const name = `rows ${form} checked, ${Math.round(bytes / 1024 ** 2)} MB`;
    rows.push({
      name,
      value: Math.round((read.records / read.cpuMilliseconds) * 1000),
      unit: "rows a processor second",
      ratio: null,
      peer: "target at least 200,000",
    });
  }
  return rows;
}

function rate({ records, milliseconds }: Reading): number {
  return Math.round((records / milliseconds) * 1000);
}

async function readingOf(work: "check" | "split", file: string): Promise<Reading> {
  const script = fileURLToPath(new URL("./ingest-bench/measure-reading.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, work, file]);
  return JSON.parse(stdout);
}
