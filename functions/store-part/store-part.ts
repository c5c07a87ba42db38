import { acknowledgedRow } from "../../core/files/acknowledged-row.ts";
import { countsOfRecords } from "../../core/files/counts.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { KeepingDeps } from "../../core/keeping/kept.ts";
import type { AcknowledgementStore, FileBook, FileQueue } from "../../core/ports/files.ts";
import type { PartMessage, PartStore, ReceiptStore, SubmissionKey } from "../../core/ports/receipts.ts";
import { storeRecords } from "../../core/submission/store-records.ts";

/** What storing a part needs of the world. */
export type StoringDeps = KeepingDeps & {
  readonly receipts: ReceiptStore;
  readonly parts: PartStore;
  readonly pseudonyms: Pseudonyms;
  readonly files: FileBook;
  readonly acknowledgements: Pick<AcknowledgementStore, "keepPiece" | "redact">;
  readonly fileQueue: FileQueue;
};

/** Stores one part of a large submission and adds what became of it to the receipt. Safe to repeat: a part that is stored is not read again, and goes. */
export async function storePart(message: PartMessage, deps: StoringDeps): Promise<{ readonly stored: number }> {
  if (message.file !== undefined) return storeFilePart(message, message.file, deps);
  const isStored = await deps.receipts.holdsPart(message, message.part);
  const records = isStored ? [] : await deps.parts.readPart(message, message.part);
  if (!isStored) await deps.receipts.addPart(message, message.part, await storeRecords(records, message, deps));
  const erased = await deps.receipts.erasedLately();
  if (erased.size > 0) await deps.receipts.redact(message, erased);
  await deps.parts.removePart(message, message.part);
  return { stored: records.length };
}

/** Whoever was erased while a part was being stored may stand in the piece that tells of it. */
async function forgetErased(key: SubmissionKey, part: number, { files, acknowledgements }: StoringDeps): Promise<void> {
  const erased = await files.erasedLately();
  if (erased.size === 0) return;
  const piece = (await files.readFile(key))?.stored.find((one) => one.part === part)?.piece;
  if (piece !== undefined) await acknowledgements.redact([piece], erased);
}

/**
 * Of a file, the receipt has numbers alone, and what became of each record goes into its acknowledgement. Whoever stores the last part says so;
 * it is asked after every part, also one that was stored before, because who stored it may have been stopped before saying so.
 */
async function storeFilePart(
  message: PartMessage,
  { parts, version }: NonNullable<PartMessage["file"]>,
  deps: StoringDeps,
): Promise<{ readonly stored: number }> {
  const { client, submissionId, part } = message;
  const key = { client, submissionId };
  const isStored = await deps.files.holdsPart(key, part);
  const records = isStored ? [] : await deps.parts.readPart(key, part);
  if (!isStored) {
    const answers = await storeRecords(records, message, deps);
    const piece = await deps.acknowledgements.keepPiece(key, part, answers.map(acknowledgedRow));
    await deps.files.addPart(key, { part, piece, counts: countsOfRecords(answers) });
  }
  await forgetErased(key, part, deps);
  await deps.parts.removePart(key, part);
  if ((await deps.files.countParts(key)) === parts) await deps.fileQueue.announceFile({ ...key, step: "acknowledge", version });
  return { stored: records.length };
}
