import type { ReportStore } from "../ports/report-store.ts";
import { type Fate, type NightStepName, troubleFile } from "./night-steps.ts";

type Trouble = { readonly gen: number; readonly step: NightStepName; readonly fate: Fate };

/**
 * Notes with a run that a step of it failed, for the status page. A note that cannot be written is left out: the step has failed for another reason,
 * and that one is told.
 */
export async function noteTrouble(reports: Pick<ReportStore, "writeRunFile">, { gen, step, fate }: Trouble): Promise<void> {
  await reports.writeRunFile(gen, troubleFile(step, fate), JSON.stringify({ step, fate })).catch(() => false);
}
