import type { Instrument } from "../instruments/instrument.ts";
import type { PairCount } from "../statistics/paired-change.ts";
import type { Line } from "./hide-cells.ts";
import { isCase } from "./measure-of.ts";

/** A severity band of an instrument with the scores it reaches over, both included. */
export type Band = { readonly label: string; readonly from: number; readonly to: number };

/** The bands of an instrument, lowest scores first; empty where none are published. */
export function bandsOf({ bands, range, scoring }: Pick<Instrument, "bands" | "range" | "scoring">): readonly Band[] {
  const list = bands?.list ?? [];
  const scores = scoring.method === "sum" && scoring.metric !== undefined && "table" in scoring.metric ? scoring.metric.table : [];
  const before = (next: number) => scores.findLast(([, score]) => score < next)?.[1] ?? next - 1;
  return list.map(({ from, label }, index) => {
    const next = list[index + 1];
    return { label, from, to: next === undefined ? range.max : before(next.from) };
  });
}

/** The name of the cell of people who began in one band and were in another at follow-up; of all who began in the first without a second. */
export function bandCell(before: number, after?: number): string {
  return after === undefined ? `band ${before}` : `band ${before} to ${after}`;
}

const moves = ["same band", "higher band", "lower band"] as const;
type Move = (typeof moves)[number];

function moveOf(before: number, after: number): Move {
  if (after === before) return "same band";
  return after < before ? "lower band" : "higher band";
}

/** Every count of the table of bands. */
export function bandCells(pairs: readonly PairCount[], instrument: Instrument): ReadonlyMap<string, number> {
  const bands = bandsOf(instrument);
  const cells = new Map<string, number>();
  if (bands.length === 0) return cells;
  for (const [before, after] of everyPair(bands)) cells.set(bandCell(before, after), 0);
  for (const id of [...bands.map((_, index) => bandCell(index)), ...moves]) cells.set(id, 0);
  const add = (id: string, n: number) => void cells.set(id, (cells.get(id) ?? 0) + n);
  for (const { baseline, followUp, n } of pairs) {
    const [before, after] = [bandAt(bands, baseline), bandAt(bands, followUp)];
    for (const id of [bandCell(before), bandCell(before, after), moveOf(before, after)]) add(id, n);
  }
  return cells;
}

/** The place of the band that holds a score. */
export function bandAt(bands: readonly Band[], score: number): number {
  return Math.max(
    0,
    bands.findLastIndex(({ from }) => from <= score),
  );
}

function everyPair(bands: readonly Band[]): readonly (readonly [before: number, after: number])[] {
  return bands.flatMap((_, before) => bands.map((_, after) => [before, after] as const));
}

/**
 * What the counts of the table add up to. Columns have no total: what the distribution of scores at follow-up tells of them is known to within
 * the rounding of several bars, which leaves more open than the rule asks for. Where no band holds both cases and others, cases and the recovered
 * are sums of bands, and are published.
 */
export function bandLines(cells: ReadonlyMap<string, number>, instrument: Instrument): readonly Line[] {
  const bands = bandsOf(instrument);
  if (bands.length === 0) return [];
  const smallestFirst = (ids: readonly string[]) => ids.toSorted((a, b) => (cells.get(a) ?? 0) - (cells.get(b) ?? 0));
  const line = (total: string, parts: readonly string[], shares = false): Line => ({ total, parts: smallestFirst(parts), shares });
  const all = bands.map((_, index) => index);
  const pairs = everyPair(bands);
  return [
    line(
      "n",
      all.map((band) => bandCell(band)),
      true,
    ),
    { total: "n", parts: moves, shares: true },
    ...all.map((before) =>
      line(
        bandCell(before),
        all.map((after) => bandCell(before, after)),
        true,
      ),
    ),
    ...moves.map((move) =>
      line(
        move,
        pairs.filter((pair) => moveOf(...pair) === move).map((pair) => bandCell(...pair)),
      ),
    ),
    ...caseLines(bands, instrument, line),
  ];
}

function caseLines(
  bands: readonly Band[],
  instrument: Instrument,
  line: (total: string, parts: readonly string[]) => Line,
): readonly Line[] {
  const kinds = bands.map(({ from, to }) => [isCase(instrument, from), isCase(instrument, to)] as const);
  if (kinds.some(([first, last]) => first === null || first !== last)) return [];
  const isCaseBand = (band: number) => kinds[band]?.[0] === true;
  const [cases, others] = [bands.map((_, index) => index).filter(isCaseBand), bands.map((_, index) => index).filter((i) => !isCaseBand(i))];
  const between = (after: readonly number[]) => cases.flatMap((from) => after.map((to) => bandCell(from, to)));
  return [
    line(
      "cases",
      cases.map((band) => bandCell(band)),
    ),
    line("n", ["cases", ...others.map((band) => bandCell(band))]),
    line("recovered", between(others)),
    line("cases", ["recovered", ...between(cases)]),
  ];
}
