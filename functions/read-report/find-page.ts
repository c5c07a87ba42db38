import type { Manifest, PublishedFile } from "../../core/night/manifest.ts";
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

/** A published file, and the place it tells of; `null` for what all pages share. */
export type FoundPage = { readonly file: PublishedFile; readonly place: string | null };

/** Looks a path up in the manifest: what is read from the store is a hash that stands there, never anything that was sent. */
export function findPage(manifest: Manifest, path: string): FoundPage | null {
  const shared = own(manifest.assets, path);
  if (shared !== undefined) return { file: shared, place: null };
  const [first = "", second = "", ...rest] = path.split("/");
  const [code, inside] = first === "england" ? [englandIn(manifest), [second, ...rest].join("/")] : [second, rest.join("/")];
  const place = own(manifest.places, code);
  const file = place === undefined ? undefined : own(place.files, inside);
  if (place === undefined || file === undefined || !path.startsWith(`${placeFolder({ level: place.level, code })}/`)) return null;
  return { file, place: code };
}

function englandIn({ places }: Manifest): string {
  return Object.keys(places).find((code) => places[code]?.level === "england") ?? "";
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
