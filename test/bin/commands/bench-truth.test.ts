import { describe, expect, it } from "vitest";
import { benchTruth } from "../../../bin/commands/bench-truth.ts";
import { knownServices } from "../../../core/simulation/known-service.ts";

describe("the truth benchmark", () => {
  it("gives bias, coverage and intervals without 0 for every kind of service", () => {
    const rows = benchTruth(2);

    expect(new Set(rows.map(({ name }) => name.split("; ")[0]))).toEqual(new Set(knownServices.map(({ name }) => name)));
    expect(new Set(rows.map(({ name, unit }) => `${name.split("; ")[2]} in ${unit}`))).toEqual(
      new Set(["bias in points", "coverage in %", "intervals without 0 in %"]),
    );
    expect(rows.every(({ value }) => Number.isFinite(value))).toBe(true);
  });
});
