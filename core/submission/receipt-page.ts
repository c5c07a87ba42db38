import type { Encoding } from "../files/encoding.ts";
import type { StoredReceipt } from "../ports/receipts.ts";
import { type Receipt, receiptOf } from "./receipt.ts";

/** A receipt, or as much of it as goes into one answer, with the place where the next begins. */
export type ReceiptPage = Receipt & { readonly next?: string; readonly encoding?: Encoding };

const recordsToAPage = 5000;

/** A stored receipt as it is answered, from the record after an index on. */
export function receiptPage({ head, stored }: StoredReceipt, after = -1): ReceiptPage {
  const receipt = receiptOf({ ...head, stored: stored.map(({ records }) => records) });
  const records = receipt.records.filter(({ index }) => index > after);
  const page = records.slice(0, recordsToAPage);
  const path = `/v1/submissions/${encodeURIComponent(head.submissionId)}?after=${page.at(-1)?.index}`;
  const read = head.encoding === undefined ? {} : { encoding: head.encoding };
  return { ...receipt, ...read, records: page, ...(records.length > page.length ? { next: path } : {}) };
}
