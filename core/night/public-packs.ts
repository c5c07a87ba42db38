import type { CivilDate } from "../civil-date.ts";
import { englandCode } from "../organisations/organisation.ts";
import type { PlaceCounts } from "../place-counts.ts";
import type { Manifest, ManifestPlace, PublicPack } from "./manifest.ts";

/** Fewest people by whom one pack may differ from another: what is told between them is then told of a group. */
const fewestPeople = 8;

/**
 * The packs after a generation has gone live: in a month that has none yet the generation becomes it, if `mayBecome` says so. What is a pack
 * stays one: it is never made again, whatever is published later, and were it withdrawn.
 */
export function packsAfter(
  packs: readonly PublicPack[],
  { gen, civilDate, mayBecome }: { readonly gen: number; readonly civilDate: CivilDate; readonly mayBecome: boolean },
): readonly PublicPack[] {
  const month = civilDate.slice(0, 7);
  return mayBecome && packs.every((pack) => pack.month < month) ? [{ month, gen }, ...packs] : packs;
}

/**
 * Whether the England of a generation, `null` where it shows none, may stand beside that of an earlier pack: everything that both count came to the same or moved by eight
 * people or more, so that one subtracted from the other tells of no single person.
 */
export function maySucceed(now: ManifestPlace | null, before: ManifestPlace | null): boolean {
  if (now === null) return false;
  if (before === null || now.inputHash === before.inputHash) return true;
  const [counted, countedBefore] = [countsOf(now.counted), countsOf(before.counted)];
  if (counted === null || countedBefore === null) return false;
  const names = new Set([...counted.keys(), ...countedBefore.keys()]);
  const moves = [...names].map((name) => Math.abs((counted.get(name) ?? 0) - (countedBefore.get(name) ?? 0)));
  return moves.every((move) => move === 0 || move >= fewestPeople) && moves.some((move) => move > 0);
}

function countsOf(counted: PlaceCounts | undefined): ReadonlyMap<string, number> | null {
  if (counted === undefined) return null;
  const measures = Object.entries(counted.measures).flatMap(([measure, { first, both }]) => [
    [`${measure} both`, both] as const,
    [`${measure} first alone`, first - both] as const,
  ]);
  return new Map([["referred", counted.referred], ...measures]);
}

/** The generation as everybody sees it: England, and what its pages share. */
export function openPart<Shown extends Pick<Manifest, "places">>(shown: Shown): Shown {
  const england = shown.places[englandCode];
  return { ...shown, places: england === undefined ? {} : { [englandCode]: england } };
}

/** The packs that are open to everybody: all but those that were withdrawn. */
export function openPacks(packs: readonly PublicPack[]): readonly PublicPack[] {
  return packs.filter(({ withdrawn }) => withdrawn !== true);
}

/** The same packs with that of one month withdrawn. */
export function packsWithout(packs: readonly PublicPack[], month: string): readonly PublicPack[] {
  return packs.map((pack) => (pack.month === month ? { ...pack, withdrawn: true } : pack));
}

/** The open pack of a month, or the latest one; `null` where there is none. */
export function packOf(packs: readonly PublicPack[], month?: string): PublicPack | null {
  const open = openPacks(packs);
  return (month === undefined ? open[0] : open.find((pack) => pack.month === month)) ?? null;
}
