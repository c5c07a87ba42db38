import type { ReportStore } from "../ports/report-store.ts";
import { type GenerationIndex, generationIndex, indexOf } from "./generation-index.ts";
import { type GenerationPlan, generationPlan } from "./generation-plan.ts";
import { fragmentName, type Manifest, type ManifestPlace, manifest, manifestPlace, type Pointer, runFiles } from "./manifest.ts";

/** The manifest of a generation, `null` where there is none. */
export async function readManifest(reports: RunFiles, gen: number | null): Promise<Manifest | null> {
  const text = gen === null ? null : await reports.readRunFile(gen, runFiles.manifest);
  return text === null ? null : manifest.parse(JSON.parse(text));
}

/** The index of a generation; `null` where it was made before there were any. */
export async function readIndex(reports: RunFiles, gen: number): Promise<GenerationIndex | null> {
  const text = await reports.readRunFile(gen, runFiles.index);
  return text === null ? null : generationIndex.parse(JSON.parse(text));
}

/** The entry of a place as the run that drew it left it. @throws when it is not there: a generation that is kept names no other */
export async function readFragment(reports: RunFiles, run: number, code: string): Promise<ManifestPlace> {
  const text = await reports.readRunFile(run, fragmentName(code));
  if (text === null) throw new Error(`run ${run} requires the pages of ${code}, which were not drawn`);
  return manifestPlace.parse(JSON.parse(text));
}

type RunFiles = Pick<ReportStore, "readRunFile">;

/** A generation as its readers take it: what is to be known of all places, and the files of one of them without the others. */
export type ShownGeneration = {
  readonly index: GenerationIndex;
  readonly placeOf: (code: string) => Promise<ManifestPlace | null>;
};

/** A generation by its index; by its manifest, where it was made before there were any; `null` where there is neither. */
export async function readGeneration(reports: RunFiles, gen: number): Promise<ShownGeneration | null> {
  const index = await readIndex(reports, gen);
  if (index === null) {
    const whole = await readManifest(reports, gen);
    return whole === null ? null : { index: indexOf(whole), placeOf: async (code) => own(whole.places, code) };
  }
  const placeOf = async (code: string) => {
    const place = own(index.places, code);
    return place === null ? null : readFragment(reports, place.run, code);
  };
  return { index, placeOf };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return (Object.hasOwn(record, key) ? record[key] : undefined) ?? null;
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
  readonly pointer: Pointer | null;
};

/** What readers see now; nothing, before anything was published. */
export async function readLive(reports: ReportStore): Promise<Live> {
  const current = await reports.readPointer();
  const gen = current?.pointer.gen ?? null;
  return {
    etag: current?.etag ?? null,
    gen,
    manifest: await readManifest(reports, gen),
    movedAt: current?.movedAt,
    pointer: current?.pointer ?? null,
  };
}
