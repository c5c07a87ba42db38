import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { join, relative } from "node:path";
import { namedDeployment } from "../adapters/deployment-file.ts";

/** Everything that the synthesized app depends on. */
const sources = ["names.ts", "package-lock.json", "cdk.json", "bin/app.ts", "{lib,core,adapters,functions,reports}/**/*.*"];
const assembliesKept = 4;
const shownOfFailure = 2000;

/**
 * The synthesized app of the sources as they are: one directory for each state of them, made when there is none yet. Two starts at once
 * may both make it; the first one's stands.
 *
 * @throws {Error} with what the CDK app said, when it cannot be synthesized
 */
export async function synthesize(root: string, tell: (step: string) => void = () => undefined): Promise<string> {
  const assemblies = join(root, ".build", "assemblies");
  const directory = join(assemblies, sourcesHash(root));
  if (!existsSync(directory)) {
    tell("Building the functions from the CDK app");
    const draft = `${directory}.${process.pid}`;
    mkdirSync(assemblies, { recursive: true });
    await runApp(root, draft);
    keepFirst(draft, directory);
  }
  const now = new Date();
  utimesSync(directory, now, now);
  removeOldest(assemblies, directory);
  return directory;
}

/** Whether the app has been synthesized from the sources as they are. */
export function isSynthesized(root: string): boolean {
  return existsSync(join(root, ".build", "assemblies", sourcesHash(root)));
}

function sourcesHash(root: string): string {
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(root, join(entry.parentPath, entry.name))).sort();
  const hash = createHash("sha256");
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  hash.update(namedDeployment(root)?.text ?? "");
  return hash.digest("hex").slice(0, 20);
}

async function runApp(root: string, outdir: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, "bin", "app.ts")], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: outdir },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (piece: Buffer) => {
      said = (said + piece.toString()).slice(-shownOfFailure);
    });
  }
  const code = await new Promise((ended, failed) => child.once("error", failed).once("close", ended));
  if (code === 0) return;
  rmSync(outdir, { recursive: true, force: true });
  throw new Error(`the CDK app could not be synthesized:\n${said}`);
}

function keepFirst(draft: string, directory: string): void {
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (!existsSync(directory)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
}

/** A stack that is running may still load from an assembly, so the last few stay. */
function removeOldest(assemblies: string, current: string): void {
  const byAge = readdirSync(assemblies)
    .map((name) => join(assemblies, name))
    .filter((path) => path !== current)
    .map((path) => ({ path, usedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((a, b) => b.usedAt - a.usedAt);
  for (const { path } of byAge.slice(assembliesKept)) rmSync(path, { recursive: true, force: true });
}
