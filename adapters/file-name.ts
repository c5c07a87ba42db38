import type { SubmissionKey } from "../core/ports/receipts.ts";
import { sha256 } from "./sha256.ts";

/** What stands for a submission in the names of objects: a hash, so that nothing that was sent becomes part of a path. */
export function objectNameOf({ client, submissionId }: SubmissionKey): string {
  return sha256(`${client}#${submissionId}`);
}
