import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { reportBucket } from "../adapters/report-bucket.ts";
import { isKeptAsBase64 } from "../core/kept-as-base64.ts";
import { inParallel } from "../core/night/in-parallel.ts";
import { type Manifest, manifest, type PublishedFile, runFiles } from "../core/night/manifest.ts";
import { packOf } from "../core/night/public-packs.ts";
import { englandCode } from "../core/organisations/organisation.ts";
import type { ReportStore } from "../core/ports/report-store.ts";
import { pointerKey, prefixes } from "../names.ts";
import { placeFolder } from "../reports/html/page-shell.ts";
import { withoutLiveLinks } from "../reports/html/site-shell.ts";
import { packDocument } from "../reports/pack-document.ts";

/** What was written: which generation, and how many files. */
export type WrittenSite = { generation: number; files: number };

type ReportsPlace = { clients: { s3: S3Client }; reports: string };

const readsAtOnce = 8;

/** Which places of a generation to write, by code. */
export type PlaceChoice = (published: Manifest) => (code: string) => boolean;

const everyPlace: PlaceChoice = () => () => true;

/** The latest public pack: what is open to everybody, and not the live generation. */
export const publicPack: PlaceChoice = () => (code) => code === englandCode;

/**
 * Writes the published generation as plain files that open without a server. The directory appears whole: what was there before stays
 * until all of the new is written. `null` when nothing has been published yet.
 */
export async function writeSite(from: ReportsPlace, directory: string, choice: PlaceChoice = everyPlace): Promise<WrittenSite | null> {
  const store = storeOf(from);
  const live = await store.readPointer();
  if (live === null) return null;
  const pack = choice === publicPack ? packOf(live.pointer.packs ?? []) : null;
  if (choice === publicPack && pack === null) return null;
  const gen = pack?.gen ?? live.pointer.gen;
  const published = manifest.parse(JSON.parse((await store.readRunFile(gen, runFiles.manifest)) ?? ""));
  const files = new Map<string, PublishedFile>(Object.entries(published.assets));
  const isChosen = choice(published);
  for (const [code, place] of Object.entries(published.places).filter(([code]) => isChosen(code))) {
    const folder = placeFolder({ code, level: place.level });
    for (const [path, file] of Object.entries(place.files)) files.set(inFolder(folder, path), file);
  }

  const draft = `${directory}.draft`;
  rmSync(draft, { recursive: true, force: true });
  await inParallel([...files], readsAtOnce, async ([path, { sha256, contentType }]) => {
    const body = await store.readObject(sha256);
    if (body === null) throw new Error(`generation ${gen} names an object that is not in the store`);
    writeInside(draft, path, isKeptAsBase64(contentType) ? Buffer.from(body, "base64") : withoutLiveLinks(body));
  });
  if (pack !== null) writeInside(draft, "pack.json", packDocument(published, pack));
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  renameSync(draft, directory);
  return { generation: gen, files: files.size };
}

/** Whether there is anything for readers to see. */
export async function isPublished(place: ReportsPlace): Promise<boolean> {
  return (await storeOf(place).readPointer()) !== null;
}

function storeOf({ clients, reports }: ReportsPlace): ReportStore {
  return reportBucket({
    client: clients.s3,
    bucket: reports,
    objects: prefixes.objects,
    released: prefixes.released,
    runs: prefixes.runs,
    pointerKey,
  });
}

function inFolder(folder: string, path: string): string {
  return path.startsWith(`${folder}/`) ? path : `${folder}/${path}`;
}

function writeInside(root: string, path: string, body: string | Uint8Array): void {
  const target = normalize(join(root, path));
  if (!target.startsWith(`${root}/`)) throw new Error("a published path must lie inside the site");
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, body);
}
