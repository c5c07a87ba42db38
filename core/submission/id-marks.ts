/** How an id stands when it is told: for the first time, again with the same content, or with another. */
export type IdStanding = "new" | "same" | "other";

/** Hears every id with what it stands for, each in pieces, which need not be put together; and whether it is the last of its record, as which the record is counted. */
export type IdNotes = { readonly note: (id: readonly string[], content: readonly string[], isLast: boolean) => void };

/** Says how one id after the other stands, in the order in which they were told. */
export type IdStandings = { readonly next: () => IdStanding };

/** Four words of 32 bits: two of the id's hash, one of its content's, and the {@link placeOf} its telling. */
export const wordsToAMark = 4;

/** Two words that nobody outside knows: a mark written down says nothing to those who find it. */
export type MarkSeed = readonly [number, number];

/** Where a telling stands among all of them, and whether it is its record's last. */
export function placeOf(telling: number, isLast: boolean): number {
  return telling * 2 + (isLast ? 1 : 0);
}

/** The telling that a place is of. */
export function tellingAt(place: number): number {
  return Math.floor(place / 2);
}

/** Whether it is the last of its record. */
export function isLastAt(place: number): boolean {
  return place % 2 === 1;
}

/** Two words of hash: one object for all that are read, since there are some for every row of a file. */
export type Hash = { high: number; low: number };

/** What stands between the pieces of an id: a character that no rule lets into one. */
const between = 1;

/** Two hashes of 32 bits in one reading, after MurmurHash3: multiplied, turned, and mixed at the end. */
export function readHash(pieces: readonly string[], [first, second]: MarkSeed, into: Hash): void {
  let high = first;
  let low = second;
  for (let piece = 0; piece < pieces.length; piece += 1) {
    const text = pieces[piece] ?? "";
    for (let at = 0; at <= text.length; at += 1) {
      const code = at === text.length ? between : text.charCodeAt(at);
      high = (Math.imul(turned(high ^ Math.imul(code, 0xcc9e2d51), 13), 5) + 0xe6546b64) | 0;
      low = (Math.imul(turned(low ^ Math.imul(code, 0x85ebca77), 17), 0x9e3779b1) + code) | 0;
    }
  }
  into.high = mixed(high ^ turned(low, 11));
  into.low = mixed(low ^ into.high);
}

function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Finds among marks, in the order of their telling, those whose id was told before. `firsts` is room to work in: a power of two of words, all nothing, more than there
 * are marks. Of n different ids two are taken for one with a chance of n² in 2^65: of fifteen million, six in a million.
 */
export function tellRepeated(marks: Uint32Array, firsts: Uint32Array, tell: (place: number, standing: "same" | "other") => void): void {
  const last = firsts.length - 1;
  for (let at = 0; at < marks.length; at += wordsToAMark) {
    let slot = (marks[at + 1] ?? 0) & last;
    let first = firstIn(firsts, slot);
    while (first !== -1 && !isSameId(marks, first, at)) {
      slot = (slot + 1) & last;
      first = firstIn(firsts, slot);
    }
    if (first === -1) firsts[slot] = at + 1;
    else tell(marks[at + 3] ?? 0, marks[first + 2] === marks[at + 2] ? "same" : "other");
  }
}

function firstIn(firsts: Uint32Array, slot: number): number {
  return (firsts[slot] ?? 0) - 1;
}

function isSameId(marks: Uint32Array, one: number, other: number): boolean {
  return marks[one] === marks[other] && marks[one + 1] === marks[other + 1];
}
