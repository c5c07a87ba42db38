import { type FilePage, filePage } from "../../core/files/file-page.ts";
import type { FileBook } from "../../core/ports/files.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import { type Problem, problemOf } from "../../core/problem.ts";
import { type ReceiptPage, receiptPage } from "../../core/submission/receipt-page.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";

/** Which receipt, who asks, and from which record on. */
export type ReceiptRequest = { readonly client: string; readonly submissionId: string; readonly after: number };

/** The receipt of a submission for the client that sent it, as it stands now. For anybody else there is none, sent or not. */
export async function readReceipt(
  { client, submissionId, after }: ReceiptRequest,
  receipts: ReceiptStore,
  files: Pick<FileBook, "readFile">,
): Promise<{ readonly page: ReceiptPage | FilePage } | { readonly problem: Problem }> {
  const key = { client, submissionId };
  const known = await receipts.readReceipt(key);
  if (known !== null && known.head.isFile !== true) return { page: receiptPage(known, after) };
  const file = known === null ? null : await files.readFile(key);
  if (file !== null) return { page: filePage(submissionId, file) };
  const refusal = submissionRefusal("no-such-receipt", "submissionId", "ask for a submission of your own by its submissionId");
  return { problem: problemOf(refusal, 404) };
}
