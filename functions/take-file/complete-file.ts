import { type FilePage, filePage } from "../../core/files/file-page.ts";
import { largestFile, uploadParts } from "../../core/files/file-size.ts";
import type { OpenedFile, StoredFile } from "../../core/ports/files.ts";
import type { SubmissionKey } from "../../core/ports/receipts.ts";
import type { Problem } from "../../core/problem.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { isThere, problemFor, type TakingFileDeps } from "./open-file.ts";

export type CompletionAnswer = { readonly status: 200 | 202; readonly page: FilePage } | { readonly problem: Problem };

/**
 * Makes a file of the parts that were sent, and has it worked on. The same again announces the work again, which does no harm: a version of a file
 * is worked on once.
 */
export async function completeFile(key: SubmissionKey, deps: TakingFileDeps): Promise<CompletionAnswer> {
  const known = await deps.files.readFile(key);
  if (known === null) {
    return problemFor([
      submissionRefusal("no-such-file", "submissionId", "open the file first, and complete it under the same submissionId"),
    ]);
  }
  if (known.sent !== null) return announced(key, known, deps);
  const missing = await missingParts(key, known.opened, deps);
  if (missing.length > 0) {
    const fix = `open the file again for new addresses, and send part ${missing.join(", ")}`;
    return problemFor([submissionRefusal("file-parts-missing", "parts", fix)]);
  }
  await deps.store.join(key, known.opened.uploadId);
  const whole = await deps.store.find(key);
  const { size, contentType } = known.opened;
  if (whole === null || whole.size !== size || whole.size > largestFile || whole.contentType !== contentType) {
    if (whole !== null) await deps.store.remove(key, whole.version);
    return problemFor([submissionRefusal("file-size", "size", "open the file again, and send it as it was announced")]);
  }
  await deps.files.send(key, { version: whole.version, sentAt: new Date(deps.now()).toISOString() });
  const sent = await deps.files.readFile(key);
  if (sent === null) throw new Error("a file that was sent is not there");
  return announced(key, sent, deps);
}

/** The parts that are not there; none where the upload was joined before, and only its answer was lost. */
async function missingParts(key: SubmissionKey, { uploadId, size }: OpenedFile, { store }: TakingFileDeps): Promise<readonly number[]> {
  const there = await store.partsOf(key, uploadId);
  if (there === null && (await store.find(key)) !== null) return [];
  return uploadParts(size)
    .filter((part) => !isThere(part, there ?? []))
    .map(({ number }) => number);
}

/** The announcement may have been lost, or its worker: twice does no harm. */
async function announced(key: SubmissionKey, file: StoredFile, { queue }: TakingFileDeps): Promise<CompletionAnswer> {
  const page = filePage(key.submissionId, file);
  const isDone = page.status === "complete" || page.status === "refused";
  if (!isDone && file.sent !== null) {
    const isStored = page.status === "storing" && page.progress?.parts === page.progress?.stored;
    await queue.announceFile({ ...key, step: isStored ? "acknowledge" : "cut", version: file.sent.version });
  }
  return { status: isDone ? 200 : 202, page };
}
