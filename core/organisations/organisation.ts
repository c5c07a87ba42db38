import type { CivilDate } from "../civil-date.ts";

/** The levels at which results are published. A practice without a known PCN stands under its sub-ICB location at the `pcn` level. */
export const levels = ["practice", "pcn", "icb", "england"] as const;
export type Level = (typeof levels)[number];

/** The code under which the whole of England stands. */
export const englandCode = "ENG";

/** What an organisation is, where that is more than its level: a sub-ICB location stands in for an unknown PCN. */
export const organisationKinds = ["practice", "pcn", "sub-icb", "icb", "england"] as const;

/** One version of an organisation: what it was called and under whom it stood, from a day until the day before another. */
export type OrganisationVersion = {
  readonly code: string;
  readonly level: Level;
  readonly kind: (typeof organisationKinds)[number];
  readonly name: string;
  readonly parent: string | null;
  readonly validFrom: CivilDate;
  /** The first day on which this version no longer holds; `null` while it does. */
  readonly validTo: CivilDate | null;
  /** Invented, for the sample service: every page about it says so. */
  readonly sample: boolean;
};

/** The hierarchy as it stood on one day: one version for each code. A night pins one, so that all its numbers agree. */
export type OrganisationSnapshot = {
  readonly on: CivilDate;
  /** SHA-256 over the canonical text of what it holds. */
  readonly hash: string;
  readonly organisations: ReadonlyMap<string, OrganisationVersion>;
};

/** The version of each organisation that held on a day; later `validFrom` wins where two overlap. */
export function organisationsOn(versions: Iterable<OrganisationVersion>, on: CivilDate): ReadonlyMap<string, OrganisationVersion> {
  const held = new Map<string, OrganisationVersion>();
  for (const version of versions) {
    if (version.validFrom > on || (version.validTo !== null && version.validTo <= on)) continue;
    const known = held.get(version.code);
    if (known === undefined || known.validFrom < version.validFrom) held.set(version.code, version);
  }
  return held;
}

/**
 * The hierarchy that a night pins: like {@link organisationsOn}, but an organisation that has closed keeps its last place, so that what
 * its patients reported is still counted.
 */
export function hierarchyOn(versions: Iterable<OrganisationVersion>, on: CivilDate): ReadonlyMap<string, OrganisationVersion> {
  const held = new Map<string, OrganisationVersion>();
  for (const version of versions) {
    const known = held.get(version.code);
    if (version.validFrom <= on && (known === undefined || known.validFrom < version.validFrom)) held.set(version.code, version);
  }
  return held;
}

/** The organisation and those above it, nearest first: a practice, its PCN, its ICB, England. */
export function lineage(organisations: ReadonlyMap<string, OrganisationVersion>, code: string): readonly OrganisationVersion[] {
  const line: OrganisationVersion[] = [];
  for (let at = organisations.get(code); at !== undefined && line.length < levels.length; ) {
    line.push(at);
    at = at.parent === null ? undefined : organisations.get(at.parent);
  }
  return line;
}
