import { packOf } from "../../core/night/public-packs.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import { packDocument } from "../../reports/pack-document.ts";
import type { ReadDeps } from "./read-report.ts";

/** `public`, `public/2026-11` or `public/2026-11/pack.json`. */
const shape = /^public(?:\/(\d{4}-\d{2})(\/pack\.json)?)?$/;

type PackAnswer = { readonly statusCode: number; readonly headers: Record<string, string>; readonly body: string };

/**
 * The way to a public pack, or what is in it: every file with its hash, where it stands, and how to cite it. `null` where the path asks for no pack, or
 * for one that was never made.
 */
export async function answerPack(path: string, { reports }: Pick<ReadDeps, "reports">): Promise<PackAnswer | null> {
  const [asked, month, list] = shape.exec(path) ?? [];
  if (asked === undefined) return null;
  const pack = packOf((await reports.pointer())?.packs ?? [], month);
  if (pack === null) return null;
  const root = "../".repeat(path.split("/").length - 1);
  const way = `${root}${pack.gen}/england/index.html`;
  if (list === undefined) return { statusCode: 302, headers: { location: way, "cache-control": "no-cache" }, body: "" };
  const shown = await reports.generation(pack.gen);
  const england = (await shown?.placeOf(englandCode)) ?? null;
  if (shown === null || england === null) return null;
  const headers = { "content-type": "application/json; charset=utf-8", "cache-control": "public, max-age=31536000, immutable" };
  return { statusCode: 200, headers, body: packDocument({ ...shown.index, places: { [englandCode]: england } }, pack) };
}
