import type { DerivedStore } from "../ports/derived.ts";

/** A derived table by the newest run that it knows, and by what tells it from every other table, empty where the store does not say. */
export type DerivedState = { readonly gen: number; readonly table: string };

/** What the source table remembers of the derived one, and how that one is. */
export interface DerivedBook {
  /** What the newest run noted; `null` before the first. */
  noted(): Promise<DerivedState | null>;
  standing(): Promise<DerivedState>;
  /** Notes a run, unless a newer one is noted. */
  note(state: DerivedState): Promise<void>;
}

/** The derived table is not the one that the last run left: whatever came since it was copied would be missing from every figure, without a mark. */
export class DerivedRestoredError extends Error {
  override readonly name = "DerivedRestoredError";
}

/** In which way the derived table is not the one that the newest run noted; `null` where it is. */
export async function strayedFrom(book: DerivedBook): Promise<"older" | "another" | null> {
  // The note first: a run that begins meanwhile is known to the derived table before it is noted.
  const noted = await book.noted();
  if (noted === null) return null;
  const standing = await book.standing();
  if (standing.gen < noted.gen) return "older";
  return noted.table !== "" && standing.table !== noted.table ? "another" : null;
}

/**
 * Holds a night back until a derived table that was restored or made anew has been rebuilt.
 *
 * @throws {DerivedRestoredError} where it has not
 */
export async function requireSameDerived(book: DerivedBook): Promise<void> {
  if ((await strayedFrom(book)) === null) return;
  throw new DerivedRestoredError(
    "planning requires the derived table that the last run left, and this one was restored or made anew: run `hearten rebuild`, then another night",
  );
}

/** Notes a run that has taken its number, in the table that gave it. */
export async function noteRun(book: DerivedBook, gen: number): Promise<void> {
  const { table } = await book.standing();
  await book.note({ gen, table });
}

/** Once everything in it was made anew: this derived table is the one that nights go on from, with numbers above all that were noted. */
export async function vouchForDerived(book: DerivedBook, derived: Pick<DerivedStore, "takeGeneration">): Promise<void> {
  if ((await strayedFrom(book)) === null) return;
  const noted = await book.noted();
  await noteRun(book, await derived.takeGeneration(noted?.gen ?? 0));
}
