import type { FileCut, FilePosition } from "../ports/files.ts";

/** Records to a part of a file: a part is stored in one go, well within a function's time. */
export const recordsToAFilePart = 1_000;

/** Some records of a file as they were read together, and where in the file the first of them begins. */
export type PlacedBatch<T> = { readonly at: FilePosition; readonly items: readonly T[] };

/** One part of a file, and how far the file is cut when it is kept. */
export type CutPart<T> = { readonly part: number; readonly firstIndex: number; readonly items: readonly T[]; readonly next: FileCut };

/**
 * Cuts a file into parts as it is read. Which records make a part depends on their places alone, so that whoever begins again, at the
 * beginning or at any cut, comes to the same parts.
 */
export async function* cutParts<T>(
  batches: AsyncIterable<PlacedBatch<T>>,
  begin: number,
  recordsToAPart = recordsToAFilePart,
): AsyncGenerator<CutPart<T>> {
  let part = begin;
  let held: T[] = [];
  let from: FilePosition = { offset: 0, row: 1, index: 0 };
  for await (const { at, items } of batches) {
    from = at;
    let place = Math.max(0, part * recordsToAPart + held.length - at.index);
    while (place < items.length) {
      const some = items.slice(place, place + recordsToAPart - held.length);
      held.push(...some);
      place += some.length;
      if (held.length < recordsToAPart) continue;
      yield { part, firstIndex: part * recordsToAPart, items: held, next: { part: part + 1, from } };
      part += 1;
      held = [];
    }
  }
  if (held.length > 0) yield { part, firstIndex: part * recordsToAPart, items: held, next: { part: part + 1, from } };
}
