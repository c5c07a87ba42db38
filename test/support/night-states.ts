import { gunzipSync } from "node:zlib";
import type { WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { type Manifest, manifest } from "../../core/night/manifest.ts";
import type { Row } from "./versioned-rows.ts";

/** What readers see: each place's files, by place and path. */
export async function publishedFiles({ reports }: Pick<WholeNightPorts, "reports">): Promise<Readonly<Record<string, string>>> {
  const shown = await liveManifest({ reports });
  const files = Object.entries(shown?.places ?? {}).flatMap(([code, place]) =>
    Object.entries(place.files).map(([path, { sha256 }]) => [`${code}/${path}`, sha256] as const),
  );
  const bodies = await Promise.all(files.map(async ([path, sha256]) => [path, (await reports.readObject(sha256)) ?? "gone"] as const));
  return Object.fromEntries(bodies.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The manifest that the pointer names. */
export async function liveManifest({ reports }: Pick<WholeNightPorts, "reports">): Promise<Manifest | null> {
  const live = await reports.readPointer();
  const text = live === null ? null : await reports.readRunFile(live.pointer.gen, "manifest.json");
  return text === null ? null : manifest.parse(JSON.parse(text));
}

/** Every statistic that counts somebody, by where it stands. */
export function statisticsIn(rows: readonly Row[]): Readonly<Record<string, string>> {
  const texts = rows
    .filter(({ pk }) => String(pk).startsWith("CH#"))
    .map(({ pk, sk, text }) => [`${String(pk)}/${String(sk)}`, gunzipSync(text as Uint8Array).toString()] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== "").sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The marks that are left. */
export function marksIn(rows: readonly Row[]): readonly string[] {
  return rows.filter(({ pk }) => String(pk).startsWith("DM#")).map(({ pk, sk }) => `${String(pk)}/${String(sk)}`);
}
