import type { Encoding } from "../files/encoding.ts";
import type { PreparedRecord } from "../submission/prepared.ts";
import type { ReceiptRecord } from "../submission/receipt.ts";

/** Which submission: the client that sent it, and the client's own id for it. */
export type SubmissionKey = { readonly client: string; readonly submissionId: string };

/** What is known of a submission from the moment it is taken. */
export type ReceiptHead = SubmissionKey & {
  /** A keyed hash of the body: the body may hold what can be guessed, so a plain hash will not do. */
  readonly bodyHash: string;
  readonly received: number;
  readonly parts: number;
  readonly receivedAt: string;
  /** What a CSV was read as. */
  readonly encoding?: Encoding;
  /** The submission is a large file, of which the book of files knows the rest. */
  readonly isFile?: boolean;
};

/** A submission as it is stored: its head, and the records of the parts that are done. */
export type StoredReceipt = {
  readonly head: ReceiptHead;
  readonly stored: readonly { readonly part: number; readonly records: readonly ReceiptRecord[] }[];
};

/** The receipts of every client, for good. Every read is consistent. */
export interface ReceiptStore {
  readReceipt(key: SubmissionKey): Promise<StoredReceipt | null>;
  /** Opens a receipt, with the records of its only part when there is one part alone. `false` when there is one already, which then stands. */
  openReceipt(head: ReceiptHead, records: readonly ReceiptRecord[] | null): Promise<boolean>;
  /** Whether a part is there already. */
  holdsPart(key: SubmissionKey, part: number): Promise<boolean>;
  /** Adds a part, whose first version stands. */
  addPart(key: SubmissionKey, part: number, records: readonly ReceiptRecord[]): Promise<void>;
  /** The events that were erased a short while ago: an answer that was being made meanwhile may still tell of them. */
  erasedLately(): Promise<ReadonlySet<string>>;
  /** Takes events out of a receipt: their ids and scores go, what they came to stays. */
  redact(key: SubmissionKey, events: ReadonlySet<string>): Promise<void>;
}

/** One part of a large submission, waiting to be stored. */
export type PartMessage = SubmissionKey & {
  readonly part: number;
  readonly receivedAt: string;
  /** Of a large file: how many parts it has, and which version of it was cut. */
  readonly file?: { readonly parts: number; readonly version: string };
};

/** Where the parts of large submissions wait: without any person's identifier. */
export interface PartStore {
  keepPart(key: SubmissionKey, part: number, records: readonly PreparedRecord[]): Promise<void>;
  readPart(key: SubmissionKey, part: number): Promise<readonly PreparedRecord[]>;
  /** A part that is stored is not needed again. Without effect where there is none. */
  removePart(key: SubmissionKey, part: number): Promise<void>;
}

/** Who is told that parts are waiting; each part at least once. */
export interface PartQueue {
  announce(messages: readonly PartMessage[]): Promise<void>;
}
