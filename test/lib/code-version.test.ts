import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeVersion } from "../../lib/code-version.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hearten-code-"));
  for (const [path, text] of [
    ["names.ts", "names"],
    ["core/statistic.ts", "sum"],
    ["reports/theme/page.css", "blue"],
  ] as const)
    write(path, text);
});

afterEach(() => rmSync(root, { recursive: true }));

describe("the version of the code", () => {
  it("is the same wherever the same sources lie", () => {
    const here = codeVersion(root);
    const there = `${root}-copy`;
    mkdirSync(join(there, "reports/theme"), { recursive: true });
    mkdirSync(join(there, "core"));
    writeFileSync(join(there, "reports/theme/page.css"), "blue");
    writeFileSync(join(there, "core/statistic.ts"), "sum");
    writeFileSync(join(there, "names.ts"), "names");

    expect(codeVersion(there)).toBe(here);
    expect(codeVersion(`${there}/`)).toBe(here);
    rmSync(there, { recursive: true });
  });

  it.each([
    ["a statistic", "core/statistic.ts", "mean"],
    ["the look of a page", "reports/theme/page.css", "green"],
    ["how something is stored", "adapters/table.ts", "keys"],
    ["a function", "functions/roll-up/roll-up.ts", "up"],
  ])("changes with %s", (_what, path, text) => {
    const before = codeVersion(root);

    write(path, text);

    expect(codeVersion(root)).not.toBe(before);
  });

  it.each([
    ["a page of documentation", "functions/roll-up/README.md"],
    ["the infrastructure", "lib/stages.ts"],
    ["a test", "test/core/statistic.test.ts"],
  ])("stays with %s", (_what, path) => {
    const before = codeVersion(root);

    write(path, "other");

    expect(codeVersion(root)).toBe(before);
  });

  it("notices text that moves from one file to another", () => {
    const before = codeVersion(root);

    write("names.ts", "name");
    write("core/statistic.ts", "ssum");

    expect(codeVersion(root)).not.toBe(before);
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
