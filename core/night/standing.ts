import * as z from "zod";
import { levels } from "../organisations/organisation.ts";

/**
 * Where a unit's statistic stands and in which version. The version belongs to the unit and not to its place in the hierarchy, so that
 * a practice that moves to another parent keeps one line of versions and can never be counted under both.
 */
export const standing = z.object({
  /** Rises with every write, also with one that changes nothing. */
  ver: z.int(),
  /** The code of the place under which it is summed; empty for England. */
  parent: z.string(),
  parentLevel: z.enum(levels).nullable(),
  /** SHA-256 of the statistic's text. */
  hash: z.string(),
  foldVersion: z.int(),
  methodVersion: z.int(),
  /** The newest run that has written it: an older run may not move what a newer one has placed, nor make it look older. */
  gen: z.int(),
});

/** The standing of one month of a place. */
export const monthStanding = standing.extend({ month: z.string() });

export type Standing = Readonly<z.infer<typeof standing>>;
export type MonthStanding = Readonly<z.infer<typeof monthStanding>>;
