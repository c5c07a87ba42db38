import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { chartSeries } from "../../../core/analysis/spc-series.ts";
import { tableOf } from "./long-files.ts";

const shared = new URL("../../../../shared/conformance/", import.meta.url).pathname;
const present = existsSync(join(shared, "compare.js"));
const golden = new URL("../../golden/", import.meta.url).pathname;

describe("the conformance cases", () => {
  it("agree with R: Rscript conformance/reference.R on a service of seven practices kept here, all of its values", () => {
    const expected: unknown = JSON.parse(readFileSync(join(golden, "evidence.json"), "utf8"));
    const actual = JSON.parse(JSON.stringify(analyseTable("evidence.csv", tableOf(readFileSync(join(golden, "evidence.csv"), "utf8")))));

    const { compared, wrong } = differences(expected, actual, "");

    expect(wrong).toEqual([]);
    expect(compared).toBeGreaterThan(1500);
  });

  it(`of the shared set ${present ? "run as well" : "are not beside this checkout, and did not run"}`, () => {
    expect(existsSync(join(shared, "data", "h01_hand.csv"))).toBe(present);
  });

  it.runIf(present).each(["h01_hand", "h02_messy", "h03_few_clusters"])("%s: hearten analyse meets every expected value", (name) => {
    const results = analyseTable(`${name}.csv`, tableOf(readFileSync(join(shared, "data", `${name}.csv`), "utf8")));

    expect(comparison(name, results)).toMatch(/ 0 mismatches, 0 missing/);
  });

  it.runIf(present)("h09_spc: hearten spc meets every expected value", () => {
    const charts = chartSeries(readFileSync(join(shared, "data", "h09_spc.csv")));

    expect(comparison("h09_spc", charts.ok ? charts.value : {})).toMatch(/ 0 mismatches, 0 missing/);
  });
});

function comparison(name: string, results: unknown): string {
  const actual = join(mkdtempSync(join(tmpdir(), "hearten-conformance-")), `${name}.json`);
  writeFileSync(actual, JSON.stringify(results));
  try {
    return execFileSync(process.execPath, [join(shared, "compare.js"), actual, join(shared, "expected", `${name}.json`)], {
      encoding: "utf8",
    });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  }
}

// numerical derivatives in R leave three digits of the mixed model's degrees of freedom, its optimiser six of the variances
function toleranceAt(path: string): number {
  if (/kenward_roger|df_satterthwaite_nurse/.test(path)) return 1e-3;
  if (/_nct|d_av_ci95|lmm\./.test(path)) return 1e-5;
  return 1e-7;
}

function differences(expected: unknown, actual: unknown, path: string): { readonly compared: number; readonly wrong: readonly string[] } {
  if (typeof expected === "object" && expected !== null) {
    const inner = Object.entries(expected).map(([key, value]) =>
      differences(value, (actual as Record<string, unknown> | undefined)?.[key], `${path}.${key}`),
    );
    return { compared: inner.reduce((sum, { compared }) => sum + compared, 0), wrong: inner.flatMap(({ wrong }) => wrong) };
  }
  const close =
    typeof expected === "number" &&
    typeof actual === "number" &&
    Math.abs(actual - expected) <= toleranceAt(path) * (0.01 + Math.abs(expected));
  return { compared: 1, wrong: close || actual === expected ? [] : [`${path}: ${String(actual)} beside ${String(expected)}`] };
}
