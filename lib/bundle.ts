import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type BuildOptions, buildSync, type OutputFile } from "esbuild";
import type { FunctionName } from "./functions.ts";

/** Some dependencies are CommonJS and ask for Node's own modules by `require`, which an ES module does not have. */
const requireInModules = 'import{createRequire as __createRequire}from"node:module";const require=__createRequire(import.meta.url);';

/** A deployer's file as it was checked, under the name by which the functions look for it. */
export type DeploymentFile = { readonly name: string; readonly text: string };

/** What draws figures is loaded when the first is drawn, as files of its own beside the bundle: a run with nothing to draw never waits for it. */
const drawing: readonly FunctionName[] = ["render-pages"];

/** So many functions are built at once: the builder holds them all in memory, with everything that each of them imports. */
const builtAtOnce = 6;

/** Builds every function, a few at a time, and answers where each bundle is. The SDK goes in: it loads faster than Lambda's copy and cannot change unseen. */
export function bundle(root: string, names: readonly FunctionName[], deployment?: DeploymentFile): (name: FunctionName) => string {
  const out = join(root, ".build", deployment === undefined ? "functions" : `functions-${hashOf(deployment.text)}`);
  const entryOf = (name: FunctionName, path: string) => ({ in: join(root, "functions", name, "handler.ts"), out: path });
  const whole = names.filter((name) => !drawing.includes(name)).map((name) => entryOf(name, `${name}/index`));
  const parted = names.filter((name) => drawing.includes(name));
  for (let at = 0; at < whole.length; at += builtAtOnce)
    keep(build(root, { entryPoints: whole.slice(at, at + builtAtOnce), outdir: out }), deployment);
  for (const name of parted) {
    const outdir = join(out, name);
    removeOthers(outdir, keep(build(root, { entryPoints: [entryOf(name, "index")], outdir, ...inParts }), deployment));
  }
  if (names.includes("explore-figures")) keep(browserScript(root, join(out, "explore-figures")), deployment);
  return (name) => join(out, name);
}

/** Writes what was built, and answers where. Code that looks for a deployer's file has it beside it, and no other. */
function keep(files: readonly OutputFile[], deployment: DeploymentFile | undefined): readonly string[] {
  for (const file of files) {
    writeWhole(file.path, file.contents);
    const asked = deployment !== undefined && file.path.endsWith(".mjs") && file.text.includes(deployment.name);
    if (asked) writeWhole(join(dirname(file.path), deployment.name), Buffer.from(deployment.text));
  }
  return files.map(({ path }) => path);
}

/** Each deployment has a directory of its own, so that a file that is dropped or changed leaves nothing behind. */
function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** @throws {Error} naming each file and line that does not build */
function build(root: string, what: Pick<BuildOptions, "entryPoints" | "outdir" | "splitting" | "chunkNames">): readonly OutputFile[] {
  try {
    return buildSync({ ...settings, ...what, alias: aliases(root), absWorkingDir: root, write: false }).outputFiles;
  } catch (error) {
    // The builder's own error carries all its findings a second time.
    throw new Error(error instanceof Error ? error.message : "the functions do not build");
  }
}

/** The one script that runs in a browser, as a file beside the bundle of the function that hands it out. */
function browserScript(root: string, outdir: string): readonly OutputFile[] {
  const entry = { in: join(root, "functions", "explore-figures", "explore.browser.ts"), out: "explore" };
  const { banner: _, outExtension: __, ...shared } = settings;
  const forBrowsers = { format: "iife", platform: "browser", target: "es2022", sourcemap: false } as const;
  return buildSync({ ...shared, ...forBrowsers, entryPoints: [entry], outdir, absWorkingDir: root, write: false }).outputFiles;
}

const inParts = { splitting: true, chunkNames: "part-[name]-[hash]" } as const;

function aliases(root: string): Record<string, string> {
  return { "@aws-sdk/credential-provider-node": join(root, "adapters", "lambda-credentials.ts") };
}

const settings = {
  outExtension: { ".js": ".mjs" },
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node24",
  mainFields: ["module", "main"],
  minify: true,
  sourcemap: "linked",
  sourcesContent: false,
  legalComments: "none",
  banner: { js: requireInModules },
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Parts carry the hash of what is in them: those of an earlier build would stay beside the new for ever. */
function removeOthers(directory: string, written: readonly string[]): void {
  const kept = new Set(written);
  const found = existsSync(directory) ? readdirSync(directory).map((name) => join(directory, name)) : [];
  for (const path of found) if (/\/part-[^/]*\.mjs(\.map)?$/.test(path) && !kept.has(path)) rmSync(path, { force: true });
}

/** A file that is unchanged stays as it is, and a changed one appears whole: two builds at once leave nothing half written. */
function writeWhole(path: string, contents: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, contents);
  renameSync(beside, path);
}
