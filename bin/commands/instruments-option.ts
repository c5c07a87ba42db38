import { readFile } from "node:fs/promises";
import { type Deployment, readDeployment } from "../../core/instruments/deployed.ts";
import { instruments } from "../../core/instruments/registry.ts";
import { mappings } from "../../core/mapping/mappings.ts";
import { type Parsed, taken } from "../../core/refusal.ts";

/** The flag by which a command is given a deployer's own instruments, and what it says of it. */
export const instrumentsFlag = ["--instruments <file>", "your own instruments, thresholds, licences and value set, as JSON"] as const;

/** A command that can end because it was called wrongly. */
type Called = { error(message: string, options: { exitCode: number }): never };

/** What a command works with: the instruments that come with Hearten, with the file on top where one is given. A file that cannot be read is a wrong call. */
export async function deploymentFrom(file: string | undefined, command: Called): Promise<Parsed<Deployment>> {
  if (file === undefined) return taken({ instruments, deprivation: null, mappings });
  const text = await readFile(file, "utf8").catch(() => undefined);
  return text === undefined
    ? command.error("error: name a file that exists and can be read", { exitCode: 2 })
    : readDeployment(instruments, text);
}
