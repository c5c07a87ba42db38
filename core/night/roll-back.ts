import { canonicalJson } from "../canonical-json.ts";
import { foldVersion } from "../episodes/contribution.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { type Manifest, runFiles } from "./manifest.ts";
import type { NightPorts } from "./night-ports.ts";
import { type Publication, publish } from "./publish.ts";
import { readLive, readManifest } from "./read-run-files.ts";

/**
 * Shows an earlier generation again, as a new one that points at the old objects: the number that readers see only ever rises. The next
 * night draws what is kept by then, so a rollback is a respite in which to correct it.
 */
export async function rollBack(to: number, ports: NightPorts & { readonly now: () => string }): Promise<Parsed<Publication>> {
  const [live, target] = await Promise.all([readLive(ports.reports), readManifest(ports.reports, to)]);
  if (target === null)
    return refused("unknown-generation", "generation", "name a generation that was published: `hearten runs` lists them");
  if (live.gen === to) return refused("live-generation", "generation", "readers see this generation already: name an earlier one");
  const gen = await writeAgain(target, live.gen, ports);
  const { civilDate, codeVersion, methodVersion, organisationSnapshot } = target;
  const record = { gen, civilDate, startedAt: ports.now(), codeVersion, methodVersion, foldVersion, organisationSnapshot };
  await ports.derived.recordRun({ ...record, phase: "verified", units: 0, drawn: 0, rolledBackTo: to });
  const result = await publish({ gen, civilDate, etag: live.etag }, ports);
  await ports.derived.recordRun({ ...record, phase: result.published ? "published" : "outrun", units: 0, drawn: 0, rolledBackTo: to });
  return taken(result);
}

async function writeAgain(target: Manifest, previous: number | null, { derived, reports }: NightPorts): Promise<number> {
  const organisations = (await reports.readRunFile(target.gen, runFiles.organisations)) ?? "";
  for (;;) {
    const gen = await derived.takeGeneration(previous ?? 0);
    const again: Manifest = { ...target, gen, previous, rolledBackTo: target.rolledBackTo ?? target.gen };
    const isFirst = await reports.writeRunFile(gen, runFiles.organisations, organisations);
    if (isFirst && (await reports.writeRunFile(gen, runFiles.manifest, canonicalJson(again)))) return gen;
  }
}
