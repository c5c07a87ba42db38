import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type IdNotes,
  type IdStanding,
  type IdStandings,
  isLastAt,
  type MarkSeed,
  placeOf,
  readHash,
  tellingAt,
  tellRepeated,
  wordsToAMark,
} from "../../../core/submission/id-marks.ts";

/** What came out when all ids were told: records that tell again what was told, ids that stand for two things, and how each stands. */
export type SettledIds = { readonly duplicate: number; readonly contested: number; readonly standings: IdStandings };

/** A book of the ids of one file. It is to be closed. */
export type IdBook = IdNotes & { readonly settle: () => SettledIds; readonly close: () => void };

const shelfBits = 7;
const marksToABlock = 1024;
const tellingsAtMost = 2 ** 31;
const standingBits = 2;
const standingsToAByte = 4;
const standingsToAPage = 2 ** 22;
const codes = { same: 1, other: 2 } as const;
const standings: readonly IdStanding[] = ["new", "same", "other"];

/** The marks of ids whose hashes begin alike: the latest in memory, those before in the blocks of the file that are listed. */
type Shelf = { readonly latest: Uint32Array; filled: number; readonly blocks: number[] };

/**
 * Notes the ids of a file of any size in the same memory. How an id stands is known when all are told: each leaves a mark of 16 bytes on the shelf of its hash, shelves go to a
 * temporary file as they fill (one without a name, gone with the process), and are looked through one by one. Of a telling two bits stay in memory.
 */
export function openIdBook(marksAtOnce = marksToABlock): IdBook {
  const seeds = randomSeeds();
  const [id, stands] = [
    { high: 0, low: 0 },
    { high: 0, low: 0 },
  ];
  const shelves = Array.from(
    { length: 2 ** shelfBits },
    (): Shelf => ({ latest: new Uint32Array(marksAtOnce * wordsToAMark), filled: 0, blocks: [] }),
  );
  const file = blockFile(marksAtOnce * wordsToAMark);
  let tellings = 0;
  return {
    note(pieces, content, isLast) {
      readHash(pieces, seeds.id, id);
      readHash(content, seeds.content, stands);
      const shelf = shelves[id.high >>> (32 - shelfBits)];
      if (shelf === undefined || tellings >= tellingsAtMost) throw new TypeError("note requires a file of at most 1 GB");
      const { latest, filled } = shelf;
      latest[filled] = id.high;
      latest[filled + 1] = id.low;
      latest[filled + 2] = stands.low;
      latest[filled + 3] = placeOf(tellings++, isLast);
      shelf.filled = filled + wordsToAMark;
      if (shelf.filled === latest.length) {
        shelf.blocks.push(file.add(latest));
        shelf.filled = 0;
      }
    },
    settle: () => settled(shelves, tellings, file),
    close: file.close,
  };
}

function randomSeeds(): { readonly id: MarkSeed; readonly content: MarkSeed } {
  const [one = 0, two = 0, three = 0, four = 0] = crypto.getRandomValues(new Uint32Array(4));
  return { id: [one, two], content: [three, four] };
}

function settled(shelves: readonly Shelf[], tellings: number, file: BlockFile): SettledIds {
  const pages = Array.from({ length: Math.ceil(tellings / standingsToAPage) }, () => new Uint8Array(standingsToAPage / standingsToAByte));
  const sizes = shelves.map(({ latest, filled, blocks }) => blocks.length * latest.length + filled);
  const largest = Math.max(...sizes);
  const room = new Uint32Array(largest);
  const firsts = new Uint32Array(2 ** Math.ceil(Math.log2(largest / wordsToAMark + 2) + 0.5));
  const counts = { duplicate: 0, contested: 0 };
  for (const shelf of shelves) {
    firsts.fill(0);
    tellRepeated(marksOn(shelf, room, file), firsts, (place, standing) => {
      if (standing === "other") counts.contested += 1;
      else if (isLastAt(place)) counts.duplicate += 1;
      setStanding(pages, tellingAt(place), codes[standing]);
    });
  }
  return { ...counts, standings: standingsOn(pages, tellings) };
}

function marksOn({ latest, filled, blocks }: Shelf, room: Uint32Array, file: BlockFile): Uint32Array {
  let words = 0;
  for (const block of blocks) {
    file.read(block, room.subarray(words, words + latest.length));
    words += latest.length;
  }
  room.set(latest.subarray(0, filled), words);
  return room.subarray(0, words + filled);
}

function setStanding(pages: readonly Uint8Array[], telling: number, code: number): void {
  const page = pages[Math.floor(telling / standingsToAPage)];
  const [at, shift] = placeOn(telling);
  if (page !== undefined) page[at] = (page[at] ?? 0) | (code << shift);
}

function placeOn(telling: number): readonly [at: number, shift: number] {
  return [Math.floor((telling % standingsToAPage) / standingsToAByte), (telling % standingsToAByte) * standingBits];
}

/** @throws {Error} when more is asked than was told: the file is another than it was */
function standingsOn(pages: readonly Uint8Array[], tellings: number): IdStandings {
  let next = 0;
  return {
    next() {
      if (next >= tellings) throw new Error("the file was changed while it was checked: check it again");
      const [at, shift] = placeOn(next);
      const code = ((pages[Math.floor(next++ / standingsToAPage)]?.[at] ?? 0) >> shift) & (2 ** standingBits - 1);
      return standings[code] ?? "new";
    },
  };
}

type BlockFile = {
  readonly add: (block: Uint32Array) => number;
  readonly read: (block: number, into: Uint32Array) => void;
  readonly close: () => void;
};

/** A temporary file of blocks, made with the first. Its name is taken away at once: whatever ends the process, nothing is left. */
function blockFile(words: number): BlockFile {
  const bytes = words * Uint32Array.BYTES_PER_ELEMENT;
  let handle: number | undefined;
  let count = 0;
  return {
    add(block) {
      handle ??= openWithoutName();
      if (writeSync(handle, block, 0, bytes, count * bytes) !== bytes)
        throw new Error(`there is no room in ${tmpdir()} for the ids of the file`);
      return count++;
    },
    read(block, into) {
      if (handle === undefined || readSync(handle, into, 0, bytes, block * bytes) !== bytes)
        throw new Error("the temporary file of the ids was cut short: check the file again");
    },
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

function openWithoutName(): number {
  const directory = mkdtempSync(join(tmpdir(), "hearten-check-"));
  try {
    return openSync(join(directory, "ids"), "wx+", 0o600);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
