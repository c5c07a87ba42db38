import type { ReportStore } from "../ports/report-store.ts";
import { type GenerationPlan, generationPlan } from "./generation-plan.ts";
import { type Manifest, manifest, runFiles } from "./manifest.ts";

/** The manifest of a generation, `null` where there is none. */
export async function readManifest(reports: ReportStore, gen: number | null): Promise<Manifest | null> {
  const text = gen === null ? null : await reports.readRunFile(gen, runFiles.manifest);
  return text === null ? null : manifest.parse(JSON.parse(text));
}

/** What a run decided about pages, `null` before it has. */
export async function readPlan(reports: ReportStore, gen: number): Promise<GenerationPlan | null> {
  const text = await reports.readRunFile(gen, runFiles.plan);
  return text === null ? null : generationPlan.parse(JSON.parse(text));
}

/** The generation that readers see, with the tag that publishing must name, its manifest, and when it was shown. */
export type Live = {
  readonly etag: string | null;
  readonly gen: number | null;
  readonly manifest: Manifest | null;
  readonly movedAt: string | undefined;
};

/** What readers see now; nothing, before anything was published. */
export async function readLive(reports: ReportStore): Promise<Live> {
  const current = await reports.readPointer();
  const gen = current?.pointer.gen ?? null;
  return { etag: current?.etag ?? null, gen, manifest: await readManifest(reports, gen), movedAt: current?.movedAt };
}
