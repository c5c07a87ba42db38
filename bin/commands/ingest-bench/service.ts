import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Served, served } from "./load.ts";

/** The product in a process of its own. */
export type Service = { readonly served: Served; readonly processId: number; stop(): Promise<void> };

/** Starts it on a data directory of its own, its calls of the store counted if that is what is wanted. */
export async function startService(dataDir: string, how: "plain" | "counted" = "plain"): Promise<Service> {
  const script = fileURLToPath(new URL("./serve.ts", import.meta.url));
  const child = spawn(process.execPath, [script, dataDir, how], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = new Promise<void>((done) => child.once("exit", () => done()));
  const line = await Promise.race([firstLine(child), gone.then(() => undefined)]);
  if (line === undefined) throw new Error("the service ended before it said where it is");
  return {
    served: served.parse(JSON.parse(line)),
    processId: child.pid ?? 0,
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
