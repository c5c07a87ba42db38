import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseEvaluation } from "../../core/analysis/evaluation.ts";
import { knownServices } from "../../core/simulation/known-service.ts";
import { recoverTruth } from "../../core/simulation/recover-truth.ts";

const root = new URL("../../", import.meta.url).pathname;
const folder = join(root, "docs/methods");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));
const textOf = (page: string) => readFileSync(join(folder, page), "utf8");

type Section = { readonly title: string; readonly lines: readonly string[] };

/** The sections with a formula: each stands for a method. */
const methods = pages.flatMap((page) =>
  textOf(page)
    .split(/^## /m)
    .slice(1)
    .map((text): Section => {
      const [title = "", ...lines] = text.split("\n");
      return { title: `${page}: ${title}`, lines };
    })
    .filter(({ lines }) => lines.some((line) => line.startsWith("- Formula: "))),
);

function told({ lines }: Section, label: string): string {
  const line = lines.find((text) => text.startsWith(`- ${label}: `)) ?? "";
  return line.slice(label.length + 4).trim();
}

/** Every file that a file imports, and theirs. */
function reachable(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path = ""] of readFileSync(join(root, file), "utf8").matchAll(/from "(\.[^"]+\.ts)"/g))
    reachable(join(dirname(file), path), seen);
  return seen;
}

describe("the methods pages", () => {
  it("give formula, source, call of R, code and test of every method", () => {
    expect(methods.length).toBeGreaterThan(20);
    const without = methods.flatMap((method) =>
      ["Formula", "Source", "R", "Code", "Test"].filter((label) => told(method, label) === "").map((label) => `${method.title}: ${label}`),
    );
    expect(without).toEqual([]);
  });

  it("name files that exist, and tests that run the code beside them", () => {
    for (const method of methods) {
      const test = told(method, "Test");
      expect(existsSync(join(root, test)), `${method.title}: ${test}`).toBe(true);
      const run = reachable(test);
      for (const file of told(method, "Code").split(" ")) expect(run.has(file), `${method.title}: ${test} runs ${file}`).toBe(true);
    }
  });

  it("leave out no file of core/statistics", () => {
    const named = new Set(methods.flatMap((method) => told(method, "Code").split(" ")));
    const files = readdirSync(join(root, "core/statistics")).map((file) => `core/statistics/${file}`);

    expect(files.filter((file) => !named.has(file))).toEqual([]);
  });

  it("are all in the index", () => {
    const index = textOf("README.md");

    for (const page of pages.filter((name) => name !== "README.md")) expect(index).toContain(`(${page})`);
  });

  it("have a row of recovered truth for every simulated service and method", () => {
    const rows = textOf("truth-recovery.md")
      .split("\n")
      .filter((line) => line.startsWith("| n"));
    const [few] = knownServices;
    if (few === undefined) throw new Error("there are known services");
    const methodNames = recoverTruth({ ...few, people: 60, practices: 4 }, 2, 1).map(({ method }) => method);
    const expected = knownServices.flatMap(({ name }) => methodNames.map((method) => `${name} | ${method}`));

    expect(rows.map((line) => line.split(" | ").slice(0, 2).join(" | ").slice(2))).toEqual(expected);
  });

  it("show a declaration that is accepted", () => {
    const example = /```json\n([\s\S]*?)```/.exec(textOf("declared-questions.md"))?.[1] ?? "";

    expect(parseEvaluation(JSON.parse(example)).ok).toBe(true);
  });
});
