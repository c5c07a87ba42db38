import * as z from "zod";
import { practicesWaiting } from "../../core/night/considered.ts";
import { isUnchanged } from "../../core/night/generation-plan.ts";
import { runFiles } from "../../core/night/manifest.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { openRun } from "../../core/night/open-run.ts";
import { maySucceed } from "../../core/night/public-packs.ts";
import { type Publication, publish } from "../../core/night/publish.ts";
import { readGeneration, readPlan } from "../../core/night/read-run-files.ts";
import type { RunRecord } from "../../core/night/run-record.ts";
import { englandCode } from "../../core/organisations/organisation.ts";
import { requireRepeated, type SettledBook } from "../../core/people/unrepeated.ts";
import type { ReportStore } from "../../core/ports/report-store.ts";

/** A night that may be shown. */
export const publishGenerationInput = z.object({ gen: z.int() });

/** What publishing asks for besides what every step is given. `now` is an instant, UTC. */
export type PublishPorts = NightPorts & { readonly settledBook: SettledBook; readonly now: () => string };

/**
 * Shows a verified generation to readers, once, and remembers how the run ended.
 *
 * @throws {ExclusionsNotRepeatedError} where the source table does not know of everybody who was excluded: it was restored, and counts them
 */
export async function publishGeneration({ gen }: z.infer<typeof publishGenerationInput>, ports: PublishPorts): Promise<Publication> {
  const { snapshot: _snapshot, ...record } = await openRun(gen, ports);
  const result = record.phase === "unchanged" ? unchanged(gen) : await show(record, ports);
  const phase = result.published ? "published" : result.reason === "unchanged" ? "unchanged" : "outrun";
  if (phase !== record.phase) await ports.derived.recordRun({ ...record, ...(await decidedBy(gen, ports)), phase });
  return result;
}

/** What the run decided upon: where nothing of it may be seen, no generation remembers it, and the next night asks this record. */
async function decidedBy(gen: number, { reports }: NightPorts): Promise<Pick<RunRecord, "considered" | "waiting">> {
  const plan = await readPlan(reports, gen);
  return plan === null ? {} : { considered: plan.considered, waiting: practicesWaiting(plan.releases) };
}

function unchanged(gen: number): Publication {
  return { gen, published: false, reason: "unchanged" };
}

/** Against every earlier pack, since whoever has one may have all of them. */
async function mayBecomePack(gen: number, reports: ReportStore): Promise<boolean> {
  const packs = (await reports.readPointer())?.pointer.packs ?? [];
  const england = (await (await readGeneration(reports, gen))?.placeOf(englandCode)) ?? null;
  for (const pack of packs) {
    const earlier = await readGeneration(reports, pack.gen);
    if (earlier === null || !maySucceed(england, await earlier.placeOf(englandCode))) return false;
  }
  return true;
}

async function show({ gen, civilDate }: RunRecord, ports: PublishPorts): Promise<Publication> {
  const plan = await readPlan(ports.reports, gen);
  if (plan !== null && isUnchanged(plan)) return unchanged(gen);
  const isVerified = (await ports.reports.readRunFile(gen, runFiles.manifest)) !== null;
  if (plan !== null && isVerified) {
    const pack = await mayBecomePack(gen, ports.reports);
    await requireRepeated(ports.settledBook, ports.now());
    return publish({ gen, civilDate, etag: plan.etag, mayBecomePack: pack }, ports);
  }
  const live = await ports.reports.readPointer();
  if (live === null || live.pointer.gen < gen) throw new Error(`run ${gen} requires verification before it is shown`);
  return { gen, published: false, reason: "newer" };
}
