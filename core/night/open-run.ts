import { foldVersion } from "../episodes/contribution.ts";
import type { OrganisationSnapshot } from "../organisations/organisation.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { runFiles } from "./manifest.ts";
import { parseSnapshot } from "./pinned-organisations.ts";
import type { RunRecord } from "./run-record.ts";
import { methodVersion } from "./versions.ts";

/** What every step of a run works with: what planning decided, the same for all of them. */
export type Run = RunRecord & { readonly snapshot: OrganisationSnapshot };

/** A step runs other code than the run was planned with: after a deployment in mid-run. The next run does the work. */
export class MixedRunError extends Error {
  override readonly name = "MixedRunError";
}

/**
 * The run as it was planned; one with nothing to do has pinned nothing, and its steps look at its phase alone.
 *
 * @throws MixedRunError when this code is not the code it was planned with
 */
export async function openRun(
  gen: number,
  { derived, reports, codeVersion }: { readonly derived: DerivedStore; readonly reports: ReportStore; readonly codeVersion: string },
): Promise<Run> {
  const record = await derived.runOf(gen);
  if (record === null) throw new Error(`run ${gen} requires a plan before any other step`);
  if (record.codeVersion !== codeVersion || record.methodVersion !== methodVersion || record.foldVersion !== foldVersion)
    throw new MixedRunError(`run ${gen} was planned with other code or rules than this step has`);
  const organisations = await reports.readRunFile(gen, runFiles.organisations);
  if (organisations === null && record.phase !== "unchanged") throw new Error(`run ${gen} requires the organisations it pinned`);
  return { ...record, snapshot: organisations === null ? nothingPinned(record) : parseSnapshot(organisations) };
}

function nothingPinned({ civilDate, organisationSnapshot }: RunRecord): OrganisationSnapshot {
  return { on: civilDate, hash: organisationSnapshot, organisations: new Map() };
}
