import * as z from "zod";
import { levels } from "../organisations/organisation.ts";
import { type Manifest, publishedFile } from "./manifest.ts";

/** A place as readers must know every one of them: where it stands, and the run whose fragment names its files. */
const indexedPlace = z.object({ level: z.enum(levels), name: z.string(), parent: z.string().nullable(), run: z.int() });

/**
 * What readers need of a generation as a whole: `runs/<gen>/index.json`, which verification writes before the manifest. The files of one place are named by
 * `runs/<run>/fragments/<code>.json`, written once by the run that drew it.
 */
export const generationIndex = z.object({
  gen: z.int(),
  civilDate: z.string(),
  asOf: z.string(),
  codeVersion: z.string(),
  methodVersion: z.int(),
  organisationSnapshot: z.string(),
  places: z.record(z.string(), indexedPlace),
  assets: z.record(z.string(), publishedFile),
});

export type GenerationIndex = z.infer<typeof generationIndex>;

/** The index of a generation: nothing stands in it that its manifest does not say. */
export function indexOf({
  gen,
  civilDate,
  asOf,
  codeVersion,
  methodVersion,
  organisationSnapshot,
  places,
  assets,
}: Manifest): GenerationIndex {
  const indexed = Object.entries(places).map(([code, { level, name, parent, run }]) => [code, { level, name, parent, run }] as const);
  return { gen, civilDate, asOf, codeVersion, methodVersion, organisationSnapshot, places: Object.fromEntries(indexed), assets };
}
