import { readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundle } from "../../lib/bundle.ts";
import { functionNames } from "../../lib/functions.ts";

const root = join(import.meta.dirname, "..", "..");
const bundleOf = bundle(root, functionNames);
const fileOf = (name: (typeof functionNames)[number]) => join(bundleOf(name), "index.mjs");

/** What a bundle may weigh. Drawing brings Vega along. */
const budgetKb = (name: string) => (name === "render-pages" ? 2000 : 1000);

describe("the bundle of every function", () => {
  it.each(functionNames)("%s weighs no more than it may", (name) => {
    expect(statSync(fileOf(name)).size).toBeLessThan(budgetKb(name) * 1000);
  });

  it.each(functionNames)("%s offers its handler, and asks for nothing but Node's own modules", (name) => {
    const { metafile } = buildSync({ entryPoints: [fileOf(name)], metafile: true, write: false, logLevel: "silent" });
    const [output] = Object.values(metafile.outputs);

    expect(output?.exports).toEqual(["handler"]);
    // What is imported at run time alone is optional: Vega does without a canvas where there is none.
    const needed = output?.imports.filter(({ kind }) => kind !== "dynamic-import").map(({ path }) => path);
    expect(needed?.filter((path) => !isBuiltin(path))).toEqual([]);
  });

  it("is the same bytes when it is built again", () => {
    const before = functionNames.map((name) => readFileSync(fileOf(name), "utf8"));

    bundle(root, functionNames);

    expect(functionNames.map((name) => readFileSync(fileOf(name), "utf8"))).toEqual(before);
  });
});
