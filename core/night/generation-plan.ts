import * as z from "zod";
import { expectedRanges, monthsRanges } from "../expected-range.ts";
import { levels } from "../organisations/organisation.ts";
import { type Manifest, placeRelease } from "./manifest.ts";
import type { PlaceInputs } from "./place-inputs.ts";

/** What a run decided about pages before it drew any: `runs/<gen>/plan.json`. */
export const generationPlan = z.object({
  /** The pointer's tag and generation, read before any statistic: publishing is refused when they have changed. `null` before the first. */
  etag: z.string().nullable(),
  currentGen: z.int().nullable(),
  /** By place: the hash of its inputs when the plan was made. */
  places: z.record(z.string(), z.string()),
  /** By place: the hash of the cells that the generation as a whole asks its pages to hide. */
  guards: z.record(z.string(), z.string()).optional(),
  /** What readers may see of every place. */
  releases: z.record(z.string(), placeRelease),
  /** The range in which practices are expected in this month; absent where nothing read the generation as a whole. */
  expected: monthsRanges.optional(),
  /** SHA-256 over how every practice stood when that was decided. */
  considered: z.string(),
  /** Places to draw. The others keep what they show. */
  drawn: z.array(z.string()),
  /** Places that are shown now and will not be any more. */
  gone: z.array(z.string()),
  /** Whether what all pages share has changed. */
  assets: z.boolean(),
  /** The boards that are checked together, list by list: nothing is shown before each list is answered. */
  checks: z.array(z.array(z.string())),
});

export type GenerationPlan = z.infer<typeof generationPlan>;

/** Cells to hide, by table. */
const hiddenCells = z.record(z.string(), z.array(z.string())).optional();

const namedPlace = z.object({ level: z.enum(levels), code: z.string(), name: z.string() });

/** A place to draw, as it was planned: what its pages print, and the released table that they are drawn from. */
export const plannedPlace = z.object({
  place: namedPlace,
  above: z.array(namedPlace),
  below: z.array(namedPlace),
  sample: z.boolean(),
  table: z.string(),
  compared: z.array(z.object({ place: namedPlace, table: z.string(), hidden: hiddenCells })),
  hidden: hiddenCells,
  guard: z.string().optional(),
  /** Of a practice alone. */
  expected: expectedRanges.optional(),
});

/** A batch of places to draw; the first batch also keeps what all pages share. */
export const pageBatch = z.object({ places: z.array(plannedPlace), assets: z.boolean() });

export type PageBatch = z.infer<typeof pageBatch>;

/** What must be drawn so that readers see what is kept, and nothing of it that `guards` asks to hide. */
export function comparePlaces(
  inputs: ReadonlyMap<string, PlaceInputs>,
  current: Manifest | null,
  { assets, guards }: { readonly assets: Readonly<Record<string, string>>; readonly guards?: Readonly<Record<string, string>> },
): Pick<GenerationPlan, "places" | "guards" | "drawn" | "gone" | "assets"> {
  const shown = new Map(Object.entries(current?.places ?? {}));
  const codes = [...inputs.keys()];
  const isShown = (code: string) => {
    const entry = shown.get(code);
    return entry?.inputHash === inputs.get(code)?.inputHash && (guards === undefined || entry?.guard === guards[code]);
  };
  return {
    ...(guards === undefined ? {} : { guards }),
    places: Object.fromEntries([...inputs].map(([code, { inputHash }]) => [code, inputHash])),
    drawn: codes.filter((code) => !isShown(code)),
    gone: [...shown.keys()].filter((code) => !inputs.has(code)),
    assets: !sameAssets(assets, current?.assets ?? {}),
  };
}

function sameAssets(wanted: Readonly<Record<string, string>>, shown: Manifest["assets"]): boolean {
  const paths = Object.keys(wanted);
  return paths.length === Object.keys(shown).length && paths.every((path) => shown[path]?.sha256 === wanted[path]);
}

/** Whether readers already see everything that is kept: then there is nothing to publish. */
export function isUnchanged({ drawn, gone, assets }: Pick<GenerationPlan, "drawn" | "gone" | "assets">): boolean {
  return drawn.length === 0 && gone.length === 0 && !assets;
}

/** Lists of at most `size`. */
export function inBatches<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, batch) => items.slice(batch * size, (batch + 1) * size));
}
