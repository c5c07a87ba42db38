import * as z from "zod";
import { canonicalJson } from "../canonical-json.ts";
import { ledgerSchema } from "../ledger.ts";
import type { Digest } from "../ports/digest.ts";
import type { ReportStore } from "../ports/report-store.ts";
import { placeRelease } from "./manifest.ts";

/** What one batch of checking has found, and what it was held against: the last step holds that against what stands then. */
const finding = z.object({
  gen: z.int(),
  boards: z.array(z.string()),
  /** By place: one word for the versions in which it stood before anything of it was checked. */
  stood: z.record(z.string(), z.string()),
  /** By place that is drawn anew: SHA-256 of its entry, each of whose files was asked for. */
  pages: z.record(z.string(), z.string()),
  /** What the rule releases of what stands, decided anew: of places of which something else was seen before. */
  releases: z.record(z.string(), placeRelease),
  /** SHA-256 of what is released so, and is not kept as it was decided. */
  missing: z.array(z.string()),
  /** How the events of the practice-months stand that were written since the generation before. */
  ledger: ledgerSchema,
  /** Why else the generation must not be shown. */
  problems: z.array(z.string()),
});

export type Finding = Readonly<z.infer<typeof finding>>;

const sealed = z.object({ finding, sha256: z.string() });

type Files = { readonly reports: Pick<ReportStore, "readRunFile" | "writeRunFile">; readonly digest: Digest };

const answerTo = (key: string) => `checked/${key}`;

/** Whether a batch has been answered already, rightly or not. */
export async function isChecked(gen: number, key: string, { reports }: Pick<Files, "reports">): Promise<boolean> {
  return (await reports.readRunFile(gen, answerTo(key))) !== null;
}

/** Leaves what a batch has found. The first attempt's stands: it says what it was held against, so that it is taken for nothing else. */
export async function leaveFinding(key: string, found: Finding, { reports, digest }: Files): Promise<void> {
  await reports.writeRunFile(found.gen, answerTo(key), canonicalJson({ finding: found, sha256: digest(canonicalJson(found)) }));
}

/** What a batch of this run has found of these boards; `null` where it is missing, damaged, or of another run or other boards. */
export async function readFinding(
  { gen, key, boards }: { readonly gen: number; readonly key: string; readonly boards: readonly string[] },
  { reports, digest }: Files,
): Promise<Finding | null> {
  const text = await reports.readRunFile(gen, answerTo(key));
  const parsed = text === null ? null : sealed.safeParse(jsonOf(text)).data;
  if (parsed === undefined || parsed === null || digest(canonicalJson(parsed.finding)) !== parsed.sha256) return null;
  return parsed.finding.gen === gen && canonicalJson(parsed.finding.boards) === canonicalJson(boards) ? parsed.finding : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
