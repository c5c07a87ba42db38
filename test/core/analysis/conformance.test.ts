import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { readLongTable } from "../../../core/analysis/long-table.ts";

const shared = new URL("../../../../shared/conformance/", import.meta.url).pathname;
const present = existsSync(join(shared, "compare.js"));

describe("the conformance cases", () => {
  it("are beside the checkout, or are said to be absent", () => {
    expect(present).toBe(existsSync(join(shared, "compare.js")));
  });

  it.runIf(present).each(["h01_hand", "h02_messy", "h03_few_clusters"])("%s: every expected value is met", (name) => {
    const reader = readLongTable();
    reader.push(readFileSync(join(shared, "data", `${name}.csv`)));
    const table = reader.end();
    if (!table.ok) throw new Error("the case was refused");

    const actual = join(mkdtempSync(join(tmpdir(), "hearten-conformance-")), `${name}.json`);
    writeFileSync(actual, JSON.stringify(analyseTable(`${name}.csv`, table.value)));

    expect(compared(actual, join(shared, "expected", `${name}.json`))).toMatch(/ 0 mismatches, 0 missing/);
  });
});

function compared(actual: string, expected: string): string {
  try {
    return execFileSync(process.execPath, [join(shared, "compare.js"), actual, expected], { encoding: "utf8" });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}
