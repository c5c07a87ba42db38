import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type HidingRule, hideCells, type Line } from "../../../core/disclosure/hide-cells.ts";

const rule: HidingRule = { hiddenUpTo: 7, unpublished: new Set(), kept: new Set(["n"]) };
const row: Line = { total: "n", parts: ["unchanged", "deteriorated", "improved"], shares: true };

function cellsOf(improved: number, unchanged: number, deteriorated: number) {
  return new Map(Object.entries({ n: improved + unchanged + deteriorated, improved, unchanged, deteriorated }));
}

describe("hiding cells", () => {
  it("hides nothing where every count is large", () => {
    expect(hideCells(cellsOf(40, 30, 12), [row], rule)).toEqual(new Set());
  });

  it("hides a second count beside a single small one, the one that readers need least", () => {
    expect(hideCells(cellsOf(40, 30, 3), [row], rule)).toEqual(new Set(["deteriorated", "unchanged"]));
  });

  it("shows what stands beside a large count that is merely not published", () => {
    const cells = new Map(Object.entries({ n: 60, cases: 40, notCases: 20 }));
    const line: Line = { total: "n", parts: ["notCases", "cases"], shares: true };

    expect(hideCells(cells, [line], { ...rule, unpublished: new Set(["notCases"]) })).toEqual(new Set());
    expect(hideCells(new Map([...cells, ["n", 43], ["notCases", 3]]), [line], { ...rule, unpublished: new Set(["notCases"]) })).toEqual(
      new Set(["notCases", "cases"]),
    );
  });

  it("hides a share that leaves only a few people over", () => {
    expect(hideCells(cellsOf(40, 2, 1), [row], rule)).toEqual(new Set(["improved", "unchanged", "deteriorated"]));
  });

  it("gives up a zero rather than the number of people that everything rests on", () => {
    const cells = new Map(Object.entries({ baseline: 103, n: 100, notYetDue: 3, overdue: 0 }));
    const line: Line = { total: "baseline", parts: ["overdue", "notYetDue", "n"], shares: false };

    expect(hideCells(cells, [line], rule)).toEqual(new Set(["notYetDue", "overdue"]));
  });

  it("asks for company for a nobody that was given up for another: who works it out works the other out", () => {
    const cells = crossCells([0, 1, 0, 7, 0, 8, 0, 0, 0, 0, 0, 0], 3, 4);
    const hidden = hideCells(cells, crossing(3, 4), { ...rule, kept: new Set() });

    expect(hidden.has("1:0")).toBe(true);
    expect(["0:0", "2:0"].some((id) => hidden.has(id))).toBe(true);
  });

  it("never leaves a line with a single hidden cell where another can be given up, however lines cross", () => {
    const lines = crossing(3, 4);
    fc.assert(
      fc.property(fc.array(fc.nat(25), { minLength: 12, maxLength: 12 }), (counts) => {
        const cells = crossCells(counts, 3, 4);
        const hidden = hideCells(cells, lines, { ...rule, kept: new Set() });
        const alone = lines.filter(({ total, parts }) => [total, ...parts].filter((id) => hidden.has(id)).length === 1);
        expect(alone).toEqual([]);
        for (const [id, n] of cells) if (n >= 1 && n <= 7) expect(hidden.has(id)).toBe(true);
      }),
    );
  });

  it("hides nothing more when asked again with what it hid", () => {
    const lines = crossing(3, 4);
    fc.assert(
      fc.property(fc.array(fc.nat(25), { minLength: 12, maxLength: 12 }), (counts) => {
        const cells = crossCells(counts, 3, 4);
        const once = hideCells(cells, lines, rule);
        expect(hideCells(cells, lines, { ...rule, unpublished: once }).difference(once)).toEqual(new Set());
      }),
    );
  });
});

const name = (r: number | string, c: number | string) => `${r}:${c}`;

function crossing(rows: number, columns: number): readonly Line[] {
  const across = Array.from({ length: rows }, (_, r) => ({
    total: name(r, "all"),
    parts: range(columns).map((c) => name(r, c)),
    shares: false,
  }));
  const down = Array.from({ length: columns }, (_, c) => ({
    total: name("all", c),
    parts: range(rows).map((r) => name(r, c)),
    shares: false,
  }));
  return [...across, ...down, { total: "n", parts: range(rows).map((r) => name(r, "all")), shares: false }];
}

function crossCells(counts: readonly number[], rows: number, columns: number): ReadonlyMap<string, number> {
  const at = (r: number, c: number) => counts[r * columns + c] ?? 0;
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  return new Map([
    ...range(rows).flatMap((r) => range(columns).map((c) => [name(r, c), at(r, c)] as const)),
    ...range(rows).map((r) => [name(r, "all"), sum(range(columns).map((c) => at(r, c)))] as const),
    ...range(columns).map((c) => [name("all", c), sum(range(rows).map((r) => at(r, c)))] as const),
    ["n", sum(counts)] as const,
  ]);
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, index) => index);
}
