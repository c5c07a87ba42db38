import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/** What `access.json` tells a newcomer. */
const access = z.object({
  baseUrl: z.string(),
  tokenUrl: z.string(),
  users: z.array(z.looseObject({ kind: z.string(), clientId: z.string(), clientSecret: z.string(), scope: z.string() })),
});
export type Access = z.infer<typeof access>;

/** The built product as somebody runs it: a process of its own, known by what it prints. */
export type RunningProduct = { readonly process: ChildProcess; readonly printed: () => string; readonly access: () => Access };

/** Starts `hearten start` and waits until it has printed its addresses. */
export async function startProduct(dataDir: string, ...options: readonly string[]): Promise<RunningProduct> {
  const child = spawn(process.execPath, ["bin/hearten.mjs", "start", "--port", "0", "--data", dataDir, ...options], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  let printed = "";
  await new Promise<void>((ready, failed) => {
    const hear = (piece: Buffer) => {
      printed += piece.toString();
      if (printed.includes("To sign in")) ready();
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.once("exit", (code) => failed(new Error(`start ended with ${code} before it printed its addresses:\n${printed}`)));
  });
  return {
    process: child,
    printed: () => printed,
    access: () => access.parse(JSON.parse(readFileSync(join(dataDir, "access.json"), "utf8"))),
  };
}

/** Ends a process by a signal and waits until it is gone. */
export async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once("exit", done));
  child.kill(signal);
  await gone;
}
