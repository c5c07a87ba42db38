import type { Refusal } from "../refusal.ts";
import type { RecordScore } from "../scoring/record-score.ts";
import type { Receipt, ReceiptRecord } from "../submission/receipt.ts";
import { type Issue, noteOf } from "./operation-outcome.ts";
import type { Outline } from "./outline.ts";
import { type EntryAnswer, type OperationOutcomeOrBundle, responseTo } from "./response-bundle.ts";

/** The answer to a bundle, from the receipt that it was given. */
export function answerToBundle({ type, entries }: Outline, { records }: Pick<Receipt, "records">): OperationOutcomeOrBundle {
  const byEntry = new Map(records.map((record) => [record.index, record]));
  return responseTo(
    type,
    entries.map((one, index) => answerOf({ index, type: one }, byEntry.get(index))),
  );
}

function answerOf(about: Pick<EntryAnswer, "index" | "type">, record: ReceiptRecord | undefined): EntryAnswer {
  if (record === undefined) return { ...about, outcome: "used", refusals: [], notes: [] };
  if (record.outcome === "rejected") return { ...about, outcome: "refused", refusals: refusalsOf(record), notes: [] };
  const notes = [...standingOf(record), ...(record.score === undefined ? [] : notesOn(record.score))];
  return { ...about, outcome: record.outcome === "duplicate" || record.outcome === "excluded" ? "known" : "created", refusals: [], notes };
}

/** What a sender must know of a resource that does not simply count. */
function standingOf({ outcome, standing }: ReceiptRecord): readonly Issue[] {
  if (outcome === "parked") return [noteOf("information", "kept, and counted once its referral is known")];
  if (outcome === "excluded") return [noteOf("information", "not kept: the records of this person were erased")];
  return standing === "opted-out" ? [noteOf("information", "kept, and left out of every figure: the person has opted out")] : [];
}

function refusalsOf({ rule = "", field = "", fix = "", also = [] }: ReceiptRecord): readonly Refusal[] {
  return [{ rule, field, fix }, ...also];
}

/** What to do at once comes first. */
function notesOn({ score, band, change, reason, action }: RecordScore): readonly Issue[] {
  const parts = [
    score === null ? `no score: ${reason ?? "none must be made"}` : `score ${score}`,
    ...(band === null ? [] : [band]),
    ...(change === null ? [] : [`${change} since the baseline`]),
  ];
  return [...(action === undefined ? [] : [noteOf("warning", action)]), noteOf("information", parts.join(", "))];
}
