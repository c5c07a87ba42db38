import type { OrganisationSnapshot } from "../organisation.ts";
import type { Manifest } from "./manifest.ts";
import { type DrawingRules, outdatedUnits, type PlaceInputs, type StandingPlace } from "./place-inputs.ts";
import { unitName } from "./unit.ts";

/** What a manifest is held against: what is kept at the moment of the check. */
export type Kept = {
  readonly inputs: ReadonlyMap<string, PlaceInputs>;
  readonly standing: ReadonlyMap<string, StandingPlace>;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly rules: Pick<DrawingRules, "foldVersion" | "methodVersion">;
};

/** Why a generation must not be shown; empty when it may be. */
export function checkGeneration(built: Manifest, { inputs, standing, organisations, rules }: Kept): readonly string[] {
  const shown = Object.keys(built.places);
  return [
    ...[...inputs.keys()].filter((code) => !(code in built.places)).map((code) => `${code} is missing`),
    ...shown.filter((code) => !inputs.has(code)).map((code) => `${code} has nobody to report on`),
    ...shown
      .filter((code) => inputs.has(code) && inputs.get(code)?.inputHash !== built.places[code]?.inputHash)
      .map((code) => `${code} was drawn from other statistics than are kept`),
    ...shown.filter((code) => isOrphan(built, code)).map((code) => `${code} stands under a place that is missing`),
    ...shown.filter((code) => Object.keys(built.places[code]?.files ?? {}).length === 0).map((code) => `${code} has no pages`),
    ...outdatedUnits(standing.values(), organisations, rules).map(
      (unit) => `${unitName(unit)} was made by other rules or stands elsewhere`,
    ),
  ];
}

function isOrphan({ places }: Manifest, code: string): boolean {
  const parent = places[code]?.parent ?? null;
  return parent !== null && !(parent in places);
}
