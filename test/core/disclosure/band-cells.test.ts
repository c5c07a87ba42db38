import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandCell, bandCells, bandLines, bandsOf } from "../../../core/disclosure/band-cells.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { outcomeCells } from "../../../core/disclosure/outcome-cells.ts";
import { outcomeCounts } from "../../../core/disclosure/outcome-counts.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { inventedPlace, inventedStatistic, peopleOf } from "../../support/invented-place.ts";

describe("severity bands", () => {
  it("are those of the instrument, each up to where the next begins", () => {
    expect(bandsOf(instrumentFor("anxiety")).map(({ label, from, to }) => [label, from, to])).toEqual([
      ["minimal", 0, 4],
      ["mild", 5, 9],
      ["moderate", 10, 14],
      ["severe", 15, 21],
    ]);
    expect(bandsOf(instrumentFor("loneliness"))).toEqual([]);
  });

  it("hold the people themselves, counted one by one", () => {
    const statistic = inventedStatistic(1200, 5);
    const instrument = instrumentFor("depression");
    const { cells } = outcomeCells(outcomeCounts(statistic, instrument.id, "2026-11-01"), instrument, national);
    const bands = bandsOf(instrument);
    const people = peopleOf(statistic, "depression");

    for (const [before, first] of bands.entries()) {
      for (const [after, last] of bands.entries()) {
        const there = people.filter(
          ({ baseline, followUp }) => baseline >= first.from && baseline <= first.to && followUp >= last.from && followUp <= last.to,
        );
        expect([before, after, cells.get(bandCell(before, after))]).toEqual([before, after, there.length]);
      }
    }
  });

  it("add up along every line by which hidden ones are protected", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(1_000_000), fc.constantFrom("anxiety", "depression", "isolation"), (referred, seed, outcome) => {
        const instrument = instrumentFor(outcome);
        const counts = outcomeCounts(inventedStatistic(referred, seed), instrument.id, "2026-11-01");
        const { cells } = outcomeCells(counts, instrument, subnational);
        for (const { total, parts } of bandLines(bandCells(counts.pairs, instrument), instrument)) {
          expect([total, cells.get(total)]).toEqual([total, parts.reduce((sum, part) => sum + (cells.get(part) ?? 0), 0)]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("tie cases to bands where no band holds both: PHQ-9 of 10 or more, but not GAD-7 of 8 or more", () => {
    const totals = (outcome: "anxiety" | "depression") => {
      const instrument = instrumentFor(outcome);
      return bandLines(bandCells([], instrument), instrument).map(({ total }) => total);
    };

    expect(totals("depression")).toContain("cases");
    expect(totals("anxiety")).not.toContain("cases");
  });

  it("are none where the measure has none", () => {
    const report = disclosePlace(inventedPlace("england", inventedStatistic(300, 1)));

    expect(report.outcomes.map(({ outcome, bands }) => [outcome, bands?.rows.length ?? null])).toEqual([
      ["anxiety", 4],
      ["depression", 5],
      ["isolation", 2],
      ["loneliness", null],
    ]);
  });
});
