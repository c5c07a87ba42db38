import * as z from "zod";
import type { ReportStore } from "../ports/report-store.ts";
import type { GenerationPlan } from "./generation-plan.ts";
import { inParallel } from "./in-parallel.ts";
import { asOfDate } from "./london-date.ts";
import { type Manifest, type ManifestPlace, publishedFile, sharedFragment } from "./manifest.ts";
import type { Run } from "./open-run.ts";
import { readFragment } from "./read-run-files.ts";

/** What a manifest is made of. */
export type ManifestParts = {
  readonly run: Run;
  readonly plan: GenerationPlan;
  /** What readers saw when the plan was made. */
  readonly current: Manifest | null;
  readonly reports: ReportStore;
};

const fragmentsAtOnce = 16;

/** The manifest of a run: entries it has drawn, and for every other planned place the entry that readers see. @throws when one is missing */
export async function assembleManifest({ run, plan, current, reports }: ManifestParts): Promise<Manifest> {
  const drawn = new Map(
    await inParallel(plan.drawn, fragmentsAtOnce, async (code) => [code, await readFragment(reports, run.gen, code)] as const),
  );
  const places = Object.keys(plan.places).map((code) => [code, drawn.get(code) ?? current?.places[code]] as const);
  const missing = places.filter(([, entry]) => entry === undefined);
  if (missing.length > 0) throw new Error(`run ${run.gen} requires an entry for each place: ${missing.length} have none`);
  return {
    gen: run.gen,
    previous: plan.currentGen,
    civilDate: run.civilDate,
    asOf: asOfDate(run.civilDate),
    codeVersion: run.codeVersion,
    methodVersion: run.methodVersion,
    organisationSnapshot: run.organisationSnapshot,
    places: Object.fromEntries(places.filter((place): place is [string, ManifestPlace] => place[1] !== undefined)),
    releases: plan.releases,
    ...(plan.expected === undefined ? {} : { expected: plan.expected }),
    assets: plan.assets ? await sharedAssets(run.gen, reports) : (current?.assets ?? {}),
  };
}

async function sharedAssets(gen: number, reports: ReportStore): Promise<Manifest["assets"]> {
  const text = await reports.readRunFile(gen, sharedFragment);
  if (text === null) throw new Error(`run ${gen} requires what all pages share, which was not kept`);
  return z.record(z.string(), publishedFile).parse(JSON.parse(text));
}
