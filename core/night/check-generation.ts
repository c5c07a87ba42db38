import { canonicalJson } from "../canonical-json.ts";
import type { OrganisationSnapshot } from "../organisations/organisation.ts";
import type { Digest } from "../ports/digest.ts";
import type { Manifest, Releases } from "./manifest.ts";
import { type DrawingRules, outdatedUnits, type PlaceInputs, type StandingPlace } from "./place-inputs.ts";
import { unitName } from "./unit.ts";

/** What a manifest is held against: what is kept at one moment, and what may be seen of it. */
export type Kept = {
  readonly inputs: ReadonlyMap<string, PlaceInputs>;
  /** What the rule says may be seen: decided anew. */
  readonly releases: Releases;
  readonly standing: ReadonlyMap<string, StandingPlace>;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly rules: Pick<DrawingRules, "foldVersion" | "methodVersion">;
};

/** Why a generation must not be shown; empty when it may be. */
export function checkGeneration(built: Manifest, { inputs, releases, standing, organisations, rules }: Kept): readonly string[] {
  const shown = Object.keys(built.places);
  return [
    ...[...inputs.keys()].filter((code) => !(code in built.places)).map((code) => `${code} is missing`),
    ...shown.filter((code) => !inputs.has(code)).map((code) => `${code} has nobody to report on`),
    ...shown
      .filter((code) => inputs.has(code) && inputs.get(code)?.inputHash !== built.places[code]?.inputHash)
      .map((code) => `${code} was drawn from other statistics than are released`),
    ...differing(built.releases ?? {}, releases).map((code) => `${code} is released otherwise than the rule says`),
    ...shown.filter((code) => isOrphan(built, code)).map((code) => `${code} stands under a place that is missing`),
    ...shown.filter((code) => Object.keys(built.places[code]?.files ?? {}).length === 0).map((code) => `${code} has no pages`),
    ...outdatedUnits(standing.values(), organisations, rules).map(
      (unit) => `${unitName(unit)} was made by other rules or stands elsewhere`,
    ),
  ];
}

function differing(built: Releases, decided: Releases): readonly string[] {
  const codes = new Set([...Object.keys(built), ...Object.keys(decided)]);
  return [...codes].filter((code) => canonicalJson(built[code] ?? null) !== canonicalJson(decided[code] ?? null));
}

function isOrphan({ places }: Manifest, code: string): boolean {
  const parent = places[code]?.parent ?? null;
  return parent !== null && !(parent in places);
}

/**
 * Why findings, the marks of sums read after them, and a reading of all standings after those do not prove that there was one moment at which everything that was
 * checked stood as checked and every sum was up to date; empty when they do.
 *
 * Versions never return, so what each batch met and the last reading meets again stood all the time between them; and a mark that is cleared between them leaves a
 * higher version behind. Without this, a night beside another could show a practice that is newer than its PCN.
 */
export function rivalsAtWork(
  stood: Readonly<Record<string, string>>,
  marksOfSums: readonly unknown[],
  { standing, digest }: { readonly standing: ReadonlyMap<string, StandingPlace>; readonly digest: Digest },
): readonly string[] {
  const isStill =
    Object.keys(stood).length === standing.size && [...standing].every(([code, place]) => stood[code] === versionsOf(place, digest));
  return isStill && marksOfSums.length === 0 ? [] : ["another run is at work on the same statistics"];
}

/** One word for the version of each month of a place. */
export function versionsOf({ all }: Pick<StandingPlace, "all">, digest: Digest): string {
  return digest(all.map(({ month, ver }) => `${month}.${ver}`).join(" "));
}
