import { canonicalJson } from "../canonical-json.ts";
import type { CountedPlace } from "../disclosure/hide-generation.ts";
import type { HiddenCells } from "../place-statistics.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { mergeStatistics } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { HideGeneration } from "./night-ports.ts";
import type { PlaceInputs } from "./place-inputs.ts";
import { readReleasedMonths } from "./released-months.ts";

/** What a generation as a whole asks of each place: the cells to hide, and the hash of those that its pages depend on. */
export type Guard = { readonly hidden: ReadonlyMap<string, HiddenCells>; readonly hashes: Readonly<Record<string, string>> };

type Guarding = {
  readonly asOf: string;
  readonly reports: Pick<ReportStore, "readRelease">;
  readonly digest: Digest;
  readonly hideGeneration?: HideGeneration | undefined;
};

const placesAtOnce = 16;

/** Reads what is released of every place of a generation and says what each must hide because of the others. The hash of a page covers the places that it sets side by side. */
export async function guardGeneration(
  inputs: ReadonlyMap<string, PlaceInputs>,
  { asOf, reports, digest, hideGeneration }: Guarding,
): Promise<Guard> {
  if (hideGeneration === undefined) return { hidden: new Map(), hashes: {} };
  const read = hideGeneration.reader({ asOf });
  const places = await inParallel([...inputs.values()], placesAtOnce, async (place) => {
    const { counted, families } = await countedPlace(place, inputs, { reports, digest });
    return { tables: read(counted), unseen: hideGeneration.unseen(families, { asOf }) };
  });
  const asked = hideGeneration.hide(places.map(({ tables }) => tables));
  const hidden = new Map(places.map(({ tables: { code }, unseen }) => [code, { ...asked.get(code), ...unseen }] as const));
  const hashes = [...inputs].map(([code, { compared }]) => {
    const beside = compared.map(({ place }) => [place.code, hidden.get(place.code) ?? {}]);
    return [code, digest(canonicalJson({ own: hidden.get(code) ?? {}, beside }))] as const;
  });
  return { hidden, hashes: Object.fromEntries(hashes) };
}

async function countedPlace(
  { place, above, table }: PlaceInputs,
  inputs: ReadonlyMap<string, PlaceInputs>,
  ports: Parameters<typeof readReleasedMonths>[1],
): Promise<{ readonly counted: CountedPlace; readonly families: ReadonlySet<string> }> {
  const { months, families } = await readReleasedMonths(table, ports);
  const parent = above.find(({ code }) => inputs.has(code))?.code ?? null;
  const statistic = mergeStatistics(months.map((month) => month.statistic));
  return { counted: { code: place.code, level: place.level, parent, statistic, months }, families };
}
