import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { madeWith } from "../../reports/made-with.ts";
import { methodsPage } from "../../reports/methods-page.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { evidencePages } from "../../reports/words/evidence-page-words.ts";
import { inventedReport } from "../support/invented-reports.ts";

const { node, ...packages } = madeWith;

/** Packages that the programs of a folder import. */
function importedIn(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const from = files.flatMap((file) => [
    ...readFileSync(join(folder, file), "utf8").matchAll(/^(?:import|export)\b[^;]*?from "([a-z@][^"]*)";$/gm),
  ]);
  return [...new Set(from.map(([, name = ""]) => name))].filter((name) => !name.startsWith("node:"));
}

describe("the software that the methods pages name", () => {
  it("is what is installed, and what is pinned", () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync("package.json", "utf8"));
    const installed = Object.keys(packages).map((name) => [
      name,
      JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version,
    ]);

    expect(Object.fromEntries(installed)).toEqual(packages);
    expect({ ...devDependencies, ...dependencies }).toMatchObject(packages);
  });

  it("is every package that numbers and pages are made with, and the Node that functions run on", () => {
    const imported = ["core", "reports"].flatMap(importedIn);

    expect(imported).toContain("vega-scenegraph");
    expect(imported.filter((name) => !(name in packages))).toEqual([]);
    expect(readFileSync("lib/hearten-function.ts", "utf8")).toContain(`runtime: lambda.Runtime.NODEJS_${node}_X`);
    expect(process.versions.node.split(".")[0]).toBe(node);
  });

  it("stands with its versions on the methods page of the site and of an evaluation", async () => {
    const path = `${evidencePages.methods.folder}/index.html`;
    const files = await renderPlace(inventedReport("icb"));
    const pages = [methodsPage(), String(files.find((file) => file.path === path)?.body)];

    for (const page of pages) for (const version of Object.values(packages)) expect(page).toContain(` ${version}`);
  });
});
