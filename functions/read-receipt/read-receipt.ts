import type { ReceiptStore } from "../../core/ports/receipts.ts";
import { type Problem, problemOf } from "../../core/problem.ts";
import { type Receipt, receiptOf } from "../../core/submission/receipt.ts";
import { submissionRefusal } from "../../core/submission-rules.ts";

/** Which receipt, who asks, and from which record on. */
export type ReceiptRequest = { readonly client: string; readonly submissionId: string; readonly after: number };

/** A receipt, or as much of it as goes into one answer, with the place where the next begins. */
export type ReceiptPage = Receipt & { readonly next?: string };

const recordsToAPage = 5000;

/** The receipt of a submission for the client that sent it, as it stands now. For anybody else there is none, sent or not. */
export async function readReceipt(
  { client, submissionId, after }: ReceiptRequest,
  receipts: ReceiptStore,
): Promise<{ readonly page: ReceiptPage } | { readonly problem: Problem }> {
  const known = await receipts.readReceipt({ client, submissionId });
  if (known === null) {
    return {
      problem: problemOf(submissionRefusal("no-such-receipt", "submissionId", "ask for a submission of your own by its submissionId"), 404),
    };
  }
  const receipt = receiptOf({ ...known.head, stored: known.stored.map(({ records }) => records) });
  const records = receipt.records.filter(({ index }) => index > after);
  const page = records.slice(0, recordsToAPage);
  const last = page.at(-1)?.index;
  const next = records.length > page.length ? { next: `/v1/submissions/${encodeURIComponent(submissionId)}?after=${last}` } : {};
  return { page: { ...receipt, records: page, ...next } };
}
