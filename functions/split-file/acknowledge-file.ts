import type { AcknowledgementStore, FileBook, FileMessage } from "../../core/ports/files.ts";

/** What putting an acknowledgement together needs of the world. */
export type AcknowledgingDeps = { readonly files: FileBook; readonly acknowledgements: AcknowledgementStore };

/** Puts the acknowledgement of a file together when all its parts are stored. Safe to repeat: the pieces stand, and so does the order. */
export async function acknowledgeFile(
  { client, submissionId }: FileMessage,
  { files, acknowledgements }: AcknowledgingDeps,
): Promise<"acknowledged" | "known"> {
  const key = { client, submissionId };
  const file = await files.readFile(key);
  if (file === null || file.isAcknowledged || file.surveyed === null || "refusal" in file.surveyed) return "known";
  if (file.stored.length < file.surveyed.parts) return "known";
  const pieces = file.stored.toSorted((a, b) => a.part - b.part).map(({ piece }) => piece);
  await acknowledgements.putTogether(key, pieces);
  await files.acknowledge(key);
  // An erasure that found the acknowledgement not yet whole has changed pieces of which it may be made.
  if ((await files.erasedLately()).size > 0) await acknowledgements.putTogether(key, pieces);
  return "acknowledged";
}
