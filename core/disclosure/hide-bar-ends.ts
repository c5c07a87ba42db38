import type { Bar } from "./merge-bars.ts";
import { joinedUnless } from "./score-bars.ts";

/** The bars of one outcome at one place as they would be shown, and its place in the hierarchy. */
export type BarSheet = {
  /** The place above, `null` for the one that stands under nothing. */
  readonly parent: string | null;
  /** Bars of scores before and after; none where no distribution is shown. */
  readonly bars: readonly Bar[];
  /** It is shown that nobody is counted here. */
  readonly isEmpty: boolean;
  /** Counts are shown to the nearest multiple of this. */
  readonly roundTo: number;
};

/**
 * The scores at which a place must not let a bar begin, by place. Between two of its ends lie so many people; less those of whom the bars below say that they lie there, some are left, who are
 * of the places that show no such bar. Where no more than `most` can be left, a count of theirs is known to be no more, which they cannot see by themselves: so the place above joins two bars.
 *
 * Laws: it follows from what is shown alone; asking again with the bars joined names no other; the order in which places are given does not matter. The work
 * grows with the number of places, and with the square of the number of scores.
 */
export function hideBarEnds(sheets: ReadonlyMap<string, BarSheet>, most: number): ReadonlyMap<string, readonly number[]> {
  const below = Map.groupBy([...sheets.keys()].sort(), (code) => sheets.get(code)?.parent ?? "");
  const stretches = stretchesOf(sheets.values());
  const found = new Map<string, readonly number[]>();
  const read = (code: string): Told => {
    const sheet = sheets.get(code) ?? nothing;
    const children = (below.get(code) ?? []).map(read);
    const beneath = children.length === 0 ? null : stretches.together(children);
    const ends = beneath === null ? [] : stretches.endsToHide(sheet, { beneath, most });
    if (ends.length > 0) found.set(code, ends);
    return stretches.told(joinedAt(sheet, ends), beneath);
  };
  for (const [code, { parent }] of sheets) if (parent === null || !sheets.has(parent)) read(code);
  return found;
}

/** What bars tell of a place and those below it: of every stretch of scores, how many lie there at least, before and after, and whether it is shown how many do. */
type Told = { readonly least: readonly Int32Array[]; readonly isSeen: Uint8Array };

const nothing: BarSheet = { parent: null, bars: [], isEmpty: true, roundTo: 1 };

/** Before and after. */
const series = [0, 1] as const;

function joinedAt(sheet: BarSheet, ends: readonly number[]): BarSheet {
  return { ...sheet, bars: joinedUnless(sheet.bars, (score) => !ends.includes(score)) };
}

function stretchesOf(sheets: Iterable<BarSheet>): Stretches {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { bars } of sheets) {
    from = Math.min(from, bars[0]?.from ?? from);
    to = Math.max(to, bars.at(-1)?.to ?? to);
  }
  return new Stretches(from, Math.max(0, to - from + 2));
}

/** Every stretch from one score to before another, numbered. */
class Stretches {
  readonly #from: number;
  readonly #width: number;

  constructor(from: number, width: number) {
    this.#from = from;
    this.#width = width;
  }

  #at(from: number, until: number): number {
    return (from - this.#from) * this.#width + until - this.#from;
  }

  /** What is told of several places together. */
  together(places: readonly Told[]): Told {
    const size = this.#width ** 2;
    const least = series.map((one) => {
      const sum = new Int32Array(size);
      for (const told of places) for (let at = 0; at < size; at++) sum[at] = (sum[at] ?? 0) + (told.least[one]?.[at] ?? 0);
      return sum;
    });
    const isSeen = new Uint8Array(size).fill(1);
    for (const told of places) for (let at = 0; at < size; at++) isSeen[at] = (isSeen[at] ?? 0) & (told.isSeen[at] ?? 0);
    return { least, isSeen };
  }

  /** The ends that are joined over, one after another, until none tells of few people. */
  endsToHide(sheet: BarSheet, given: { readonly beneath: Told; readonly most: number }): readonly number[] {
    const ends: number[] = [];
    for (;;) {
      const { bars, roundTo } = joinedAt(sheet, ends);
      const end = worstEnd(bars, this.#telling({ bars, roundTo }, given));
      if (end === undefined) return ends;
      ends.push(end);
    }
  }

  /** Stretches from one end to another that tell of few people. */
  #telling(
    { bars, roundTo }: Pick<BarSheet, "bars" | "roundTo">,
    { beneath: { least, isSeen }, most }: { readonly beneath: Told; readonly most: number },
  ): readonly (readonly [from: number, until: number])[] {
    return bars.flatMap(({ from }, first) => {
      const upper = [0, 0];
      return bars.slice(first).flatMap(({ to, counts }) => {
        for (const one of series) upper[one] = (upper[one] ?? 0) + shownFrom(counts[one], roundTo, 1);
        const at = this.#at(from, to + 1);
        const isTold = (one: number) => {
          const known = least[one]?.[at] ?? 0;
          return known > 0 && (upper[one] ?? 0) - known <= most;
        };
        return isSeen[at] !== 1 && series.some(isTold) ? [[from, to + 1] as const] : [];
      });
    });
  }

  /** What is told of a place by its own bars and by those below it. */
  told({ bars, isEmpty, roundTo }: BarSheet, beneath: Told | null): Told {
    const isSeen = new Uint8Array(this.#width ** 2).fill(isEmpty ? 1 : 0);
    if (!isEmpty && beneath !== null) isSeen.set(beneath.isSeen);
    for (const [first, { from }] of bars.entries()) for (const { to } of bars.slice(first)) isSeen[this.#at(from, to + 1)] = 1;
    const least = series.map((one) => {
      const own = beneath?.least[one] ?? new Int32Array(this.#width ** 2);
      this.#raise(
        own,
        this.#reached(bars, (counts) => shownFrom(counts[one], roundTo, -1)),
      );
      return own;
    });
    return { least, isSeen };
  }

  /** By score, the people of the bars that end before it, and of those that begin before it. */
  #reached(bars: readonly Bar[], count: (counts: Bar["counts"]) => number): Record<"ended" | "begun", readonly number[]> {
    const upTo = (isCounted: (bar: Bar, score: number) => boolean) =>
      Array.from({ length: this.#width }, (_, at) =>
        bars.reduce((sum, bar) => sum + (isCounted(bar, this.#from + at) ? count(bar.counts) : 0), 0),
      );
    return { ended: upTo(({ to }, score) => to < score), begun: upTo(({ from }, score) => from < score) };
  }

  /** Of every stretch at least the people of the bars within it: of those that end by its end, all but those that begin before it. */
  #raise(least: Int32Array, { ended, begun }: Record<"ended" | "begun", readonly number[]>): void {
    for (let from = 0, at = 0; from < this.#width; from++)
      for (let until = 0; until < this.#width; until++, at++)
        least[at] = Math.max(least[at] ?? 0, (ended[until] ?? 0) - (begun[from] ?? 0));
  }
}

/** Of the ends between two bars the one at which the most stretches that tell begin or end; of several the one between the fewest people. */
function worstEnd(bars: readonly Bar[], telling: readonly (readonly [from: number, until: number])[]): number | undefined {
  const often = (end: number) => telling.filter((ends) => ends.includes(end)).length;
  const between = (at: number) => bars.slice(at - 1, at + 1).reduce((sum, { counts }) => sum + Math.min(...counts), 0);
  return bars
    .flatMap(({ from }, at) => (at > 0 && often(from) > 0 ? [{ from, often: often(from), people: between(at) }] : []))
    .toSorted((a, b) => b.often - a.often || a.people - b.people || a.from - b.from)[0]?.from;
}

/** The least or the greatest that a count can be that is shown to the nearest multiple. */
function shownFrom(n = 0, roundTo: number, side: 1 | -1): number {
  return Math.round(n / roundTo) * roundTo + (n === 0 ? 0 : side * Math.floor(roundTo / 2));
}
