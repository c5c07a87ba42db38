import type { Cells, Line } from "./hide-cells.ts";

/** The counts of one table of one place with what they add up to, and its place in the hierarchy. */
export type Sheet = {
  /** The place above, `null` for the one that stands under nothing. */
  readonly parent: string | null;
  readonly cells: Cells;
  readonly lines: readonly Line[];
  /** Cells that are not published at all. */
  readonly unpublished: ReadonlySet<string>;
  /** Cells that are never given up for another one of the same place; for the same cell of another place they are. */
  readonly kept: ReadonlySet<string>;
  /** Cells of which more is published than counts, such as bars and averages of the same scores. */
  readonly toldBesides?: ReadonlySet<string>;
  /** Counts from 1 to this are never shown here; 0 hides none for its own sake. */
  readonly hiddenUpTo: number;
  /** Counts are shown to the nearest multiple of this. */
  readonly roundTo: number;
  /** Cells to be hidden whatever their count: those of an earlier publication of the same people. */
  readonly hidden?: ReadonlySet<string>;
};

/**
 * The cells that must not be shown when every place of a generation is read side by side, by place. Besides what {@link hideCells} asks of one
 * place, what a place shows minus what those below it show must not come to a few people: then the same cell is given up by the smallest of
 * its neighbours that has people in it, and where there is none, by the place above; of a place whose counts are exact only where it is a small one.
 *
 * Laws: every count of 1 to its place's `hiddenUpTo` is named; of every total that is shown the hidden parts are at least two and hold more
 * than `fewest` people together, or all that could be given up is; naming the result as `hidden` and asking again names no other; the order
 * in which places are given does not matter. The work grows with the number of cells.
 */
export function hideAcross(sheets: ReadonlyMap<string, Sheet>, fewest: number): ReadonlyMap<string, ReadonlySet<string>> {
  const ledger = new Ledger(sheets, fewest);
  ledger.hideSmall();
  ledger.settle();
  while (ledger.loosen()) ledger.settle();
  return ledger.hiddenByPlace();
}

/** A line over cells by their numbers. */
type Sum = { readonly total: number; readonly parts: readonly number[]; readonly shares: boolean; readonly isWithin: boolean };

/** How far each cell is known, by its number. */
type Bounds = { readonly lower: Float64Array; readonly upper: Float64Array };
type Bound = { readonly cell: number; readonly up: boolean };

/** The largest count that may be given up, how many bounds are looked behind for one, and the largest where counts are exact. */
type Giving = { readonly most: number; readonly behind: number; readonly exact: number };

/** People more than asked for that are left open, because solving all sums together narrows further than drawing bounds through one after another. */
const margin = 5;

/**
 * For that margin alone nothing larger is given up: what a whole board is read by would otherwise go for a few people far below, who are hidden well
 * enough by what the rule itself asks for. For a cell of which more is told than counts the margin is asked for as the rule is.
 */
const largestForMargin = 30;

/** How many bounds are looked behind for a cell to give up for the margin. */
const lookedBehind = 100;

/** The largest of England's exact counts that is given up where it would tell of a few people below, unless nothing else would do: a larger one mostly holds too many to tell. */
const largestGivenUp = 30;

const everything: Giving = { most: Number.POSITIVE_INFINITY, behind: Number.POSITIVE_INFINITY, exact: largestGivenUp };
const little: Giving = { most: largestForMargin, behind: lookedBehind, exact: -1 };
const atLast: Giving = { ...everything, exact: 40 };

/** How often each sum is looked at, on average, before what it could still narrow is left to the reader. */
const passes = 60;

/** Draws bounds through one sum, downwards and upwards; the cells that it narrowed. */
function narrow({ total, parts }: Sum, { lower, upper }: Bounds): readonly number[] {
  const narrowed: number[] = [];
  const to = (cell: number, from: number, until: number) => {
    if (from <= (lower[cell] ?? 0) && until >= (upper[cell] ?? 0)) return;
    lower[cell] = Math.max(lower[cell] ?? 0, from);
    upper[cell] = Math.min(upper[cell] ?? 0, until);
    narrowed.push(cell);
  };
  let [least, most, open] = [0, 0, 0];
  for (const part of parts) {
    least += lower[part] ?? 0;
    if (upper[part] === Number.POSITIVE_INFINITY) open += 1;
    else most += upper[part] ?? 0;
  }
  to(total, least, open > 0 ? Number.POSITIVE_INFINITY : most);
  const [from, until] = [lower[total] ?? 0, upper[total] ?? 0];
  for (const part of parts) {
    const [low, high] = [lower[part] ?? 0, upper[part] ?? 0];
    const isOpen = high === Number.POSITIVE_INFINITY;
    const others = open - (isOpen ? 1 : 0) > 0 ? Number.POSITIVE_INFINITY : most - (isOpen ? 0 : high);
    to(part, from - others, until - (least - low));
  }
  return narrowed;
}

/** Cells numbered across places, so that a nation's tables fit into a few arrays. */
class Ledger {
  readonly #places: readonly string[];
  readonly #numbers: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly #counts: number[] = [];
  readonly #hidden: boolean[] = [];
  readonly #hiddenUpTo: number[] = [];
  readonly #roundTo: number[] = [];
  readonly #unpublished: boolean[] = [];
  readonly #kept: boolean[] = [];
  readonly #toldBesides: boolean[] = [];
  readonly #sums: Sum[] = [];
  readonly #sumsOf: number[][] = [];
  readonly #waiting: number[] = [];
  readonly #isWaiting: boolean[] = [];
  readonly #fewest: number;

  constructor(sheets: ReadonlyMap<string, Sheet>, fewest: number) {
    this.#fewest = fewest;
    this.#places = [...sheets.keys()].sort();
    const numbers = new Map<string, ReadonlyMap<string, number>>();
    for (const place of this.#places) {
      const sheet = sheets.get(place);
      if (sheet !== undefined) numbers.set(place, this.#take(sheet));
    }
    this.#numbers = numbers;
    for (const place of this.#places) this.#addLines(sheets.get(place), numbers.get(place));
    this.#addHierarchy(sheets);
  }

  #take({ cells, unpublished, kept, toldBesides, hidden, hiddenUpTo, roundTo }: Sheet): ReadonlyMap<string, number> {
    const numbers = new Map<string, number>();
    for (const [id, n] of cells) {
      numbers.set(id, this.#counts.length);
      this.#counts.push(n);
      this.#hidden.push(hidden?.has(id) === true);
      this.#unpublished.push(unpublished.has(id));
      this.#kept.push(kept.has(id));
      this.#toldBesides.push(toldBesides?.has(id) === true);
      this.#hiddenUpTo.push(hiddenUpTo);
      this.#roundTo.push(roundTo);
      this.#sumsOf.push([]);
    }
    return numbers;
  }

  #addLines(sheet: Sheet | undefined, numbers: ReadonlyMap<string, number> | undefined): void {
    for (const { total, parts, shares } of sheet?.lines ?? []) {
      const at = numbers?.get(total);
      const known = parts.flatMap((id) => numbers?.get(id) ?? []);
      if (at !== undefined) this.#add({ total: at, parts: known, shares, isWithin: true });
    }
  }

  /**
   * A cell that a place does not have counts nobody there, and is seen to. Where the places below do not come to the one above, they are not told
   * apart by it at all, as practices are not by what is followed month by month for boards alone.
   */
  #addHierarchy(sheets: ReadonlyMap<string, Sheet>): void {
    const below = Map.groupBy(this.#places, (place) => sheets.get(place)?.parent ?? "");
    for (const [parent, children] of below) {
      for (const [id, total] of this.#numbers.get(parent) ?? []) {
        const parts = children.flatMap((child) => this.#numbers.get(child)?.get(id) ?? []);
        if (parts.reduce((sum, part) => sum + this.#count(part), 0) !== this.#count(total)) continue;
        this.#add({ total, parts: parts.toSorted((a, b) => this.#count(a) - this.#count(b)), shares: false, isWithin: false });
      }
    }
  }

  #add(sum: Sum): void {
    const at = this.#sums.push(sum) - 1;
    for (const cell of [sum.total, ...sum.parts]) this.#sumsOf[cell]?.push(at);
    this.#waiting.push(at);
    this.#isWaiting.push(true);
  }

  #count(cell: number): number {
    return this.#counts[cell] ?? 0;
  }

  #isSmall(n: number, cell: number): boolean {
    return n >= 1 && n <= (this.#hiddenUpTo[cell] ?? 0);
  }

  /** Where no count is hidden for its own sake, none but a small one is given up for another's: the places below give way. */
  #isExact(cell: number): boolean {
    return this.#hiddenUpTo[cell] === 0 && this.#count(cell) > largestGivenUp;
  }

  #isUnseen(cell: number): boolean {
    return this.#hidden[cell] === true || this.#unpublished[cell] === true;
  }

  #hide(cell: number): void {
    if (this.#hidden[cell] === true) return;
    this.#hidden[cell] = true;
    for (const at of this.#sumsOf[cell] ?? []) {
      if (this.#isWaiting[at] === true) continue;
      this.#isWaiting[at] = true;
      this.#waiting.push(at);
    }
  }

  hideSmall(): void {
    for (const [cell, n] of this.#counts.entries()) if (this.#isSmall(n, cell)) this.#hide(cell);
    for (const { total, parts, shares } of this.#sums) {
      if (!shares) continue;
      for (const part of parts) if (this.#isSmall(this.#count(total) - this.#count(part), part)) this.#hide(part);
    }
  }

  settle(): void {
    for (let next = 0; next < this.#waiting.length; next++) {
      const at = this.#waiting[next] ?? 0;
      this.#isWaiting[at] = false;
      const sum = this.#sums[at];
      if (sum !== undefined) this.#protect(sum);
    }
  }

  #protect({ total, parts, shares, isWithin }: Sum): void {
    if (shares && this.#hidden[total] === true) for (const part of parts) this.#hide(part);
    for (;;) {
      const unseen = parts.filter((part) => this.#isUnseen(part));
      if (this.#isProtected(total, unseen)) return;
      const chosen = this.#choose(total, parts, isWithin);
      if (chosen === undefined) return;
      this.#hide(chosen);
    }
  }

  /**
   * Two that are unseen protect each other if they hold enough people between them; what is merely unpublished needs no protection, nor does nobody, hidden with
   * the total that they would be a share of: that it is nobody may be known.
   */
  #isProtected(total: number, unseen: readonly number[]): boolean {
    const isGuarded = (cell: number) => this.#hidden[cell] === true && this.#count(cell) > 0;
    if (this.#isUnseen(total)) return !isGuarded(total) || unseen.length > 0;
    if (!unseen.some(isGuarded)) return true;
    return unseen.length > 1 && unseen.reduce((sum, part) => sum + this.#count(part), 0) > this.#fewest;
  }

  #choose(total: number, parts: readonly number[], isWithin: boolean): number | undefined {
    const spare = parts.filter((part) => !this.#isUnseen(part) && !(isWithin && this.#kept[part] === true));
    const people = spare.find((part) => this.#count(part) > 0);
    if (people !== undefined) return people;
    if (isWithin) return spare.length > 0 && parts.filter((part) => this.#isUnseen(part)).length < 2 ? spare[0] : undefined;
    return this.#isUnseen(total) || this.#isExact(total) ? undefined : total;
  }

  /** Hides what lets a small count be narrowed too far by drawing bounds through all sums; `false` when nothing does. */
  loosen(): boolean {
    const bounds = this.#bounds();
    let found = false;
    for (const [cell, n] of this.#counts.entries()) {
      const left = (bounds.upper[cell] ?? 0) - (bounds.lower[cell] ?? 0) - this.#fewest;
      if (!this.#isSmall(n, cell) || left > margin) continue;
      const isAsked = left <= 0 || this.#toldBesides[cell] === true;
      const bound = { cell, up: true };
      const culprit =
        this.#culpritOf(bound, bounds, isAsked ? everything : little) ?? (left < 0 ? this.#culpritOf(bound, bounds, atLast) : undefined);
      if (culprit === undefined) continue;
      this.#hide(culprit);
      found = true;
    }
    return found;
  }

  #bounds(): Bounds {
    const lower = new Float64Array(this.#counts.length);
    const upper = new Float64Array(this.#counts.length).fill(Number.POSITIVE_INFINITY);
    for (const [cell, n] of this.#counts.entries()) {
      if (this.#isUnseen(cell)) continue;
      const step = this.#roundTo[cell] ?? 1;
      const shown = Math.round(n / step) * step;
      const half = shown === 0 ? 0 : Math.floor(step / 2);
      lower[cell] = shown - half;
      upper[cell] = shown + half;
    }
    const waiting = this.#sums.map((_, at) => at);
    const isWaiting = waiting.map(() => true);
    for (let next = 0; next < waiting.length && next < this.#sums.length * passes; next++) {
      const at = waiting[next] ?? 0;
      isWaiting[at] = false;
      const sum = this.#sums[at];
      if (sum === undefined) continue;
      for (const cell of narrow(sum, { lower, upper }))
        for (const touched of this.#sumsOf[cell] ?? []) {
          if (isWaiting[touched] === true) continue;
          isWaiting[touched] = true;
          waiting.push(touched);
        }
    }
    return { lower, upper };
  }

  /**
   * The cell to hide so that a bound gives way: the smallest that is seen in the sums that draw it, or behind cells that are not seen there, the nearest first.
   * What was looked behind already is not again, since bounds draw each other in rings.
   */
  #culpritOf(bound: Bound, bounds: Bounds, giving: Giving): number | undefined {
    const seen = new Set<number>();
    const isNew = ({ cell, up }: Bound) => {
      const before = seen.size;
      return seen.add(cell * 2 + (up ? 1 : 0)).size > before;
    };
    for (let nearest: readonly Bound[] = [bound]; nearest.length > 0 && seen.size < giving.behind; ) {
      const reasons = nearest.filter(isNew).flatMap((each) => this.#reasonsFor(each, bounds).flat());
      const shown = reasons.filter(({ cell }) => !this.#isUnseen(cell) && this.#mayGive(cell, giving));
      const free = shown.filter(({ cell }) => this.#kept[cell] !== true);
      const [first] = (free.length > 0 ? free : shown).toSorted((a, b) => this.#count(a.cell) - this.#count(b.cell) || a.cell - b.cell);
      if (first !== undefined) return first.cell;
      nearest = reasons.filter(({ cell }) => this.#isUnseen(cell));
    }
    return undefined;
  }

  #mayGive(cell: number, { most, exact }: Giving): boolean {
    return this.#count(cell) > 0 && this.#count(cell) <= (this.#hiddenUpTo[cell] === 0 ? exact : most);
  }

  /** The bounds from which a bound follows, for every sum that draws it as tight as it is. Nobody is fewer than none: such a bound follows from nothing. */
  #reasonsFor({ cell, up }: Bound, bounds: Bounds): readonly (readonly Bound[])[] {
    const known = (bound: Bound) => (bound.up ? bounds.upper : bounds.lower)[bound.cell] ?? 0;
    const own = known({ cell, up });
    return (this.#sumsOf[cell] ?? []).flatMap((at) => {
      const sum = this.#sums[at];
      if (sum === undefined) return [];
      const reasons =
        sum.total === cell
          ? sum.parts.map((part): Bound => ({ cell: part, up }))
          : [...sum.parts.filter((part) => part !== cell).map((part): Bound => ({ cell: part, up: !up })), { cell: sum.total, up }];
      const end = reasons.reduce((total, reason) => total + known(reason) * (reason.up === up ? 1 : -1), 0);
      return end === own ? [reasons.filter((reason) => reason.up || known(reason) > 0)] : [];
    });
  }

  hiddenByPlace(): ReadonlyMap<string, ReadonlySet<string>> {
    const named = [...this.#numbers].map(([place, numbers]) => {
      const hidden = [...numbers].filter(([, cell]) => this.#hidden[cell] === true).map(([id]) => id);
      return [place, new Set(hidden)] as const;
    });
    return new Map(named);
  }
}
