import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BenchRow } from "./bench-core.ts";
import { bareStore, type Load, load, type Served, sender, served } from "./ingest-bench/load.ts";
import { writeLongFile } from "./ingest-bench/long-file.ts";
import type { Reading } from "./ingest-bench/read-whole.ts";

/** How much is measured. */
export type IngestSize = { readonly requests: number; readonly smallFile: number; readonly largeFile: number };

const usual: IngestSize = { requests: 2_000, smallFile: 10 * 1024 ** 2, largeFile: 1024 ** 3 - 1024 ** 2 };
const transactions = "transactions of the bare store (five rows each) on 32 connections";

/** Taking data in: events over HTTP beside the bare store, rows checked, and the memory that small and large files take. */
export async function benchIngest(size: Partial<IngestSize> = {}): Promise<readonly BenchRow[]> {
  const { requests, smallFile, largeFile } = { ...usual, ...size };
  const directory = mkdtempSync(join(tmpdir(), "hearten-bench-"));
  try {
    const overHttp = await benchHttp(join(directory, "data"), requests);
    return [...overHttp, ...(await benchFiles(directory, { smallFile, largeFile }))];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function benchHttp(dataDir: string, requests: number): Promise<readonly BenchRow[]> {
  const service = await startService(dataDir);
  const [store, http] = [bareStore(service.served), sender(service.served, "bench")];
  try {
    // The first requests start the threads of the functions.
    await load(Math.min(200, requests), (turn) => http.send(-1 - turn, 1));
    const bare = await load(requests, store.write);
    const single = await load(requests, (turn) => http.send(turn, 1));
    const many = await load(Math.ceil(requests / 4), (turn) => http.send(requests + turn, 50));
    return [
      { name: transactions, value: Math.round(bare.perSecond), unit: "/s", ratio: 1, peer: transactions },
      ...rowsOf("one event to a request", { took: single, events: 1, bare }),
      ...rowsOf("50 events to a request", { took: many, events: 50, bare }),
    ];
  } finally {
    http.close();
    store.close();
    await service.stop();
  }
}

type Sent = { readonly took: Load; readonly events: number; readonly bare: Load };

/** Ratios are rates here: events kept over transactions of the bare store. */
function rowsOf(how: string, { took, events, bare }: Sent): readonly BenchRow[] {
  const rate = took.perSecond * events;
  const wait = (name: string, value: number): BenchRow => ({
    name: `${how}: ${name}`,
    value: Math.round(value),
    unit: "ms",
    ratio: null,
    peer: "",
  });
  return [
    {
      name: `events accepted over HTTP, ${how}`,
      value: Math.round(rate),
      unit: "events/s",
      ratio: rate / bare.perSecond,
      peer: `${transactions}; target at least 0.5`,
    },
    wait("half are answered within", took.p50),
    wait("99 of 100 are answered within", took.p99),
  ];
}

type Service = { readonly served: Served; stop(): Promise<void> };

async function startService(dataDir: string): Promise<Service> {
  const script = fileURLToPath(new URL("./ingest-bench/serve.ts", import.meta.url));
  const child = spawn(process.execPath, [script, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const line = await Promise.race([firstLine(child), gone.then(() => undefined)]);
  if (line === undefined) throw new Error("the service ended before it said where it is");
  return {
    served: served.parse(JSON.parse(line)),
    async stop() {
      child.stdin?.end();
      await gone;
    },
  };
}

async function firstLine({ stdout }: ChildProcess): Promise<string | undefined> {
  if (stdout === null) return undefined;
  for await (const line of createInterface({ input: stdout })) return line;
  return undefined;
}

async function benchFiles(
  directory: string,
  { smallFile, largeFile }: Pick<IngestSize, "smallFile" | "largeFile">,
): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const files = { small: join(directory, "small.csv"), large: join(directory, "large.csv") };
  await writeLongFile(files.small, smallFile);
  await writeLongFile(files.large, largeFile);
  for (const [work, name] of [
    ["check", "rows checked"],
    ["split", "rows cut into parts"],
  ] as const) {
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
