import type { CivilDate } from "../../core/civil-date.ts";
import type { Outline } from "../../core/fhir/outline.ts";
import { refuseTogether } from "../../core/fhir/refuse-together.ts";
import type { ImdLookup } from "../../core/identifiers/imd.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { KeepingDeps } from "../../core/keeping/kept.ts";
import type { Mapping } from "../../core/mapping/mapping.ts";
import { londonDate } from "../../core/night/london-date.ts";
import type { AuthoritySource } from "../../core/ports/authority.ts";
import type { PartQueue, PartStore, ReceiptHead, ReceiptStore, StoredReceipt } from "../../core/ports/receipts.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import { type Problem, problemOf } from "../../core/problem.ts";
import type { Refusal } from "../../core/refusal.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { partsOf, recordsToAPart } from "../../core/submission/parts.ts";
import { prepare } from "../../core/submission/prepare.ts";
import type { PreparedRecord } from "../../core/submission/prepared.ts";
import { readAhead } from "../../core/submission/read-ahead.ts";
import { type ReceiptPage, receiptPage } from "../../core/submission/receipt-page.ts";
import { storeAnswered } from "../../core/submission/store-records.ts";
import { parseSubmissionId, type Submission } from "../../core/submission/submission.ts";
import { submissionRefusal } from "../../core/submission/submission-rules.ts";
import { readBody } from "./read-body.ts";

/** A request to take something in, by a client whose token was verified. */
export type SubmissionRequest = {
  readonly client: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly idempotencyKey: string | null;
};

/** What taking in needs of the world. */
export type TakingDeps = KeepingDeps & {
  readonly receipts: ReceiptStore;
  readonly parts: PartStore;
  readonly queue: PartQueue;
  readonly authority: AuthoritySource;
  readonly pseudonyms: Pseudonyms;
  /** The table by which a neighbourhood becomes a quintile, where the deployer has one. */
  readonly deprivation?: ImdLookup | null;
  /** How files of other systems are read, where it is otherwise than shipped. */
  readonly mappings?: readonly Mapping[];
  /** The instant, in milliseconds. */
  readonly now: () => number;
  readonly audit?: Audit;
};

/** The receipt, complete (200) or to be fetched again (202), or the problem. */
export type SubmissionAnswer =
  | { readonly status: 200 | 202; readonly receipt: ReceiptPage; readonly outline?: Outline }
  | { readonly status: number; readonly problem: Problem };

/**
 * Takes a submission in: reads it, judges every record on its own, keeps what may be kept and answers with a receipt. What is small is stored
 * before the answer; what is large is divided, and stored part by part after it. The same again gives the same answer.
 */
export async function takeSubmission(request: SubmissionRequest, deps: TakingDeps): Promise<SubmissionAnswer> {
  const now = deps.now();
  const today = londonDate(new Date(now));
  const read = readBody(request, momentOf({ today, now }, deps), deps.sha256);
  if (!read.ok) return refusedWhole(read.refusals);
  const answer = await takeRead(read.value, { request, now, today }, deps);
  return "problem" in answer || read.value.outline === undefined ? answer : { ...answer, outline: read.value.outline };
}

function momentOf(moment: Moment, { instruments, deprivation, mappings }: TakingDeps): Moment {
  return { ...moment, ...(instruments && { instruments }), ...(deprivation && { deprivation }), ...(mappings && { mappings }) };
}

type Taking = { readonly request: SubmissionRequest; readonly now: number; readonly today: CivilDate };

async function takeRead(submission: Submission, { request, now, today }: Taking, deps: TakingDeps): Promise<SubmissionAnswer> {
  const id = idOf(submission, request, deps);
  if (!id.ok) return refusedWhole(id.refusals);
  const key = { client: request.client, submissionId: id.value };
  const bodyHash = await keyedHash(request, deps);
  const ahead = await readAhead(submission.records, key, deps);
  const known = await ahead.receipts.readReceipt(key);
  if (known !== null && known.head.bodyHash !== bodyHash) return refusedWhole([idReused()]);
  if (known !== null) return answerAgain(known, ahead);
  const sender = {
    client: request.client,
    today,
    authority: ahead.authority,
    pseudonyms: deps.pseudonyms,
    ...(deps.audit && { audit: deps.audit }),
  };
  const whole = submission.outline?.type === "transaction";
  const prepared = await prepare(submission.records, sender);
  const records = whole ? refuseTogether(prepared) : prepared;
  const read = submission.encoding === undefined ? {} : { encoding: submission.encoding };
  const head = { ...key, bodyHash, received: records.length, parts: 1, receivedAt: new Date(now).toISOString(), ...read };
  return records.length <= recordsToAPart ? storeNow({ ...head, whole }, records, ahead) : storeLater(head, records, ahead);
}

function idOf(submission: Submission, { idempotencyKey }: SubmissionRequest, { nextId }: TakingDeps) {
  return parseSubmissionId(submission.submissionId ?? idempotencyKey ?? nextId());
}

/** Bodies hold identifiers that could be guessed, one after the other, from a plain hash of them. */
async function keyedHash({ client, body }: SubmissionRequest, { pseudonyms, sha256 }: TakingDeps): Promise<string> {
  return pseudonyms.refKey(client, sha256(Buffer.from(body).toString("latin1")));
}

async function storeNow(
  { whole, ...head }: ReceiptHead & { whole: boolean },
  records: readonly PreparedRecord[],
  deps: TakingDeps,
): Promise<SubmissionAnswer> {
  const stored = await storeAnswered(records, { ...head, whole }, deps);
  const isFirst = stored.isAnswered || (await deps.receipts.openReceipt(head, stored.records));
  if (!stored.isAtOnce) await forgetErased(head, deps);
  return isFirst ? answerOf({ head, stored: [{ part: 0, records: stored.records }] }) : answerOfRival(head, deps);
}

/** Whoever was erased between the keeping of their events and the writing of this receipt is taken out of it; the sender hears what was kept when it was. */
async function forgetErased(head: ReceiptHead, { receipts }: TakingDeps): Promise<void> {
  const erased = await receipts.erasedLately();
  if (erased.size > 0) await receipts.redact(head, erased);
}

/** The same was sent at the same time, and its receipt came first: then that is the receipt of both. */
async function answerOfRival(head: ReceiptHead, { receipts }: TakingDeps): Promise<SubmissionAnswer> {
  const rival = await receipts.readReceipt(head);
  if (rival === null || rival.head.bodyHash !== head.bodyHash) return refusedWhole([idReused()]);
  return answerOf(rival);
}

/** The parts are kept before the receipt is opened and announced after it: whoever finds a receipt finds its parts. */
async function storeLater(given: ReceiptHead, records: readonly PreparedRecord[], deps: TakingDeps): Promise<SubmissionAnswer> {
  const parts = partsOf(records);
  const head = { ...given, parts: parts.length };
  for (const [part, some] of parts.entries()) await deps.parts.keepPart(head, part, some);
  if (!(await deps.receipts.openReceipt(head, null))) return answerOfRival(head, deps);
  return answerAgain({ head, stored: [] }, deps);
}

/** The receipt as it stands. Parts that are not stored are announced again: the announcement may have been lost, and twice does no harm. */
async function answerAgain(known: StoredReceipt, { queue }: TakingDeps): Promise<SubmissionAnswer> {
  const { client, submissionId, receivedAt, parts } = known.head;
  const done = new Set(known.stored.map(({ part }) => part));
  const waiting = Array.from({ length: parts }, (_, part) => part).filter((part) => !done.has(part));
  if (waiting.length > 0) await queue.announce(waiting.map((part) => ({ client, submissionId, part, receivedAt })));
  return answerOf(known);
}

function answerOf(known: StoredReceipt): SubmissionAnswer {
  const receipt = receiptPage(known);
  return { status: receipt.status === "complete" ? 200 : 202, receipt };
}

function refusedWhole([refusal]: readonly Refusal[]): SubmissionAnswer {
  if (refusal === undefined) throw new TypeError("refusedWhole requires a refusal");
  const problem = problemOf(refusal);
  return { status: problem.status, problem };
}

function idReused(): Refusal {
  return submissionRefusal("submission-id-reused", "submissionId", "give what is new a submissionId of its own");
}
