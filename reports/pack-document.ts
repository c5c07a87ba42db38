import type { GenerationIndex } from "../core/night/generation-index.ts";
import type { Manifest, PublicPack } from "../core/night/manifest.ts";
import { openPart } from "../core/night/public-packs.ts";
import { placeFolder } from "./html/page-shell.ts";
import { packCitation } from "./words/archive-words.ts";
import { licenceOf } from "./words/licence-words.ts";

/** What a pack is told from: a generation, or the part of it that is open to everybody. */
type Told = Omit<GenerationIndex, "places"> & Pick<Manifest, "places">;

/** What is in a public pack: every file with its hash, where it comes from, what may be done with it and how it is cited. */
export function packDocument(shown: Told, { month, gen }: PublicPack): string {
  const { places, assets, asOf, civilDate, codeVersion, methodVersion, organisationSnapshot } = openPart(shown);
  const files = [
    ...Object.entries(assets),
    ...Object.entries(places).flatMap(([code, { level, files: own }]) =>
      Object.entries(own).map(([name, file]) => [`${placeFolder({ level, code })}/${name}`, file] as const),
    ),
  ];
  const document = {
    month,
    generation: gen,
    asOf,
    made: civilDate,
    licence: licenceOf({ level: "england" }),
    citation: packCitation(month, { gen, civilDate }),
    provenance: { codeVersion, methodVersion, organisationSnapshot },
    files: files.map(([path, { sha256, bytes, contentType }]) => ({ path, sha256, bytes, contentType })),
  };
  return `${JSON.stringify(document, null, 1)}\n`;
}
