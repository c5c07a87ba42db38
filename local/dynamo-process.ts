import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { freePort } from "./loopback.ts";

/** A running DynamoDB. `processId` is that of the engine itself. */
export type DynamoProcess = { url: string; processId: number; stop(): Promise<void> };

export type DynamoOptions = {
  file: string;
  port?: number;
  /** Where an installed package's file is; throws where it was not installed. */
  find?: (name: string) => string;
};

const readyWithinMilliseconds = 15_000;

/**
 * The engine ends with the one that started it, however that one ends: the watcher's pipe closes then, and it ends the engine.
 * The first line that comes out is the engine's process id.
 */
const watched = `exec 3<&0; "$0" "$@" >/dev/null 2>&1 & engine=$!; echo "$engine"; (cat <&3 >/dev/null; kill -9 "$engine") >/dev/null 2>&1 & wait "$engine"`;

/**
 * Starts Dynoxide (DynamoDB over SQLite) on one file and waits until it answers. What it has acknowledged is on the disk:
 * it may be killed at any moment and started again on the same file. An engine that dies is started again on its port.
 *
 * @throws {Error} where there is no binary for this platform, naming the setting that serves instead
 */
export async function startDynamo({ file, port, find = installed }: DynamoOptions): Promise<DynamoProcess> {
  const binary = engineBinary(find);
  mkdirSync(dirname(file), { recursive: true });
  const engine = await launchOnPort(binary, file, port);
  const chosen = engine.port;
  let stopping = false;
  let { child, processId } = engine;

  function revive(): void {
    if (stopping) return;
    child = launch(binary, file, chosen);
    child.once("exit", revive);
    announcedId(child).then(
      (id) => {
        processId = id;
      },
      () => undefined,
    );
  }
  child.once("exit", revive);

  return {
    url: urlOf(chosen),
    get processId() {
      return processId;
    },
    async stop() {
      stopping = true;
      const ended = new Promise((done) => child.once("exit", done));
      if (child.exitCode === null && child.signalCode === null) {
        child.stdin?.end();
        await ended;
      }
    },
  };
}

/** Where the engine would be started from. @throws {Error} as {@link startDynamo} does */
export function embeddedEngine(find: (name: string) => string = installed): string {
  return engineBinary(find);
}

const installed = (name: string) => createRequire(import.meta.url).resolve(name);

/** Where the engine's binary is, for the one platform that npm has it for. */
function engineBinary(find: (name: string) => string): string {
  try {
    return find("@dynoxide/linux-x64/dynoxide");
  } catch {
    const platform = `${process.platform}-${process.arch}`;
    throw new Error(
      `the embedded DynamoDB comes for linux-x64 only and this is ${platform}: start a DynamoDB of your own (DynamoDB Local will do) and set AWS_ENDPOINT_URL_DYNAMODB to its address`,
    );
  }
}

function launch(binary: string, file: string, port: number): ChildProcess {
  // A group of its own: Ctrl-C reaches this process alone, which then ends the engine in its turn.
  return spawn("/bin/sh", ["-c", watched, binary, "--port", String(port), "--db-path", file], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
  });
}

async function announcedId(child: ChildProcess): Promise<number> {
  return new Promise((known, failed) => {
    child.stdout?.once("data", (line: Buffer) => known(Number(line.toString().trim())));
    child.once("error", failed);
    child.once("exit", () => failed(new Error("the embedded DynamoDB ended before it was ready")));
  });
}

type Launched = { child: ChildProcess; processId: number; port: number };

/** A port that was free may be taken by another program before the engine listens on it: the engine ends then, and another port is tried. */
async function launchOnPort(binary: string, file: string, port: number | undefined): Promise<Launched> {
  for (let attempt = 1; ; attempt++) {
    const chosen = port ?? (await freePort());
    const child = launch(binary, file, chosen);
    const processId = await announcedId(child);
    if (await listens(child, processId, chosen)) return { child, processId, port: chosen };
    if (port !== undefined || attempt === portsTried) throw new Error("the embedded DynamoDB found no port to listen on");
  }
}

const portsTried = 5;
const urlOf = (port: number) => `http://127.0.0.1:${port}`;
const hasEnded = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode !== null;

/** Whether it is this engine that listens there: where another program was first, the engine ends. */
async function listens(child: ChildProcess, processId: number, port: number): Promise<boolean> {
  const deadline = performance.now() + readyWithinMilliseconds;
  while (!hasEnded(child)) {
    if (holdsPort(processId, port) && (await answers(urlOf(port)))) return true;
    if (performance.now() > deadline) throw new Error(`the embedded DynamoDB did not answer within ${readyWithinMilliseconds / 1000} s`);
    await new Promise((wake) => setTimeout(wake, 20));
  }
  return false;
}

/** Whether a socket that listens on the port is among the open files of the process, as Linux (where alone the engine runs) tells. */
function holdsPort(processId: number, port: number): boolean {
  const local = port.toString(16).toUpperCase().padStart(4, "0");
  const listening = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address = "", , state]) => address.endsWith(`:${local}`) && state === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
  return openFiles(processId).some((file) => listening.includes(file));
}

function openFiles(processId: number): readonly string[] {
  const folder = `/proc/${processId}/fd`;
  try {
    return readdirSync(folder).map((name) => readlinkSync(`${folder}/${name}`));
  } catch {
    // Files come and go, and so may the process: the next look tells.
    return [];
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(
    async (answer) => {
      await answer.arrayBuffer();
      return true;
    },
    () => false,
  );
}
