import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { indexOf } from "../../../core/night/generation-index.ts";
import { fragmentName, type Manifest, type ManifestPlace, prefixedManifest, runFiles } from "../../../core/night/manifest.ts";
import { pointerKey, prefixes } from "../../../names.ts";

/** How large a generation: its practices, and the files of each place. */
export type GenerationSize = { readonly places: number; readonly files: number };

/** The practice whose page is read first. */
export const readPractice = "A00001";

/** Writes what lies in the store of a generation of that size, under the keys that it has there; the bytes of pages but for the one that is read are left out. */
export function writeLargeGeneration(directory: string, { places, files }: GenerationSize): void {
  const write = (key: string, body: string) => {
    mkdirSync(dirname(join(directory, key)), { recursive: true });
    writeFileSync(join(directory, key), body);
  };
  const page = "<!doctype html><title>A practice</title>";
  const entries = Array.from({ length: places }, (_, at) => {
    const code = at === 0 ? "ENG" : `A${String(at).padStart(5, "0")}`;
    return [code, entryOf(code, { files, page })] as const;
  });
  const told = {
    civilDate: "2026-06-10",
    asOf: "2026-06-01",
    codeVersion: sha256("c"),
    methodVersion: 1,
    organisationSnapshot: sha256("o"),
  };
  const shown: Manifest = { gen: 1, previous: null, ...told, places: Object.fromEntries(entries), assets: {} };
  write(pointerKey, JSON.stringify({ gen: 1, manifest: prefixedManifest(1), civilDate: told.civilDate, packs: [], earlier: [] }));
  write(`${prefixes.runs}1/${runFiles.manifest}`, canonicalJson(shown));
  write(`${prefixes.runs}1/${runFiles.index}`, canonicalJson(indexOf(shown)));
  for (const [code, entry] of entries) write(`${prefixes.runs}1/${fragmentName(code)}`, canonicalJson(entry));
  write(prefixes.objects + sha256(page), page);
}

function entryOf(code: string, { files, page }: { readonly files: number; readonly page: string }): ManifestPlace {
  const figures = Array.from({ length: files - 1 }, (_, at) => {
    const path = `outcome-${at % 6}/figures/figure-${at}.svg`;
    return [path, { sha256: sha256(`${code} ${path}`), bytes: 4_000 + at, contentType: "image/svg+xml" }] as const;
  });
  const index = { sha256: sha256(page), bytes: page.length, contentType: "text/html; charset=utf-8" };
  return {
    level: code === "ENG" ? "england" : "practice",
    name: `The surgery that is called ${code}`,
    parent: code === "ENG" ? null : "ENG",
    inputHash: sha256(code),
    run: 1,
    drawnOn: "2026-06-10",
    guard: sha256(`guard of ${code}`),
    files: Object.fromEntries([["index.html", index], ...figures]),
  };
}
