import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { hideTable, tableReader } from "../../../core/disclosure/hide-generation.ts";
import type { OutcomeTable } from "../../../core/disclosure/outcome-cells.ts";
import { guardText, parseGuard, tableMark } from "../../../core/night/guard-memory.ts";
import { inventedGeneration } from "../../support/invented-generation.ts";

const name = "anxiety";

function placesOf(seed: number) {
  const read = tableReader({ asOf: "2026-11-01" });
  return inventedGeneration(seed).map(({ code, level, parent, statistics: { statistic, months } }) =>
    read({ code, level, parent, statistic, months }),
  );
}

it("tables that a run left are the tables it had, and the same of them is hidden", () => {
  const places = placesOf(2);
  const had = new Map(places.flatMap(({ code, tables }) => (tables.has(name) ? [[code, tables.get(name) as OutcomeTable] as const] : [])));

  const left = parseGuard(guardText({ places: had, hidden: new Map() })).places;

  expect(left.size).toBeGreaterThan(10);
  expect(left).toEqual(had);
  const again = places.map((place) => ({
    ...place,
    tables: new Map([...left].flatMap(([code, table]) => (code === place.code ? [[name, table]] : []))),
  }));
  expect(hideTable(name, again)).toEqual(hideTable(name, places));
});

it("a table of which more is told than counts is another than one of which it is not, and so is one of other bars", () => {
  const table = placesOf(2)
    .flatMap(({ tables }) => tables.get(name) ?? [])
    .find(({ bars = [] }) => bars.length > 1);
  if (table === undefined) throw new Error("a service requires a table with bars");
  const { toldBesides: _, ...rest } = table;
  const digest = (text: string) => createHash("sha256").update(text).digest("hex");

  expect(tableMark(table, digest)).not.toBe(tableMark(rest, digest));
  expect(tableMark({ ...table, bars: table.bars?.slice(1) ?? [] }, digest)).not.toBe(tableMark(table, digest));
});
