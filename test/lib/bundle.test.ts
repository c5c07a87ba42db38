import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { basename, dirname, join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { deploymentName } from "../../adapters/deployment-file.ts";
import { bundle } from "../../lib/bundle.ts";
import { functionNames } from "../../lib/functions.ts";

const root = join(import.meta.dirname, "..", "..");
const bundleOf = bundle(root, functionNames);
const fileOf = (name: (typeof functionNames)[number]) => join(bundleOf(name), "index.mjs");

/** What a bundle may weigh. Drawing brings Vega along. */
const budgetKb = (name: string) => (name === "render-pages" ? 2000 : 1000);

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
  it.each(functionNames)("%s weighs no more than it may", (name) => {
    expect(statSync(fileOf(name)).size).toBeLessThan(budgetKb(name) * 1000);
  });

  it("offers its handler, and asks for nothing but Node's own modules", () => {
    const found = outlines();

    expect([...found.keys()].sort()).toEqual([...functionNames].sort());
    for (const { exports, imports } of found.values()) {
      // What is imported at run time alone is optional: Vega does without a canvas where there is none.
      const needed = imports.filter(({ kind }) => kind !== "dynamic-import").map(({ path }) => path);
      expect(exports).toEqual(["handler"]);
      expect(needed.filter((path) => !isBuiltin(path))).toEqual([]);
    }
  });

  it("is the same bytes when it is built again", () => {
    const before = functionNames.map((name) => readFileSync(fileOf(name), "utf8"));

    bundle(root, functionNames);

    expect(functionNames.map((name) => readFileSync(fileOf(name), "utf8"))).toEqual(before);
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
