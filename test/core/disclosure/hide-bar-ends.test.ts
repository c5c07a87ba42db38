import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BarSheet, hideBarEnds } from "../../../core/disclosure/hide-bar-ends.ts";
import type { Bar } from "../../../core/disclosure/merge-bars.ts";
import { joinedUnless } from "../../../core/disclosure/score-bars.ts";

const most = 11;

type Begun = readonly [from: number, before: number, after: number];

/** Bars that begin at these scores, the last of them ending at 21, with so many people in each before and after. */
function barsOf(...begins: readonly Begun[]): readonly Bar[] {
  return begins.map(([from, ...counts], at) => ({ from, to: (begins[at + 1]?.[0] ?? 22) - 1, counts }));
}

const place = (parent: string | null, bars: readonly Bar[] = [], roundTo = 5): BarSheet => ({ parent, bars, roundTo, isEmpty: false });
const england = (...begins: readonly Begun[]) => place(null, barsOf(...begins), 1);

function endsOf(sheets: Readonly<Record<string, BarSheet>>) {
  return Object.fromEntries(hideBarEnds(new Map(Object.entries(sheets)), most));
}

describe("where a place lets no bar of scores begin", () => {
  it("is the end that it shares with a place below, where the people beside that place's are few", () => {
    const large = place("ENG", barsOf([0, 15, 30], [6, 60, 45], [17, 15, 10]));

    const ends = endsOf({ ENG: england([0, 17, 42], [6, 80, 74], [17, 40, 21]), large, small: place("ENG") });

    expect(ends).toEqual({ ENG: [6] });
  });

  it("is nowhere, where those beside are many, where every place below shows the same ends, and where nobody else is there", () => {
    const large = barsOf([0, 15, 30], [6, 60, 70]);
    const few = england([0, 17, 32], [6, 62, 72]);

    expect(endsOf({ ENG: england([0, 40, 60], [6, 90, 95]), large: place("ENG", large), small: place("ENG") })).toEqual({});
    expect(endsOf({ ENG: few, large: place("ENG", large), small: place("ENG", large) })).toEqual({});
    expect(endsOf({ ENG: few, large: place("ENG", large), small: { ...place("ENG"), isEmpty: true } })).toEqual({});
  });

  it("is also where a place below ends a little earlier: those who are left are fewer still", () => {
    const large = place("ENG", barsOf([0, 15, 30], [5, 60, 70]));

    expect(endsOf({ ENG: england([0, 17, 42], [6, 120, 95]), large, small: place("ENG") })).toEqual({ ENG: [6] });
  });

  it("is found where a place between shows no bars: those below it say how many there are", () => {
    const sheets = {
      ENG: england([0, 17, 42], [6, 80, 74]),
      board: place("ENG"),
      large: place("board", barsOf([0, 15, 30], [6, 60, 60])),
      small: place("board"),
    };

    expect(endsOf(sheets)).toEqual({ ENG: [6] });
  });

  it("is found for people before as for people after, and between two ends as at the first", () => {
    const large = place("ENG", barsOf([0, 30, 30], [6, 15, 15], [9, 30, 30]));

    expect(endsOf({ ENG: england([0, 60, 60], [6, 40, 18], [9, 60, 60]), large, small: place("ENG") })).toEqual({ ENG: [6] });
  });

  it("is asked of the place above and not of one that has shown what it has: one without places below shows all its bars", () => {
    expect(endsOf({ P: place(null, barsOf([0, 8, 9], [4, 9, 8])) })).toEqual({});
  });

  it("is the same however places are given, leaves no two ends that tell of few, and once joined asks for no more", () => {
    fc.assert(
      fc.property(service, (sheets) => {
        const ends = hideBarEnds(sheets, most);
        const joined = new Map([...sheets].map(([code, sheet]) => [code, withoutEnds(sheet, ends.get(code) ?? [])] as const));

        expect(hideBarEnds(new Map([...sheets].toReversed()), most)).toEqual(ends);
        expect(hideBarEnds(joined, most)).toEqual(new Map());
        expect([...joined].flatMap(([code]) => toldBeside(code, joined))).toEqual([]);
      }),
    );
  });

  it("is somewhere in most such services, so that the law is tried", () => {
    const found = fc.sample(service, { numRuns: 100, seed: 5 }).filter((sheets) => hideBarEnds(sheets, most).size > 0);

    expect(found.length).toBeGreaterThan(30);
  });
});

function withoutEnds(sheet: BarSheet, ends: readonly number[]): BarSheet {
  return { ...sheet, bars: joinedUnless(sheet.bars, (score) => !ends.includes(score)) };
}

/** Practices of a network in a country: people at each score, bars wherever eight or more are in each, and places above the sum of those below. */
const service = fc.array(fc.array(fc.nat({ max: 24 }), { minLength: 8, maxLength: 8 }), { minLength: 2, maxLength: 5 }).map((practices) => {
  const sums = practices.reduce((all, scores) => all.map((n, at) => n + (scores[at] ?? 0)));
  const bars = (scores: readonly number[], least: number) => {
    const all = scores.map((n, score) => ({ from: score, to: score, counts: [n, n] }));
    let held = 0;
    const begins = new Set(
      all.flatMap(({ from, counts: [n = 0] }) => {
        const isBegun = held >= least;
        held = isBegun ? n : held + n;
        return isBegun ? [from] : [];
      }),
    );
    const joined = joinedUnless(all, (score) => begins.has(score));
    return joined.every(({ counts: [n = 0] }) => n >= least) ? joined : [];
  };
  const below = practices.map((scores, at) => [`P${at}`, place("U", at === 0 ? [] : bars(scores, 8))] as const);
  return new Map([["ENG", place(null, bars(sums, 10), 1)], ["U", place("ENG", bars(sums, 8))], ...below] as const);
});

/** The stretches of a place of which, less the bars below it that lie in them, so few people are left, found by trying every one. */
function toldBeside(code: string, sheets: ReadonlyMap<string, BarSheet>): readonly string[] {
  const { bars, roundTo } = sheets.get(code) ?? place(null);
  return bars.flatMap(({ from }, first) =>
    bars.slice(first).flatMap(({ to }, more) => {
      const upper = bars.slice(first, first + more + 1).reduce((sum, { counts: [n = 0] }) => sum + known(n, roundTo, 1), 0);
      const beneath = [...sheets.keys()].filter((each) => sheets.get(each)?.parent === code);
      const least = beneath.reduce((sum, each) => sum + leastAt(each, { from, to }, sheets), 0);
      const isWhole = first === 0 && first + more === bars.length - 1;
      const isShown = beneath.every((each) => showsEnds(each, { from, to }, sheets));
      return !isWhole && !isShown && least > 0 && upper - least <= most ? [`${code} ${from} to ${to}`] : [];
    }),
  );
}

type Stretch = Pick<Bar, "from" | "to">;

function leastAt(code: string, { from, to }: Stretch, sheets: ReadonlyMap<string, BarSheet>): number {
  const { bars, roundTo } = sheets.get(code) ?? place(null);
  const own = bars.filter((bar) => bar.from >= from && bar.to <= to).reduce((sum, { counts: [n = 0] }) => sum + known(n, roundTo, -1), 0);
  const beneath = [...sheets.keys()].filter((each) => sheets.get(each)?.parent === code);
  return Math.max(
    own,
    beneath.reduce((sum, each) => sum + leastAt(each, { from, to }, sheets), 0),
  );
}

function showsEnds(code: string, { from, to }: Stretch, sheets: ReadonlyMap<string, BarSheet>): boolean {
  const { bars } = sheets.get(code) ?? place(null);
  const beneath = [...sheets.keys()].filter((each) => sheets.get(each)?.parent === code);
  const isOwn = bars.some((bar) => bar.from === from) && bars.some((bar) => bar.to === to);
  return isOwn || (beneath.length > 0 && beneath.every((each) => showsEnds(each, { from, to }, sheets)));
}

function known(n: number, roundTo: number, side: 1 | -1): number {
  return Math.round(n / roundTo) * roundTo + (n === 0 ? 0 : side * Math.floor(roundTo / 2));
}
