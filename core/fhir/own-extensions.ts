import * as z from "zod";

/**
 * What UK Core has no place for, in extensions of our own: the fifth of deprivation that a person's home is in with the edition of the index, and whether a total is raw or on the
 * metric scale. No published profile names them, so all are unconfirmed.
 */
export const ownExtensions = {
  imdQuintile: "urn:x-hearten:imd-quintile",
  imdVersion: "urn:x-hearten:imd-version",
  scoreBasis: "urn:x-hearten:score-basis",
} as const;

/** An extension with a number or a code as its value; others are not read. */
export const ownExtension = z.object({
  url: z.string().min(1).max(2048),
  valueInteger: z.int().optional(),
  valuePositiveInt: z.int().optional(),
  valueCode: z.string().min(1).max(64).optional(),
});
export type OwnExtension = z.infer<typeof ownExtension>;

/** How deprived a home's neighbourhood is, as its sender says; whether that can be is for the rules of events. */
export function deprivationIn(extensions: readonly OwnExtension[]): { imdQuintile?: number; imdVersion?: string } {
  const quintile = extensions.find(({ url }) => url === ownExtensions.imdQuintile);
  const told = quintile?.valuePositiveInt ?? quintile?.valueInteger;
  const edition = codeIn(extensions, ownExtensions.imdVersion);
  return { ...(told === undefined ? {} : { imdQuintile: told }), ...(edition === undefined ? {} : { imdVersion: edition }) };
}

/** On which scale a total is. */
export function scoreBasisIn(extensions: readonly OwnExtension[]): { scoreBasis?: "raw" | "metric" } {
  const basis = codeIn(extensions, ownExtensions.scoreBasis);
  // What is neither is refused by the rules of events, under their own id.
  return basis === undefined ? {} : { scoreBasis: basis as "raw" | "metric" };
}

function codeIn(extensions: readonly OwnExtension[], wanted: string): string | undefined {
  return extensions.find(({ url }) => url === wanted)?.valueCode;
}
