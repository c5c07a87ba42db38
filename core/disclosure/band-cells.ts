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

/** The name of the cell of people who began in one band and were in a higher one at follow-up, or in a lower one: several cells of its row together, which no page shows. */
function movedCell(before: number, move: Exclude<Move, "same band">): string {
  return `${move} than ${before}`;
}

/** Whether a cell of the table is one that no page shows. */
export function isUnshownBand(id: string): boolean {
  return id.includes(" band than ");
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
  for (const id of [...bands.map((_, index) => bandCell(index)), ...moves, ...movedRows(bands).map(({ id }) => id)]) cells.set(id, 0);
  const add = (id: string, n: number) => void cells.set(id, (cells.get(id) ?? 0) + n);
  for (const { baseline, followUp, n } of pairs) {
    const [before, after] = [bandAt(bands, baseline), bandAt(bands, followUp)];
    for (const id of [bandCell(before), bandCell(before, after), moveOf(before, after)]) add(id, n);
  }
  for (const { id, parts } of movedRows(bands)) for (const part of parts) add(id, cells.get(part) ?? 0);
  return cells;
}

/** The place of the band that holds a score. */
export function bandAt(bands: readonly Band[], score: number): number {
  return Math.max(
    0,
    bands.findLastIndex(({ from }) => from <= score),
  );
}

/** The bands at follow-up that are higher than the one at the start, or lower, where they are two or more: one alone is a cell of the table itself. */
function movedRows(
  bands: readonly Band[],
): readonly { readonly before: number; readonly move: Move; readonly id: string; readonly parts: readonly string[] }[] {
  return bands.flatMap((_, before) =>
    (["lower band", "higher band"] as const).flatMap((move) => {
      const parts = bands.flatMap((_, after) => (moveOf(before, after) === move ? [bandCell(before, after)] : []));
      return parts.length < 2 ? [] : [{ before, move, id: movedCell(before, move), parts }];
    }),
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
    ...movedLines(bands, line),
    ...moves.map((move) =>
      line(
        move,
        pairs.filter((pair) => moveOf(...pair) === move).map((pair) => bandCell(...pair)),
      ),
    ),
    ...caseLines(bands, instrument, line),
  ];
}

/**
 * The table once more with what is above and below its diagonal in each row as one: where counts are exact, all who went up less the rows that are shown would tell
 * the rest of a hidden row, which no line of the table by itself says.
 */
function movedLines(bands: readonly Band[], line: (total: string, parts: readonly string[]) => Line): readonly Line[] {
  const rows = movedRows(bands);
  const partsOf = (before: number, move: Move) => {
    const row = rows.find((each) => each.before === before && each.move === move);
    if (row !== undefined) return [row.id];
    return bands.flatMap((_, after) => (moveOf(before, after) === move ? [bandCell(before, after)] : []));
  };
  if (rows.length === 0) return [];
  const all = bands.map((_, before) => before);
  return [
    ...rows.map(({ id, parts }) => line(id, parts)),
    ...all.map((before) =>
      line(
        bandCell(before),
        moves.flatMap((move) => partsOf(before, move)),
      ),
    ),
    ...(["lower band", "higher band"] as const).map((move) =>
      line(
        move,
        all.flatMap((before) => partsOf(before, move)),
      ),
    ),
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
