import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { KeepingDeps } from "../../core/keeping/kept.ts";
import type { PartMessage, PartStore, ReceiptStore } from "../../core/ports/receipts.ts";
import { storeRecords } from "../../core/submission/store-records.ts";

/** What storing a part needs of the world. */
export type StoringDeps = KeepingDeps & {
  readonly receipts: ReceiptStore;
  readonly parts: PartStore;
  readonly pseudonyms: Pseudonyms;
};

/** Stores one part of a large submission and adds what became of it to the receipt. Safe to repeat: a part that is stored is not read again. */
export async function storePart(message: PartMessage, deps: StoringDeps): Promise<{ readonly stored: number }> {
  if (await deps.receipts.holdsPart(message, message.part)) return { stored: 0 };
  const records = await deps.parts.readPart(message, message.part);
  await deps.receipts.addPart(message, message.part, await storeRecords(records, message, deps));
  return { stored: records.length };
}
