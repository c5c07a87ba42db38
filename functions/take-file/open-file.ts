import { type FileAddresses, fileOpening } from "../../core/files/api-schemas.ts";
import { largestFile, uploadParts } from "../../core/files/file-size.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { Digest } from "../../core/ports/digest.ts";
import type { DeclaredFile, FileBook, FileQueue, FileStore, OpenedFile, UploadedPart } from "../../core/ports/files.ts";
import type { ReceiptStore, SubmissionKey } from "../../core/ports/receipts.ts";
import { type Problem, problemOf } from "../../core/problem.ts";
import { type Parsed, type Refusal, refused, taken } from "../../core/refusal.ts";
import { schemaRefusals } from "../../core/submission/schema-refusals.ts";
import { parseStrictJson } from "../../core/submission/strict-json.ts";
import { parseSubmissionId } from "../../core/submission/submission.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";

/** What taking files needs of the world. */
export type TakingFileDeps = {
  readonly files: FileBook;
  readonly store: FileStore;
  readonly queue: FileQueue;
  readonly receipts: ReceiptStore;
  readonly pseudonyms: Pick<Pseudonyms, "refKey">;
  readonly sha256: Digest;
  /** How long the addresses of parts are taken. */
  readonly addressSeconds: number;
  readonly now: () => number;
};

export type OpeningAnswer = { readonly status: 200 | 201; readonly file: FileAddresses } | { readonly problem: Problem };

type Opening = { readonly submissionId: string; readonly declared: DeclaredFile; readonly md5: readonly string[] };

/**
 * Opens a file that is too large for a request: says where each of its parts is to be sent. The same again, at any time before the file is
 * complete, gives new addresses and says which parts are there.
 */
export async function openFile({ client, body }: { client: string; body: string }, deps: TakingFileDeps): Promise<OpeningAnswer> {
  const opening = await readOpening(client, body, deps);
  if (!opening.ok) return problemFor(opening.refusals);
  const { submissionId, declared, md5 } = opening.value;
  const key = { client, submissionId };
  if (!(await isOwnId(key, declared, deps))) return problemFor([idReused()]);
  const known = await deps.files.readFile(key);
  const complete = `/v1/uploads/${encodeURIComponent(submissionId)}/complete`;
  const wanted = uploadParts(declared.size);
  if (known?.sent)
    return { status: 200, file: { submissionId, status: "sent", parts: [], stored: wanted.map(({ number }) => number), complete } };
  const { uploadId, there } = await uploadFor(key, declared, { known: known?.opened ?? null, deps });
  const stored = wanted.filter((part) => isThere(part, there)).map(({ number }) => number);
  const parts = await Promise.all(
    wanted
      .filter(({ number }) => !stored.includes(number))
      .map(async ({ number, size }) => {
        const digest = md5[number - 1] ?? null;
        const url = await deps.store.addressOf(key, uploadId, { number, size, md5: digest });
        return { number, size, url, headers: { "content-length": String(size), ...(digest === null ? {} : { "content-md5": digest }) } };
      }),
  );
  const expiresAt = new Date(deps.now() + deps.addressSeconds * 1000).toISOString();
  return { status: known === null ? 201 : 200, file: { submissionId, status: "uploading", parts, stored, expiresAt, complete } };
}

/** Whether a part of the right size has arrived. */
export function isThere({ number, size }: UploadedPart, there: readonly UploadedPart[]): boolean {
  return there.some((part) => part.number === number && part.size === size);
}

/** The answer to a request that cannot be done. */
export function problemFor([refusal]: readonly Refusal[]): { readonly problem: Problem } {
  if (refusal === undefined) throw new TypeError("problemFor requires a refusal");
  return { problem: problemOf(refusal) };
}

async function readOpening(client: string, body: string, { pseudonyms, sha256 }: TakingFileDeps): Promise<Parsed<Opening>> {
  const json = parseStrictJson(body);
  if (!json.ok) return json;
  const read = fileOpening.safeParse(json.value);
  if (!read.success) {
    const tooLarge = read.error.issues.some(({ code, path }) => code === "too_big" && path[0] === "size");
    if (tooLarge) return refused("file-too-large", "size", `divide the file by referral: a part of it may have ${largestFile} bytes`);
    return { ok: false, refusals: schemaRefusals(json.value, read.error.issues).slice(0, 1) };
  }
  const { submissionId, size, contentType, sha256: given, md5 = [] } = read.data;
  const id = parseSubmissionId(submissionId);
  if (!id.ok) return id;
  if (md5.length > 0 && md5.length !== uploadParts(size).length) {
    return refused("too-many-values", "md5", `send one for each of the ${uploadParts(size).length} parts, or none`);
  }
  // A file may be short and hold one number that could be guessed: its plain checksum would say when the guess is right.
  const checksum = given === undefined ? null : await pseudonyms.refKey(client, sha256(given));
  return taken({ submissionId: id.value, declared: { size, contentType, checksum }, md5 });
}

/** The id stands for this file from now on, as a submission's id stands for its body. */
async function isOwnId(key: SubmissionKey, declared: DeclaredFile, { receipts, sha256, now }: TakingFileDeps): Promise<boolean> {
  const bodyHash = sha256(JSON.stringify(["file", declared.size, declared.contentType, declared.checksum]));
  const head = { ...key, bodyHash, received: 0, parts: 0, receivedAt: new Date(now()).toISOString(), isFile: true };
  if (await receipts.openReceipt(head, null)) return true;
  const known = await receipts.readReceipt(key);
  return known?.head.isFile === true && known.head.bodyHash === bodyHash;
}

type Known = { readonly known: OpenedFile | null; readonly deps: TakingFileDeps };

/** The upload that is open, with what has come; a new one where there is none, or where it was given up for its age. */
async function uploadFor(
  key: SubmissionKey,
  declared: DeclaredFile,
  { known, deps }: Known,
): Promise<{ readonly uploadId: string; readonly there: readonly UploadedPart[] }> {
  const there = known === null ? null : await deps.store.partsOf(key, known.uploadId);
  if (known !== null && there !== null) return { uploadId: known.uploadId, there };
  const uploadId = await deps.store.startUpload(key, declared.contentType);
  if (await deps.files.open(key, { ...declared, uploadId }, known?.uploadId ?? null)) return { uploadId, there: [] };
  await deps.store.giveUp(key, uploadId);
  const rival = await deps.files.readFile(key);
  if (rival === null) throw new Error("a file that was opened by another is not there");
  return { uploadId: rival.opened.uploadId, there: (await deps.store.partsOf(key, rival.opened.uploadId)) ?? [] };
}

function idReused(): Refusal {
  return submissionRefusal("submission-id-reused", "submissionId", "give what is new a submissionId of its own");
}
