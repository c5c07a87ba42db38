import { canonicalJson } from "../../core/canonical-json.ts";
import { generationIndex, indexOf } from "../../core/night/generation-index.ts";
import { filesOf, fragmentName, manifest } from "../../core/night/manifest.ts";
import { pointerKey } from "../../names.ts";
import type { BucketTwin } from "./bucket-twin.ts";

/** What somebody would miss who reads at this moment, without any call of a night in between: every way from the pointer to a file must lead there. */
export function readerFaults({ objects }: Pick<BucketTwin, "objects">): readonly string[] {
  const textAt = (key: string) => objects.get(key)?.body ?? null;
  const live = textAt(pointerKey);
  if (live === null) return [];
  const { gen } = JSON.parse(live) as { gen: number };
  const [whole, index] = [textAt(`runs/${gen}/manifest.json`), textAt(`runs/${gen}/index.json`)];
  if (whole === null || index === null) return [`the pointer names a generation without ${whole === null ? "a manifest" : "an index"}`];
  const shown = manifest.parse(JSON.parse(whole));
  const faults = filesOf(shown).some(({ sha256 }) => !objects.has(`objects/${sha256}`)) ? ["a published object is missing"] : [];
  if (index !== canonicalJson(indexOf(shown))) faults.push("the index says something else than the manifest");
  for (const [code, { run }] of Object.entries(generationIndex.parse(JSON.parse(index)).places))
    if (textAt(`runs/${run}/${fragmentName(code)}`) !== canonicalJson(shown.places[code]))
      faults.push("the index leads to other files than the manifest names");
  return [...new Set(faults)];
}

/** The same at every call, and worked out again only where something has changed that a reader could notice: the pointer, or something that is gone. */
export function pollingReader(bucket: BucketTwin, found: (fault: string) => void): () => void {
  let [seen, held] = ["", 0];
  return () => {
    const now = bucket.objects.get(pointerKey)?.version ?? "";
    const isLess = bucket.objects.size < held;
    held = bucket.objects.size;
    if (now === seen && !isLess) return;
    seen = now;
    for (const fault of readerFaults(bucket)) found(fault);
  };
}
