import { Busy } from "../night/busy.ts";

/** Something that was settled about people: its id, and the instant at which the register took it. */
export type Settled = { readonly id: string; readonly at: string };

/** What was ever settled, by the register, which no restore touches; and what of it was done in the source table, by the table itself. */
export interface SettledBook {
  settled(): Promise<readonly Settled[]>;
  /** Read consistently. A note of something done is written after it is done, so a table that was restored lacks those that it lacks the doing of. */
  done(): Promise<ReadonlySet<string>>;
}

/** Somebody was excluded in the register, and the table does not know: nothing is shown that might count them. */
export class ExclusionsNotRepeatedError extends Error {
  override readonly name = "ExclusionsNotRepeatedError";
}

const underWayMs = 10 * 60_000;

/** What was settled and not done in this table: the register is read first, so that nothing that is done meanwhile is missed. */
export async function unrepeated(book: SettledBook): Promise<readonly Settled[]> {
  const settled = await book.settled();
  if (settled.length === 0) return [];
  const done = await book.done();
  return settled.filter(({ id }) => !done.has(id));
}

/**
 * Holds a night back while anything that was settled is not done.
 *
 * @throws {Busy} where all of it is so new that it may be under way
 * @throws {ExclusionsNotRepeatedError} otherwise: somebody stopped in the middle, or the table is a restored one
 */
export async function requireRepeated(book: SettledBook, now: string): Promise<void> {
  const missing = await unrepeated(book);
  if (missing.length === 0) return;
  const isUnderWay = missing.every(({ at }) => Date.parse(now) - Date.parse(at) < underWayMs);
  if (isUnderWay) throw new Busy("publishing requires that what is being settled about people is done");
  throw new ExclusionsNotRepeatedError(
    `publishing requires that ${missing.length} erasures or opt-outs are repeated: run \`hearten erase --replay\`, then another night`,
  );
}
