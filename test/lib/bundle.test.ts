import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { deploymentName } from "../../adapters/deployment-file.ts";
import { benchCold } from "../../bin/commands/bench-cold.ts";
import { bundle } from "../../lib/bundle.ts";
import { functionNames } from "../../lib/functions.ts";

const root = join(import.meta.dirname, "..", "..");
const bundleOf = bundle(root, functionNames);
const fileOf = (name: (typeof functionNames)[number]) => join(bundleOf(name), "index.mjs");

type Name = (typeof functionNames)[number];
const megabyte = 1_000_000;
/** How much longer loading a bundle may take than loading zod, the one module that every function needs, in processes of their own. */
const timesAsLongAsZod = 5;

/** Everything that loading a file loads with it: the file, and the parts that it and they import before they run. */
function loadedBy(path: string): readonly string[] {
  const { metafile } = buildSync({ entryPoints: [path], outdir: "loaded", metafile: true, write: false, logLevel: "silent" });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  const parts = imports.filter(({ kind, path: to }) => kind === "import-statement" && to.startsWith("./"));
  return [path, ...parts.flatMap(({ path: to }) => loadedBy(join(dirname(path), to)))];
}

const hashOf = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const weight = (paths: Iterable<string>) => [...new Set(paths)].reduce((sum, path) => sum + statSync(path).size, 0);
const modulesOf = (name: Name) => readdirSync(bundleOf(name)).filter((file) => file.endsWith(".mjs"));

/** What each bundle offers and asks for, by the name of its function. */
function outlines() {
  const { metafile } = buildSync({
    entryPoints: functionNames.map(fileOf),
    outdir: "outlines",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  return new Map(Object.entries(metafile.outputs).map(([path, output]) => [basename(dirname(path)), output]));
}

describe("the bundle of every function", () => {
  it.each(functionNames)("%s is under a megabyte with all that a cold start loads, and is one file unless it draws", (name) => {
    expect(weight(loadedBy(fileOf(name)))).toBeLessThan(megabyte);
    for (const file of modulesOf(name)) expect(statSync(join(bundleOf(name), file)).size).toBeLessThan(megabyte);
    if (name !== "render-pages") expect(modulesOf(name)).toEqual(["index.mjs"]);
  });

  it("has what draws in parts of its own, which only the first figure loads", () => {
    const atStart = loadedBy(fileOf("render-pages")).map((path) => readFileSync(path, "utf8"));
    const parts = modulesOf("render-pages").map((file) => readFileSync(join(bundleOf("render-pages"), file), "utf8"));

    expect(parts.some((text) => text.includes("viewlayout"))).toBe(true);
    expect(atStart.some((text) => text.includes("viewlayout"))).toBe(false);
  });

  it("takes its credentials from its environment and has no other way to look for them", () => {
    for (const name of functionNames) {
      const text = readFileSync(fileOf(name), "utf8");
      expect(/GetRoleCredentials|AssumeRole/.test(text), name).toBe(false);
    }
  });

  it("loads within a few times of what zod alone takes in the same run", () => {
    for (const { name, ratio } of benchCold()) expect(ratio, name).toBeLessThan(timesAsLongAsZod);
  }, 120_000);

  it("offers its handler, and asks for nothing but Node's own modules", () => {
    const found = outlines();

    expect([...found.keys()].sort()).toEqual([...functionNames].sort());
    for (const { exports, imports } of found.values()) {
      // What is imported at run time alone is optional (Vega does without a canvas where there is none) or a part that lies beside it.
      const needed = imports.filter(({ kind, path }) => kind !== "dynamic-import" && !path.startsWith("./")).map(({ path }) => path);
      expect(exports).toEqual(["handler"]);
      expect(needed.filter((path) => !isBuiltin(path))).toEqual([]);
    }
  });

  it("is the same bytes when it is built again", () => {
    const written = () => functionNames.flatMap((name) => modulesOf(name).map((file) => hashOf(join(bundleOf(name), file))));
    const before = written();

    bundle(root, functionNames);

    expect(written()).toEqual(before);
  });

  it("has a deployer's file beside it where it looks for one, and in a directory of that file's own", () => {
    const ownBundleOf = bundle(root, functionNames, { name: deploymentName, text: "{}" });

    const beside = functionNames.filter((name) => existsSync(join(ownBundleOf(name), deploymentName)));

    expect(beside).toEqual(expect.arrayContaining(["take-submission", "store-part", "score-instrument", "describe-api", "render-pages"]));
    expect(beside).not.toEqual(expect.arrayContaining(["read-report"]));
    expect(functionNames.some((name) => existsSync(join(bundleOf(name), deploymentName)))).toBe(false);
    rmSync(dirname(ownBundleOf("sign-in")), { recursive: true });
  });
});
