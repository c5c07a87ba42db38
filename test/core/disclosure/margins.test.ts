import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bandCell, bandsOf } from "../../../core/disclosure/band-cells.ts";
import { discloseChange } from "../../../core/disclosure/disclose-change.ts";
import { hideAcross } from "../../../core/disclosure/hide-across.ts";
import { instrumentFor, isCase } from "../../../core/disclosure/measure-of.ts";
import { groupCell, outcomeCells, outcomeTable } from "../../../core/disclosure/outcome-cells.ts";
import { countsAt, type Split } from "../../../core/disclosure/outcome-counts.ts";
import { subnational } from "../../../core/disclosure/profile.ts";
import { showCount } from "../../../core/disclosure/show.ts";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import type { ChangeTable } from "../../../core/place-report.ts";
import { inventedPlace, inventedStatistic } from "../../support/invented-place.ts";

type Bounds = { lower: number; upper: number };
type ScoreBar = ChangeTable["scores"][number];
type Sum = { readonly total: string; readonly parts: readonly string[] };

/**
 * An attacker with all margins of a place: every number that is shown is known to within its rounding, and bounds are drawn through every sum,
 * downwards and upwards, until nothing gets any narrower.
 */
function boundsOf(shown: ReadonlyMap<string, number | null>, sums: readonly Sum[]): ReadonlyMap<string, Bounds> {
  const bounds = new Map<string, Bounds>();
  for (const [id, value] of shown) {
    if (value === null) bounds.set(id, { lower: 0, upper: 100_000 });
    else bounds.set(id, value === 0 ? { lower: 0, upper: 0 } : { lower: value - 2, upper: value + 2 });
  }
  const of = (id: string): Bounds => bounds.get(id) ?? { lower: 0, upper: 100_000 };
  const narrow = (id: string, lower: number, upper: number): boolean => {
    const known = of(id);
    const next = { lower: Math.max(known.lower, lower), upper: Math.min(known.upper, upper) };
    bounds.set(id, next);
    return next.lower > known.lower || next.upper < known.upper;
  };
  for (let found = true; found; ) {
    found = false;
    for (const { total, parts } of sums) {
      const all = { lower: sum(parts.map((id) => of(id).lower)), upper: sum(parts.map((id) => of(id).upper)) };
      found = narrow(total, all.lower, all.upper) || found;
      for (const id of parts) {
        found = narrow(id, of(total).lower - (all.upper - of(id).upper), of(total).upper - (all.lower - of(id).lower)) || found;
      }
    }
  }
  return bounds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const classes = ["improved", "unchanged", "deteriorated"] as const;

/** What adds up to what, as any reader of a page can see. */
function sumsOf(splits: readonly Split[], instrument: Instrument, bars: readonly ScoreBar[]): readonly Sum[] {
  return [
    { total: "baseline", parts: ["n", "notYetDue", "overdue"] },
    { total: "n", parts: classes },
    ...splits.flatMap(({ dimension, groups }) => [
      ...(["n", ...classes] as const).map((what) => ({ total: what, parts: groups.map(({ group }) => groupCell(dimension, group, what)) })),
      ...groups.map(({ group }) => ({
        total: groupCell(dimension, group, "n"),
        parts: classes.map((what) => groupCell(dimension, group, what)),
      })),
    ]),
    { total: "n", parts: ["cases", "notCases"] },
    ...sumsOfScores(instrument, bars),
    { total: "cases", parts: ["recovered", "stillCases"] },
  ];
}

/** Bands, cases and the bars of the distributions are all sums over the same single scores, which no page shows. */
function sumsOfScores(instrument: Instrument, bars: readonly ScoreBar[]): readonly Sum[] {
  const bands = bandsOf(instrument);
  const scores = (when: string, from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `${when} ${from + i}`);
  const { min, max } = instrument.range;
  const every = Array.from({ length: max - min + 1 }, (_, i) => min + i);
  const cells = bands.flatMap((_, before) => bands.map((_, after) => [before, after] as const));
  const where = (test: (before: number, after: number) => boolean) =>
    cells.filter((cell) => test(...cell)).map((cell) => bandCell(...cell));
  return [
    { total: "n", parts: scores("before", min, max) },
    { total: "n", parts: scores("after", min, max) },
    { total: "cases", parts: every.filter((score) => isCase(instrument, score) === true).map((score) => `before ${score}`) },
    ...bars.flatMap(({ from, to }) => [
      { total: `bar before ${from}`, parts: scores("before", from, to) },
      { total: `bar after ${from}`, parts: scores("after", from, to) },
    ]),
    ...bands.flatMap(({ from, to }, band) => [
      { total: bandCell(band), parts: scores("before", from, to) },
      { total: `all to ${band}`, parts: scores("after", from, to) },
      { total: bandCell(band), parts: bands.map((_, after) => bandCell(band, after)) },
      { total: `all to ${band}`, parts: bands.map((_, before) => bandCell(before, band)) },
    ]),
    ...(bands.length === 0 ? [] : [{ total: "n", parts: ["lower band", "same band", "higher band"] }]),
    { total: "lower band", parts: where((before, after) => after < before) },
    { total: "same band", parts: where((before, after) => after === before) },
    { total: "higher band", parts: where((before, after) => after > before) },
  ].filter(({ parts }) => parts.length > 0);
}

describe.each(["anxiety", "depression", "isolation"] as const)("the margins of a place (%s)", (outcome) => {
  it("leave every count from 1 to 7 at least three values that it could have", () => {
    const instrument = instrumentFor(outcome);
    let hiddenSeen = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.nat(1_000_000), (referred, seed) => {
        const { statistic, months } = inventedPlace("icb", inventedStatistic(referred, seed));
        const counts = countsAt({ level: "icb", statistic, months, asOf: "2026-11-01" }, instrument);
        const { unpublished, lines, ...own } = outcomeTable(counts, instrument);
        const sheet = { ...own, lines, unpublished, parent: null, ...subnational };
        const also = hideAcross(new Map([["the place", sheet]]), subnational.hiddenUpTo).get("the place");
        const { cells, hidden } = outcomeCells(counts, instrument, { ...subnational, also });
        const shown = new Map(
          [...cells].map(([id, n]) => {
            const cell = hidden.has(id) || unpublished.has(id) ? null : showCount(n, subnational);
            return [id, cell?.kind === "value" ? cell.value : null] as const;
          }),
        );
        const n = shown.get("n") ?? null;
        const { scores: bars } = discloseChange(counts, {
          instrument,
          profile: subnational,
          n: n === null ? { kind: "suppressed" } : { kind: "value", value: n },
          hidden: new Set(),
        });
        for (const { from, baseline, followUp } of bars) {
          if (baseline.kind === "value") shown.set(`bar before ${from}`, baseline.value);
          if (followUp.kind === "value") shown.set(`bar after ${from}`, followUp.value);
        }
        const bounds = boundsOf(shown, [...sumsOf(counts.splits, instrument, bars), ...lines]);
        for (const [id, n] of cells) {
          const { lower, upper } = bounds.get(id) ?? { lower: 0, upper: 0 };
          expect([id, lower <= n && n <= upper]).toEqual([id, true]);
          if (n < 1 || n > 7) continue;
          hiddenSeen += 1;
          expect([id, n, shown.get(id), upper - lower >= 2]).toEqual([id, n, null, true]);
        }
      }),
      { numRuns: 100 },
    );
    expect(hiddenSeen).toBeGreaterThan(100);
  }, 120_000);
});
