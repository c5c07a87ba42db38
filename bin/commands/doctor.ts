import { existsSync, statfsSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { namedDeployment } from "../../adapters/deployment-file.ts";
import { holderOf } from "../../local/data-lock.ts";
import { embeddedEngine } from "../../local/dynamo-process.ts";
import { isSynthesized } from "../../local/synthesis.ts";
import { type Check, type Finding, findings, watch } from "./doctor/finding.ts";
import { checkoutChecks, machineChecks } from "./doctor/machine-checks.ts";
import { serviceOf } from "./doctor/open-service.ts";
import { serviceChecks } from "./doctor/service-checks.ts";
import { NoServiceHere } from "./night/no-service-here.ts";
import { type OpenStore, openStore, type Where } from "./night/open-store.ts";
import { stageOption, wholeNumber } from "./options.ts";

type DoctorOptions = Where & { readonly port: number; readonly json?: true | undefined };

const [notWell, wrongCall] = [1, 2];
const signs: Record<Finding["state"], string> = { well: "ok  ", watch: "look", broken: "FAIL" };
const root = join(import.meta.dirname, "..", "..");

/** `hearten doctor`: what is wrong with this machine and its service, or with a stage, and what to do about it. */
export function doctorCommand() {
  return new Command("doctor")
    .description("Says what is wrong with this machine and the service on it, or with a stage, and what to do about it. Writes nothing.")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--port <n>", "the port that the service is to have", wholeNumber, 8080)
    .option("--json", "one JSON document on stdout")
    .action(async (options) => {
      try {
        const found = await examine(options);
        const isBroken = found.some(({ state }) => state === "broken");
        process.stdout.write(options.json === true ? `${JSON.stringify({ well: !isBroken, findings: found }, null, 2)}\n` : linesOf(found));
        process.exitCode = isBroken ? notWell : 0;
      } catch (error) {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
        process.exitCode = error instanceof NoServiceHere ? wrongCall : notWell;
      }
    });
}

async function examine(options: DoctorOptions): Promise<readonly Finding[]> {
  const checkout = checkoutChecks({ nodeVersion: process.versions.node, deployment: () => namedDeployment(root) });
  const machine = options.stage === undefined ? machineChecks(machineOf(options)) : [];
  // Before the stores are opened: opening them takes the lock and may start engines.
  const before = await findings([...checkout, ...machine]);
  return [...before, ...(await examineService(options))];
}

async function examineService(options: DoctorOptions): Promise<readonly Finding[]> {
  let store: OpenStore;
  try {
    store = await openStore(options);
  } catch (error) {
    if (!(error instanceof NoServiceHere) || options.stage !== undefined) throw error;
    return findings([noService(options.data)]);
  }
  try {
    return await findings(serviceChecks(serviceOf(store, options.data)));
  } finally {
    await store.close();
  }
}

function noService(data: string): Check {
  return { name: "service", fix: "`npx hearten start` makes one", look: () => watch(`there is none in ${data} yet`) };
}

function machineOf({ data, port }: DoctorOptions): Parameters<typeof machineChecks>[0] {
  const dataDir = resolve(data);
  return {
    port,
    findEngine: () => process.env.AWS_ENDPOINT_URL_DYNAMODB ?? embeddedEngine(),
    portIsTaken: () => isTaken(port),
    freeBytes: () => {
      const { bavail, bsize } = statfsSync(existing(dataDir));
      return bavail * bsize;
    },
    holder: () => holderOf(dataDir)?.pid,
    templateIsFresh: () => isSynthesized(root),
  };
}

/** The directory itself, or the nearest above it that is there. */
function existing(path: string): string {
  return existsSync(path) ? path : existing(dirname(path));
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((known) => {
    server.once("error", () => known(true));
    server.listen(port, "127.0.0.1", () => server.close(() => known(false)));
  });
}

function linesOf(found: readonly Finding[]): string {
  const width = Math.max(...found.map(({ check }) => check.length));
  const line = ({ check, state, says, fix }: Finding) =>
    `${signs[state]}  ${check.padEnd(width)}  ${says}\n${fix === undefined ? "" : `${" ".repeat(width + 8)}${fix}\n`}`;
  return found.map(line).join("");
}
