import { describe, expect, it } from "vitest";
import { benchCore } from "../../../bin/commands/bench-core.ts";

describe("the core benchmark", () => {
  it("gives events a second beside the cost of parsing them, by the clock it is handed", () => {
    let ticks = 0;

    const rows = benchCore(10, () => {
      ticks += 5;
      return ticks;
    });

    expect(rows.map(({ name, value, ratio }) => [name, value, ratio])).toEqual([
      ["events parsed from JSON", 12_000, 1],
      ["events checked against the schema", 12_000, 1],
      ["questionnaires scored", 8_000, 1],
      ["events folded into episodes", 12_000, 1],
    ]);
    expect(new Set(rows.map(({ unit, peer }) => `${unit}, ${peer}`))).toEqual(new Set(["events/s, JSON.parse of the same events"]));
  });
});
