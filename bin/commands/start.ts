import { join, resolve } from "node:path";
import { Command } from "@commander-js/extra-typings";
import { londonDate } from "../../core/night/london-date.ts";
import { type Progress, progressOn } from "../../local/progress.ts";
import { isPublished, writeSite } from "../../local/published-site.ts";
import { writeAccess } from "../../local/sample/access-file.ts";
import { holdsSample } from "../../local/sample/sample-service.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { wholeNumber } from "./options.ts";

type StartOptions = { port: number; data: string; sample: boolean; once?: true | undefined };

const failed = 1;
const couldNotStart = 2;
const sampleSize = { referrals: 6000, practices: 40 };
/** One Ctrl-C may arrive twice, from the terminal and from the launcher; one that comes later means now. */
const repeatMilliseconds = 2000;

/** `hearten start`: the whole product on this machine, with a sample service in it unless told otherwise. */
export function startCommand() {
  return new Command("start")
    .description("Starts the whole product on this machine.")
    .option("--port <n>", "the port of its one address; 0 takes any that is free", wholeNumber, 8080)
    .option("--no-sample", "without the sample service")
    .option("--once", "load the sample, run one night, write the published site, and end")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const progress = progressOn(process.stderr);
  const dataDir = resolve(options.data);
  const stopped = untilStopped();
  const stack = await startStack({ dataDir, port: options.port, tell: progress.step }).catch((error: Error) =>
    refuse(progress, error, couldNotStart),
  );
  if (!stack) return;
  try {
    await Promise.race([bringUp(stack, options, progress), stopped]);
    if (options.once !== true) await stopped;
  } catch (error) {
    refuse(progress, error instanceof Error ? error : new Error(String(error)), failed);
  } finally {
    progress.end();
    await stack.stop();
  }
}

async function bringUp(stack: Stack, { sample, once }: StartOptions, progress: Progress): Promise<void> {
  const today = londonDate(new Date());
  // A sample that is there already keeps its users, whether or not one was asked for.
  const started = sample || holdsSample(stack.dataDir) ? await startSample(stack, { today, size: sampleSize }, progress) : undefined;
  const accessPath = writeAccess(stack, started?.roles);
  if (once === true || started?.isNew === true || (sample && !(await isPublished(stack)))) {
    progress.step("Running one night and publishing its reports");
    await stack.runNight();
  }
  const site = once === true ? await writeSite(stack, join(stack.dataDir, "site")) : null;
  progress.end();
  process.stdout.write(`${(site === null ? addresses(stack, accessPath) : siteLines(stack, site.files)).join("\n")}\n`);
}

function addresses({ baseUrl }: Stack, accessPath: string): readonly string[] {
  return [
    "",
    "Hearten is running. It listens on this machine alone; Ctrl-C stops it and keeps the data.",
    "",
    `  Reports           ${baseUrl}/reports`,
    `  API description   ${baseUrl}/docs`,
    `  Send data         POST ${baseUrl}/v1/submissions`,
    `  Fill in forms     ${baseUrl}/fill-in`,
    "",
    `  To sign in, take an account and its password, or a client and its secret, from`,
    `  ${accessPath}`,
    "",
  ];
}

function siteLines({ dataDir }: Stack, files: number): readonly string[] {
  return [`Published: ${files} files. Open ${join(dataDir, "site", "england", "index.html")}`];
}

function untilStopped(): Promise<void> {
  return new Promise((stop) => {
    let askedAt: number | undefined;
    const ask = () => {
      const now = performance.now();
      if (askedAt !== undefined && now - askedAt > repeatMilliseconds) process.exit(130);
      askedAt ??= now;
      stop();
    };
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, ask);
  });
}

function refuse(progress: Progress, error: Error, exitCode: number): undefined {
  progress.end();
  process.stderr.write(`${error.message}\n`);
  process.exitCode = exitCode;
  return undefined;
}
