import type { GenerationIndex } from "../../core/night/generation-index.ts";
import type { ManifestPlace, PublishedFile } from "../../core/night/manifest.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import { placeFolder } from "../../reports/html/page-shell.ts";

/** A path below `/reports/`: the generation it names, and what it names in there. */
export type AskedPage = { readonly gen: number; readonly path: string };

/** What a path may look like: anything else, encoded or not, is nothing that was ever published. */
const shape = /^(\d{1,9})\/([A-Za-z0-9][A-Za-z0-9./-]{0,199})$/;

/** Reads a path, as it was sent and without decoding it; `null` where it cannot name a published file. */
export function askedPage(path: string): AskedPage | null {
  const [, gen, rest] = shape.exec(path) ?? [];
  return gen === undefined || rest === undefined ? null : { gen: Number(gen), path: rest };
}

/** What an address names: a file that all pages share, or a path inside the folder of a place, which may hold no such file. */
export type FoundPage =
  | { readonly kind: "shared"; readonly file: PublishedFile }
  | { readonly kind: "inside"; readonly place: string; readonly inside: string };

/** Looks a path up in the index of a generation: what becomes a name in the store is a code that stands there, never anything that was sent. */
export function findPage({ assets, places }: GenerationIndex, path: string): FoundPage | null {
  const file = own(assets, path);
  if (file !== null) return { kind: "shared", file };
  const [first = "", second = "", ...rest] = path.split("/");
  const [place, inside] = first === "england" ? [englandCode, [second, ...rest].join("/")] : [second, rest.join("/")];
  const found = own(places, place);
  const isThere = found !== null && path.startsWith(`${placeFolder({ level: found.level, code: place })}/`);
  return isThere ? { kind: "inside", place, inside } : null;
}

/** The file of a place at a path inside its folder. */
export function fileOf(place: ManifestPlace | null, inside: string): PublishedFile | null {
  return place === null ? null : own(place.files, inside);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return (Object.hasOwn(record, key) ? record[key] : undefined) ?? null;
}
