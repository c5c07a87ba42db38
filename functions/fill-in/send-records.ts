import type { CivilDate } from "../../core/civil-date.ts";
import type { Encoding } from "../../core/files/encoding.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { KeepingDeps } from "../../core/keeping/kept.ts";
import type { AuthoritySource } from "../../core/ports/authority.ts";
import type { ReceiptStore } from "../../core/ports/receipts.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import type { Refusal } from "../../core/refusal.ts";
import { partsOf, recordsToAPart } from "../../core/submission/parts.ts";
import { prepare } from "../../core/submission/prepare.ts";
import type { PreparedRecord } from "../../core/submission/prepared.ts";
import { type Receipt, receiptOf } from "../../core/submission/receipt.ts";
import type { ReceiptPage } from "../../core/submission/receipt-page.ts";
import { storeRecords } from "../../core/submission/store-records.ts";
import { refusalsOf, type SentRecord } from "../../core/submission/submission.ts";

/** What sending needs of the world. */
export type SendingDeps = KeepingDeps & {
  readonly receipts: ReceiptStore;
  readonly pseudonyms: Pseudonyms;
  readonly authority: AuthoritySource;
  readonly now: () => number;
  /** Hears of every practice for which somebody may not send. */
  readonly audit?: Audit;
  /** Hears of every answer, in words and numbers: never of anything that was sent. */
  readonly tell: (counts: Readonly<Record<string, string | number>>) => void;
};

/** What somebody sends, under the id that was made with the form. */
export type Sending = {
  readonly subject: string;
  readonly submissionId: string;
  readonly records: readonly SentRecord[];
  /** What the id stands for from now on: the same content again is the same submission. */
  readonly content: string;
  readonly today: CivilDate;
  /** How a file was read. */
  readonly encoding?: Encoding;
  /** A form is kept whole or not at all, so that it can be put right and sent again; a file is kept row by row. */
  readonly whole: boolean;
};

/** The receipt; or why nothing was kept; or that the same form was sent before with other content, which stands. */
export type Sent =
  | { readonly kind: "receipt"; readonly receipt: Receipt }
  | { readonly kind: "refused"; readonly refusals: readonly Refusal[] }
  | { readonly kind: "sent-before" };

/** Under whom the receipts of a person are kept: no client of a system has such a name. */
export function receiptKey(subject: string, submissionId: string) {
  return { client: `person:${subject}`, submissionId };
}

/** The receipt of something a person sent before; `null` for what they did not send. */
export async function readOwnReceipt(subject: string, submissionId: string, receipts: ReceiptStore): Promise<ReceiptPage | null> {
  const known = await receipts.readReceipt(receiptKey(subject, submissionId));
  if (known === null) return null;
  const { encoding } = known.head;
  return { ...receiptOf({ ...known.head, stored: known.stored.map(({ records }) => records) }), ...readAs(encoding) };
}

function readAs(encoding: Encoding | undefined): { readonly encoding?: Encoding } {
  return encoding === undefined ? {} : { encoding };
}

/** Takes in what somebody filled in, by the same stations as what a system sends. The same again is answered with the same receipt. */
export async function sendRecords(sending: Sending, deps: SendingDeps): Promise<Sent> {
  const sent = await taken(sending, deps);
  deps.tell(countsOf(sent));
  return sent;
}

function countsOf(sent: Sent): Readonly<Record<string, string | number>> {
  if (sent.kind === "sent-before") return { status: 409, rule: "submission-id-reused" };
  if (sent.kind === "refused") return { status: 422, rule: sent.refusals[0]?.rule ?? "unknown" };
  const { received, accepted, duplicate, superseded, rejected, parked } = sent.receipt;
  return { status: 200, received, accepted, duplicate, superseded, rejected, parked };
}

async function taken(sending: Sending, deps: SendingDeps): Promise<Sent> {
  const { subject, submissionId, records, today, whole } = sending;
  const key = receiptKey(subject, submissionId);
  const bodyHash = await deps.pseudonyms.refKey(key.client, deps.sha256(sending.content));
  const before = await knownReceipt(key, bodyHash, deps);
  if (before !== null) return before;
  const unread = whole ? records.flatMap(refusalsOf) : [];
  if (unread.length > 0) return { kind: "refused", refusals: unread };
  const prepared = await prepare(records, {
    ...{ client: subject, today, authority: deps.authority, pseudonyms: deps.pseudonyms },
    ...(deps.audit && { audit: deps.audit }),
  });
  const refusals = prepared.flatMap((record) => record.refusals);
  if (whole && refusals.length > 0) return { kind: "refused", refusals };
  const receivedAt = new Date(deps.now()).toISOString();
  const read = readAs(sending.encoding);
  if (prepared.length > recordsToAPart) return keptInParts(prepared, { ...key, ...read, bodyHash, receivedAt }, deps);
  const stored = await storeRecords(prepared, { ...key, receivedAt }, deps);
  const rejected = stored.flatMap(({ rule, field = "", fix = "" }) => (rule === undefined ? [] : [{ rule, field, fix }]));
  if (whole && rejected.length > 0) return { kind: "refused", refusals: rejected };
  const head = { ...key, ...read, bodyHash, received: stored.length, parts: 1, receivedAt };
  if (await deps.receipts.openReceipt(head, stored)) return { kind: "receipt", receipt: receiptOf({ ...head, stored: [stored] }) };
  // The same form was sent twice at the same time, and its receipt came first.
  return (await knownReceipt(key, bodyHash, deps)) ?? { kind: "sent-before" };
}

type Opening = ReturnType<typeof receiptKey> & {
  readonly bodyHash: string;
  readonly receivedAt: string;
  readonly encoding?: Encoding;
};

/**
 * A file of more than a part is stored part by part, as `store-part` does, but before the answer: the row of a receipt holds no more. One that
 * was stopped goes on with the parts that are missing, under the instant of the first time.
 */
async function keptInParts(
  prepared: readonly PreparedRecord[],
  { bodyHash, receivedAt, encoding, ...key }: Opening,
  deps: SendingDeps,
): Promise<Sent> {
  const parts = partsOf(prepared);
  await deps.receipts.openReceipt(
    { ...key, ...readAs(encoding), bodyHash, received: prepared.length, parts: parts.length, receivedAt },
    null,
  );
  const opened = await deps.receipts.readReceipt(key);
  if (opened === null || opened.head.bodyHash !== bodyHash) return { kind: "sent-before" };
  for (const [part, records] of parts.entries()) {
    if (await deps.receipts.holdsPart(key, part)) continue;
    const delivery = { ...key, receivedAt: opened.head.receivedAt };
    await deps.receipts.addPart(key, part, await storeRecords(records, delivery, deps));
  }
  return (await knownReceipt(key, bodyHash, deps)) ?? { kind: "sent-before" };
}

/** A receipt of which parts are missing is not known yet: what was sent is stored again, and goes on where it stopped. */
async function knownReceipt(key: ReturnType<typeof receiptKey>, bodyHash: string, { receipts }: SendingDeps): Promise<Sent | null> {
  const known = await receipts.readReceipt(key);
  if (known === null) return null;
  if (known.head.bodyHash !== bodyHash) return { kind: "sent-before" };
  if (known.stored.length < known.head.parts) return null;
  return { kind: "receipt", receipt: receiptOf({ ...known.head, stored: known.stored.map(({ records }) => records) }) };
}
