/** What is known of an id: nothing yet, the same content, or another. */
export type IdStanding = "new" | "same" | "other";

/** Remembers ids with what they stand for. Each is told in pieces, which need not be put together. */
export type ToldIds = { readonly note: (id: readonly string[], content: readonly string[]) => IdStanding };

/** Two words of 32 bits: one place for all hashes of a book, since there is one for every row of a file. */
type Hash = { high: number; low: number };
type Shelf = { entries: Uint32Array; size: number };

const shelves = 64;
const shelfBits = 6;
const firstPlaces = 64;
const growth = 1.4;
const fullest = 0.85;
const wordsToAnEntry = 3;
const wordLimit = 2 ** 32;

/**
 * Remembers ids by hashes: 12 bytes to each, and at most 20 with the room to grow, whatever their length, so that ten million of them take at most 200 MB. An id is
 * 64 bits of hash and its content 32: of ten million different ids, two are taken for one with a chance of three in a million.
 */
export function toldIds(): ToldIds {
  const shelved = Array.from({ length: shelves }, (): Shelf => ({ entries: new Uint32Array(firstPlaces * wordsToAnEntry), size: 0 }));
  const hash: Hash = { high: 0, low: 0 };
  return {
    note(id, content) {
      readHash(content, hash);
      const { low: stands } = hash;
      readHash(id, hash);
      const shelf = shelved[hash.high >>> (32 - shelfBits)];
      if (shelf === undefined) throw new TypeError("note requires a shelf for every hash");
      if (shelf.size >= (shelf.entries.length / wordsToAnEntry) * fullest) grow(shelf);
      return noted(shelf, hash, stands);
    },
  };
}

function noted(shelf: Shelf, hash: Hash, content: number): IdStanding {
  const at = placeOf(shelf.entries, hash);
  const { entries } = shelf;
  if (isFree(entries, at)) {
    entries[at] = hash.high;
    entries[at + 1] = hash.low;
    entries[at + 2] = content;
    shelf.size += 1;
    return "new";
  }
  return entries[at + 2] === content ? "same" : "other";
}

/** Where an id stands, or the free place where it belongs. */
function placeOf(entries: Uint32Array, { high, low }: Hash): number {
  const places = entries.length / wordsToAnEntry;
  for (let place = Math.floor((low / wordLimit) * places); ; place = place + 1 === places ? 0 : place + 1) {
    const at = place * wordsToAnEntry;
    if (isFree(entries, at) || (entries[at] === high && entries[at + 1] === low)) return at;
  }
}

function isFree(entries: Uint32Array, at: number): boolean {
  return entries[at] === 0 && entries[at + 1] === 0;
}

function grow(shelf: Shelf): void {
  const { entries } = shelf;
  const larger = new Uint32Array(Math.ceil((entries.length / wordsToAnEntry) * growth) * wordsToAnEntry);
  for (let at = 0; at < entries.length; at += wordsToAnEntry) {
    if (isFree(entries, at)) continue;
    const to = placeOf(larger, { high: entries[at] ?? 0, low: entries[at + 1] ?? 0 });
    for (let word = 0; word < wordsToAnEntry; word += 1) larger[to + word] = entries[at + word] ?? 0;
  }
  shelf.entries = larger;
}

/** What stands between the pieces of an id: a character that no rule lets into one. */
const between = 1;

/** Two hashes of 32 bits in one reading, after MurmurHash3: multiplied, turned, and mixed at the end. Never both nothing, which marks a free place. */
function readHash(pieces: readonly string[], into: Hash): void {
  let high = 0x9747b28c;
  let low = 0x3c6ef372;
  for (let piece = 0; piece < pieces.length; piece += 1) {
    const text = pieces[piece] ?? "";
    for (let at = 0; at <= text.length; at += 1) {
      const code = at === text.length ? between : text.charCodeAt(at);
      high = Math.imul(turned(high ^ Math.imul(code, 0xcc9e2d51), 13), 5) + 0xe6546b64;
      low = Math.imul(turned(low ^ Math.imul(code, 0x85ebca77), 17), 0x9e3779b1) + code;
    }
  }
  into.high = mixed(high ^ turned(low, 11));
  into.low = mixed(low ^ high);
  if (into.high === 0 && into.low === 0) into.low = 1;
}

function turned(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
