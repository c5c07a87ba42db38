import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A script in a process of its own, once it has said its first line. */
export async function startedChild(script: URL, ...parameters: readonly string[]): Promise<{ child: ChildProcess; firstLine: string }> {
  const child = spawn(process.execPath, [fileURLToPath(script), ...parameters], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  const firstLine = await new Promise<string>((known, failed) => {
    child.stdout?.on("data", (piece: Buffer) => {
      said += piece.toString();
      if (said.includes("\n")) known(said.split("\n")[0] ?? "");
    });
    child.once("exit", () => failed(new Error(`${script.pathname} ended before it said anything`)));
  });
  return { child, firstLine };
}

/** Kills a process as an operating system does that is out of memory, and waits until it is gone. */
export async function killed(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once("exit", done));
  child.kill("SIGKILL");
  await gone;
}
