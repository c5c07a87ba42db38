import { canonicalJson } from "../canonical-json.ts";
import type { CivilDate } from "../civil-date.ts";
import {
  englandCode,
  type Level,
  levels,
  type OrganisationSnapshot,
  type OrganisationVersion,
  organisationsOn,
} from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import type { Digest } from "../ports/digest.ts";

/** The organisations a run works with. */
type Organisations = OrganisationSnapshot["organisations"];

/**
 * The hierarchy of one day, with every code that was ever known: one that has closed (or has not yet opened) stands as it last (or first)
 * stood, because what its people achieved is still counted.
 */
export function pinOrganisations(versions: readonly OrganisationVersion[], on: CivilDate, digest: Digest): OrganisationSnapshot {
  const pinned = new Map<string, OrganisationVersion>();
  for (const [code, held] of Map.groupBy(versions, (version) => version.code)) pinned.set(code, nearestVersion(held, on));
  for (const [code, version] of organisationsOn(versions, on)) pinned.set(code, version);
  const organisations = new Map([...pinned].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { on, hash: digest(canonicalJson([...organisations.values()])), organisations };
}

/** The newest version that has begun, or the first to begin. */
function nearestVersion(versions: readonly OrganisationVersion[], on: CivilDate): OrganisationVersion {
  const inOrder = versions.toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0));
  const nearest = inOrder.findLast(({ validFrom }) => validFrom <= on) ?? inOrder[0];
  if (nearest === undefined) throw new TypeError("nearestVersion requires at least one version");
  return nearest;
}

/** One text for one snapshot: what a run writes down when it pins one. */
export function snapshotText({ on, hash, organisations }: OrganisationSnapshot): string {
  return canonicalJson({ on, hash, organisations: [...organisations.values()] });
}

/** The snapshot a text stands for: the inverse of {@link snapshotText}. */
export function parseSnapshot(text: string): OrganisationSnapshot {
  const { on, hash, organisations } = JSON.parse(text) as { on: CivilDate; hash: string; organisations: readonly OrganisationVersion[] };
  return { on, hash, organisations: new Map(organisations.map((version) => [version.code, version])) };
}

/**
 * The place under which another is summed: its parent, or England where the parent is unknown or does not stand higher. `null` for
 * England itself. Levels rise at each step, so no wrong import can make a circle.
 */
export function placeAbove(organisations: Organisations, code: string): { readonly code: string; readonly level: Level } | null {
  if (code === englandCode) return null;
  const own = organisations.get(code);
  const parent = own?.parent ? organisations.get(own.parent) : undefined;
  const rises = own !== undefined && parent !== undefined && levels.indexOf(parent.level) > levels.indexOf(own.level);
  return rises ? { code: parent.code, level: parent.level } : { code: englandCode, level: "england" };
}

/** The places above, nearest first, up to England. */
export function placesAbove(organisations: Organisations, code: string): readonly PlaceName[] {
  const above = placeAbove(organisations, code);
  return above === null ? [] : [placeName(organisations, above), ...placesAbove(organisations, above.code)];
}

/** A place as pages name it: by its code where no name is known. */
export function placeName(organisations: Organisations, { code, level }: { readonly code: string; readonly level: Level }): PlaceName {
  return { level, code, name: organisations.get(code)?.name ?? (code === englandCode ? "England" : code) };
}
