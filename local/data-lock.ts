import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Says that a data directory is in use; `release` gives it back. */
export type DataLock = { release(): void };

/** What has a data directory: a process, and the command that it is. */
export type Holder = { readonly pid: number; readonly command: string };

/** The command that runs the whole product: others find its engines and work with them. Every other keeps its engines to itself. */
export const startCommand = "start";

/**
 * Takes a data directory for this process alone, and says with which command. The engines do not look after that themselves: two on one file lose data.
 * A lock that its owner left behind by dying is taken over.
 *
 * @throws {Error} naming the process that holds it
 */
export function lockData(directory: string, command: string = startCommand): DataLock {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "owner.pid");
  for (;;) {
    try {
      writeFileSync(path, `${identity(process.pid)}\n${command}`, { flag: "wx", mode: 0o600 });
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const owner = ownerOf(path);
      if (owner !== undefined)
        throw new Error(
          `the data in ${directory} is in use by process ${owner.pid}: stop that one first, or name another place with --data`,
        );
      rmSync(path, { force: true });
    }
  }
}

/** The process that holds a data directory; `undefined` where none does, or where it died. */
export function holderOf(directory: string): Holder | undefined {
  return ownerOf(join(directory, "owner.pid"));
}

function ownerOf(path: string): Holder | undefined {
  const [owner = "", command = startCommand] = readIfThere(path).split("\n");
  const [pid = "", start] = owner.split(" ");
  const number = Number(pid);
  if (!Number.isInteger(number) || number <= 0 || !isRunning(number)) return undefined;
  return identity(number) === `${pid} ${start}` ? { pid: number, command } : undefined;
}

/** A process id comes round again after a restart of the machine; with the start time beside it, it does not. */
function identity(pid: number): string {
  const fields = readIfThere(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ");
  return `${pid} ${fields?.[19] ?? "unknown"}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
