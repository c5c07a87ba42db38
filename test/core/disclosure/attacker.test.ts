import { describe, expect, it } from "vitest";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { outcomeCells } from "../../../core/disclosure/outcome-cells.ts";
import type { OutcomeCounts } from "../../../core/disclosure/outcome-counts.ts";
import { subnational } from "../../../core/disclosure/profile.ts";
import { showCount, showShare } from "../../../core/disclosure/show.ts";

/**
 * Somebody who knows the rule by heart, has every published number of a place, and tries every table that could have led to them.
 * What a hidden number can still be is then exactly what publication has left open.
 */
const largest = 22;
const atLeastOpen = 3;
const instrument = instrumentFor("anxiety");

type Raw = Readonly<Record<string, number>>;

function published(counts: OutcomeCounts, ids: readonly string[]): { readonly signs: readonly string[]; readonly raw: Raw } {
  const { cells, hidden } = outcomeCells(counts, instrument, subnational);
  const shown = (id: string) => (hidden.has(id) ? ({ kind: "suppressed" } as const) : showCount(cells.get(id) ?? 0, subnational));
  const percent = (id: string) =>
    showShare({ part: shown(id), of: shown("n"), exactPart: cells.get(id) ?? 0, exactOf: cells.get("n") ?? 0 }, subnational);
  const signs = ids.flatMap((id) => [JSON.stringify(shown(id)), JSON.stringify(percent(id))]);
  return { signs, raw: Object.fromEntries(ids.map((id) => [id, cells.get(id) ?? 0])) };
}

/** For each publication and each number hidden in it, how many values it can still have; tables at the edge of the search are left out. */
function openValues(tables: Iterable<OutcomeCounts>, ids: readonly string[]): readonly number[] {
  const byPublication = new Map<string, { readonly signs: readonly string[]; readonly raws: Raw[] }>();
  for (const table of tables) {
    const { signs, raw } = published(table, ids);
    const known = byPublication.get(signs.join()) ?? { signs, raws: [] };
    byPublication.set(signs.join(), known);
    known.raws.push(raw);
  }
  return [...byPublication.values()]
    .filter(({ raws }) => raws.every((raw) => ids.slice(1).every((id) => (raw[id] ?? 0) < largest - 1)))
    .flatMap(({ signs, raws }) =>
      ids.flatMap((id, index) => (signs[2 * index]?.includes("suppressed") ? [new Set(raws.map((raw) => raw[id])).size] : [])),
    );
}

function* everyTriple(): Generator<readonly [number, number, number]> {
  for (let a = 0; a <= largest; a++) for (let b = 0; b <= largest; b++) for (let c = 0; c <= largest; c++) yield [a, b, c];
}

const empty: OutcomeCounts = { pairs: [], splits: [], notYetDue: 0, overdue: 0 };

describe("an attacker who knows the rule", () => {
  it("cannot narrow a hidden number of improved, unchanged or deteriorated people to fewer than three values", () => {
    const tables = everyTriple().map(([improved, unchanged, deteriorated]) => ({
      ...empty,
      pairs: [
        { baseline: 7, followUp: 0, n: improved },
        { baseline: 7, followUp: 7, n: unchanged },
        { baseline: 7, followUp: 14, n: deteriorated },
      ],
    }));

    const open = openValues(tables, ["n", "improved", "unchanged", "deteriorated"]);

    expect(open.length).toBeGreaterThan(15);
    expect(Math.min(...open)).toBeGreaterThanOrEqual(atLeastOpen);
  });

  it("cannot narrow a hidden number of people not yet due or overdue to fewer than three values", () => {
    const tables = everyTriple().map(([followedUp, notYetDue, overdue]) => ({
      pairs: [{ baseline: 7, followUp: 7, n: followedUp }],
      splits: [],
      notYetDue,
      overdue,
    }));

    const open = openValues(tables, ["baseline", "n", "notYetDue", "overdue"]);

    expect(open.length).toBeGreaterThan(15);
    expect(Math.min(...open)).toBeGreaterThanOrEqual(atLeastOpen);
  });

  it("cannot narrow a hidden number of cases or of those recovered to fewer than three values", () => {
    const tables = everyTriple().map(([recovered, stillCases, notCases]) => ({
      ...empty,
      pairs: [
        { baseline: 10, followUp: 7, n: recovered },
        { baseline: 10, followUp: 10, n: stillCases },
        { baseline: 7, followUp: 7, n: notCases },
      ],
    }));

    const open = openValues(tables, ["n", "cases", "recovered"]);

    expect(open.length).toBeGreaterThan(15);
    expect(Math.min(...open)).toBeGreaterThanOrEqual(atLeastOpen);
  });
});
