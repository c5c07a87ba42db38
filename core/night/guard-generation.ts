import { canonicalJson } from "../canonical-json.ts";
import type { CountedPlace } from "../disclosure/hide-generation.ts";
import type { HiddenCells } from "../place-statistics.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { Digest } from "../ports/digest.ts";
import { mergeStatistics, parseStatistic } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { HideGeneration } from "./night-ports.ts";
import type { PlaceInputs } from "./place-inputs.ts";

/** What a generation as a whole asks of each place: the cells to hide, and the hash of those that its pages depend on. */
export type Guard = { readonly hidden: ReadonlyMap<string, HiddenCells>; readonly hashes: Readonly<Record<string, string>> };

type Guarding = {
  readonly asOf: string;
  readonly derived: DerivedStore;
  readonly digest: Digest;
  readonly hideGeneration?: HideGeneration | undefined;
};

const placesAtOnce = 16;

/** Reads every place of a generation and says what each must hide because of the others. The hash of a page covers the places that it sets side by side. */
export async function guardGeneration(
  inputs: ReadonlyMap<string, PlaceInputs>,
  { asOf, derived, digest, hideGeneration }: Guarding,
): Promise<Guard> {
  if (hideGeneration === undefined) return { hidden: new Map(), hashes: {} };
  const read = hideGeneration.reader({ asOf });
  const places = await inParallel([...inputs.values()], placesAtOnce, async (place) => read(await countedPlace(place, inputs, derived)));
  const hidden = hideGeneration.hide(places);
  const hashes = [...inputs].map(([code, { compared }]) => {
    const beside = compared.map(({ place }) => [place.code, hidden.get(place.code) ?? {}]);
    return [code, digest(canonicalJson({ own: hidden.get(code) ?? {}, beside }))] as const;
  });
  return { hidden, hashes: Object.fromEntries(hashes) };
}

async function countedPlace(
  { place, above, months }: PlaceInputs,
  inputs: ReadonlyMap<string, PlaceInputs>,
  derived: DerivedStore,
): Promise<CountedPlace> {
  const stored = await derived.statisticsOf(place, months);
  const read = stored.map(({ month, text }) => ({ month, statistic: parseStatistic(text) }));
  const parent = above.find(({ code }) => inputs.has(code))?.code ?? null;
  return { code: place.code, level: place.level, parent, statistic: mergeStatistics(read.map(({ statistic }) => statistic)), months: read };
}
