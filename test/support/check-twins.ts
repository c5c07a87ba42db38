import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect } from "vitest";
import { checkFile, type Finding } from "../../bin/commands/ingest/check-file.ts";
import { knownToService, standsInService } from "../../core/submission/known-to-service.ts";
import type { ReceiptRecord } from "../../core/submission/receipt.ts";
import { takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { takingDeps, twinStores } from "./taking-service.ts";

/** Where the files are that `check` reads. Whoever asks removes it. */
export const twinDirectory = mkdtempSync(join(tmpdir(), "hearten-"));

const moment = { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") };

/** A file with a text. */
export function file(name: string, text: string): string {
  const path = join(twinDirectory, name);
  writeFileSync(path, text);
  return path;
}

/** What `check` says of a file: every answer, or the rule by which it is refused whole; and what it says by the cells of rows alone. */
export async function checked(path: string) {
  const answers: ReceiptRecord[] = [];
  const [whole, quick]: [Finding[], Finding[]] = [[], []];
  const listener = (found: Finding[]) => ({ found: (one: Finding) => void found.push(one), progress: () => undefined });
  const told = await checkFile(path, moment, { ...listener(whole), answered: (answer) => answers.push(answer) });
  const quickly = await checkFile(path, moment, listener(quick));
  expect([quickly, sorted(quick)]).toEqual([told, sorted(whole)]);
  return answers.length > 0 ? answers : (whole[0]?.rule ?? "");
}

const sorted = (findings: readonly Finding[]) => findings.map((one) => JSON.stringify(one)).toSorted();

/** What a service that holds nothing answers to the same. */
export async function served(contentType: string, text: string): Promise<readonly ReceiptRecord[] | string> {
  const deps = takingDeps(twinStores({ together: true }));
  const answer = await takeSubmission({ client: "c1", contentType, body: Buffer.from(text), idempotencyKey: null }, deps);
  return "problem" in answer ? answer.problem.rule : answer.receipt.records;
}

/** An answer without what only the store knows: where an event stands among the others of its referral, and what changed since. */
export function withoutOthers({ standing: _, ...record }: ReceiptRecord) {
  const { score } = record;
  const parts = Object.entries(score?.subscales ?? {}).map(([id, part]) => [id, { ...part, change: null }]);
  const alone = score && { ...score, change: null, ...(score.subscales && { subscales: Object.fromEntries(parts) }) };
  const outcome = standsInService.some((one) => one === record.outcome) ? "accepted" : record.outcome;
  return { ...record, outcome, ...(alone && { score: alone }) };
}

/** Holds the two against each other. `check` says less only where one of the rules was broken that are listed as the service's alone. */
export function expectTwins(offline: readonly ReceiptRecord[] | string, online: readonly ReceiptRecord[] | string): void {
  if (typeof offline === "string" || typeof online === "string") return void expect(offline).toBe(online);
  const isServices = ({ rule = "" }: ReceiptRecord) => rule in knownToService && rule !== "event-id-reused";
  const here = offline.filter((_, at) => !isServices(online[at] ?? expect.unreachable()));
  expect(here).toEqual(online.filter((one) => !isServices(one)).map(withoutOthers));
}

/** Cells as CSV, every one in quotes. */
export const csv = (header: readonly string[], rows: readonly (readonly string[])[]) =>
  [header, ...rows].map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\n");

const place = { practice: "A81001", referralId: "R1" };
const score = fc.constantFrom(3, 11, 28);
const eventId = fc.constantFrom("e1", "e2", "e3", "e4", "e 5");
export const survey = { type: "survey.completed", ...place, completedOn: "2026-03-04" };
/** An event as somebody may send it, right or wrong. */
export const jsonEvent = fc.oneof(
  fc.record({ eventId, total: score, instrument: fc.constantFrom("phq-9", "PHQ9", "ons4") }).map((one) => ({ ...survey, ...one })),
  fc
    .record({ eventId, items: fc.constantFrom([1, 2, 1, 2, 1, 1, 2, 1, 1], [0, 0]) })
    .map((one) => ({ ...survey, instrument: "phq-9", ...one })),
  fc
    .record({ eventId, patient: fc.constantFrom({ nhsNumber: "943 476 5919" }, { nhsNumber: "9434765919" }, { localId: "N1" }) })
    .map((one) => ({ type: "referral.recorded", ...place, referredOn: "2026-03-02", referrerRole: "nurse", ...one })),
  fc.record({ eventId, withdraws: eventId }).map((one) => ({ type: "event.withdrawn", practice: "A81001", ...one })),
  fc.record({ eventId, corrects: eventId, total: score }).map(({ total, ...one }) => ({
    type: "event.corrected",
    practice: "A81001",
    ...one,
    event: { ...survey, instrument: "gad-7", total },
  })),
  fc.constantFrom<object>({}, { type: "letter" }, { ...survey, eventId: "e1", note: "9434765919" }),
);
