import * as z from "zod";
import { type CivilDate, isCivilDate } from "../../core/civil-date.ts";
import { explainCell } from "../../core/night/explain-cell.ts";
import { parseCell } from "../../core/night/explained-cell.ts";
import { pinOrganisations } from "../../core/night/pinned-organisations.ts";
import { readLive } from "../../core/night/read-run-files.ts";
import { dryRun, type PreviewPorts } from "./dry-run.ts";

/** What an operator may ask before or after a night: what it would change, or which events made a published number. */
export const previewNightInput = z.discriminatedUnion("action", [
  z.object({ action: z.literal("dry-run"), civilDate: z.string().refine(isCivilDate).optional() }),
  z.object({ action: z.literal("explain"), cell: z.string().max(200) }),
]);

/** What both ask for. Nothing here writes. */
export type PreviewNightPorts = PreviewPorts & Pick<Parameters<typeof explainCell>[1], "explaining" | "registry">;

/** Answers with the document that `hearten nightly --dry-run` or `hearten explain` prints as JSON; a cell that is none is refused, as a value. */
export async function previewNight(asked: z.infer<typeof previewNightInput>, ports: PreviewNightPorts): Promise<object> {
  if (asked.action === "explain") return explain(asked.cell, ports);
  return dryRun(asked.civilDate === undefined ? {} : { civilDate: asked.civilDate }, ports);
}

async function explain(text: string, { derived, reports, organisations, digest, explaining, registry }: PreviewNightPorts) {
  const cell = parseCell(text);
  if (!cell.ok) return cell;
  const { manifest: live } = await readLive(reports);
  const on: CivilDate = live?.civilDate ?? "";
  const { organisations: pinned } = pinOrganisations(await organisations.versions(), on, digest);
  return explainCell(cell.value, { live, organisations: pinned, derived, reports, digest, explaining, registry });
}
