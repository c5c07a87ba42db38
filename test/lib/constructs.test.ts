import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const lib = join(import.meta.dirname, "..", "..", "lib");
const sources = readdirSync(lib, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(lib, file), "utf8") }));
const constructs = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/^export class (\w+) extends (Construct|Stack)\b[\s\S]*?^}/gm)].map(([whole, name = "", kind = ""]) => ({
    ...{ file, name, kind },
    lines: whole.split("\n").length,
  })),
);

describe("every construct and stack", () => {
  it("is read whole at a glance: under sixty lines", () => {
    expect(constructs.length).toBeGreaterThan(12);
    expect(constructs.filter(({ lines }) => lines >= 60)).toEqual([]);
  });

  it("is a stack named by what it holds, in a folder of that name", () => {
    const stacks = constructs.filter(({ kind }) => kind === "Stack");

    expect(stacks.map(({ file, name }) => [file, name]).sort()).toEqual(
      ["data", "evaluators", "ingest", "night", "operations", "reports"].map((holds) => [
        `${holds}/${holds}-stack.ts`,
        `${holds[0]?.toUpperCase()}${holds.slice(1)}Stack`,
      ]),
    );
  });

  it("gives no rights by the library's own grants, which give more than is needed", () => {
    const granting = sources.filter(({ text }) => /\.grant(?:Read|Write|Put|Delete|Encrypt|Decrypt|FullAccess)/.test(text));

    expect(granting.map(({ file }) => file)).toEqual([]);
  });
});

it("cdk.json says nothing but what lib/README.md tells of", () => {
  const { context } = JSON.parse(readFileSync(join(lib, "..", "cdk.json"), "utf8")) as { context: Record<string, unknown> };
  const told = readFileSync(join(lib, "README.md"), "utf8");

  for (const key of [...Object.keys(context), "stage", "deployment"]) expect(told).toContain(`| \`${key}\` |`);
});
