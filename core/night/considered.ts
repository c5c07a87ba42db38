import { canonicalJson } from "../canonical-json.ts";
import type { Digest } from "../ports/digest.ts";
import { standsAt } from "./decide-releases.ts";
import type { Releases } from "./manifest.ts";
import type { StandingPlace } from "./place-inputs.ts";

type Considering = {
  readonly releases: Releases;
  /** The generation that readers see. */
  readonly gen: number | null;
  readonly digest: Digest;
  readonly movesBy: number;
};

/** One word for how every practice stands, and for the generation that it was held against: a night that has found nothing to show leaves it in its record. */
export function consideredAt(
  standing: ReadonlyMap<string, StandingPlace>,
  { gen, digest, movesBy }: Omit<Considering, "releases">,
): string {
  const stands = practicesOf(standing).map((place) => [place.code, standsAt(place, { digest, movesBy })]);
  return digest(canonicalJson({ gen, stands: stands.sort() }));
}

/** Whether readers see what was decided upon everything as it stands now, so that deciding again would change nothing. */
export function isDecided(standing: ReadonlyMap<string, StandingPlace>, { releases, digest, movesBy }: Omit<Considering, "gen">): boolean {
  const stands = new Map(practicesOf(standing).map((place) => [place.code, standsAt(place, { digest, movesBy })] as const));
  const known = Object.entries(releases).filter(([, { level }]) => level === "practice");
  const nobody = standsAt({ months: [] }, { digest, movesBy });
  return [...stands.keys()].every((code) => code in releases) && known.every(([code, { of }]) => of === (stands.get(code) ?? nobody));
}

/** Practices of which something stands that is not seen yet. */
export function practicesWaiting(releases: Releases | undefined): number {
  return Object.values(releases ?? {}).filter(({ waiting = [] }) => waiting.length > 0).length;
}

function practicesOf(standing: ReadonlyMap<string, StandingPlace>): readonly StandingPlace[] {
  return [...standing.values()].filter(({ level, months }) => level === "practice" && months.length > 0);
}
