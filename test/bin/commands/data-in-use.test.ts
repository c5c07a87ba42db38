import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { scratchDirectory } from "../../local/support/scratch.ts";
import { keptService } from "../../support/kept-service.ts";

const root = join(import.meta.dirname, "..", "..", "..");

/** One `hearten` command in a process of its own. */
function hearten(...args: string[]) {
  const child = spawn(process.execPath, [join(root, "bin", "hearten.mjs"), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (text) => {
    complaints += String(text);
  });
  child.stdout.resume();
  const ended = new Promise<{ exitCode: number | null; complaints: string }>((resolve) =>
    child.on("close", (exitCode) => resolve({ exitCode, complaints })),
  );
  return { pid: child.pid, ended };
}

it("a command that finds another at work in the same directory says which it is and what to do, and the other is not disturbed", async () => {
  const data = scratchDirectory();
  await keptService(data, { referrals: 60, practices: 3 });
  const first = hearten("nightly", "--date", "2026-11-22", "--data", data);
  while (!existsSync(join(data, "owner.pid"))) await pause(20);

  const second = await hearten("runs", "--data", data).ended;

  expect(second.complaints).toContain(
    `\`hearten nightly\` (process ${first.pid}) is at work in ${data}: wait until it has ended, or stop it`,
  );
  expect(second.complaints).not.toContain("ECONNREFUSED");
  expect(second.exitCode).toBe(1);
  expect(await first.ended).toMatchObject({ exitCode: 0 });
  expect(await hearten("runs", "--data", data).ended).toMatchObject({ exitCode: 0, complaints: "" });
}, 180_000);
