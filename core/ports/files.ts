import type { AcknowledgedRow } from "../files/acknowledged-row.ts";
import type { Counts } from "../files/counts.ts";
import type { Encoding } from "../files/encoding.ts";
import type { Scan } from "../files/malware.ts";
import type { Refusal } from "../refusal.ts";
import type { SubmissionKey } from "./receipts.ts";

/** What a file may be. */
export const fileContentTypes = ["text/csv", "application/x-ndjson"] as const;
export type FileContentType = (typeof fileContentTypes)[number];

/** A file as its sender announced it. */
export type DeclaredFile = {
  readonly size: number;
  readonly contentType: FileContentType;
  /** A keyed hash of the checksum that its sender gave, if one was given: a plain one could be tried out. */
  readonly checksum: string | null;
};

/** The upload in parts that is open for it. */
export type OpenedFile = DeclaredFile & { readonly uploadId: string };

/** The file as it lies in the bucket, whole: this version of it and no other is worked on. */
export type SentFile = { readonly version: string; readonly sentAt: string };

/** What the first reading of a file found: what all of it is read by, or why none of it is taken. */
export type SurveyedFile =
  | { readonly encoding: Encoding; readonly header: readonly string[] | null; readonly records: number; readonly parts: number }
  | { readonly refusal: Refusal; readonly encoding: Encoding | null };

/** Where in a file a batch of records begins: the byte, its row and the index of its first record. */
export type FilePosition = { readonly offset: number; readonly row: number; readonly index: number };

/** How far a file is cut: every part below `part` is kept and announced, and the next begins in the batch at `from`. */
export type FileCut = { readonly part: number; readonly from: FilePosition };

/** What the records of one part came to, and the piece of the acknowledgement that tells of each. */
export type FilePart = { readonly part: number; readonly piece: string; readonly counts: Counts };

/** Everything known of a file. */
export type StoredFile = {
  readonly opened: OpenedFile;
  readonly sent: SentFile | null;
  readonly surveyed: SurveyedFile | null;
  readonly cut: FileCut | null;
  readonly stored: readonly FilePart[];
  readonly isAcknowledged: boolean;
};

/** What is known of the large files of every client. The first version of anything stands, but for how far a file is cut. Every read is consistent. */
export interface FileBook {
  readFile(key: SubmissionKey): Promise<StoredFile | null>;
  /** Opens a file, or opens it anew in the place of an upload that is gone. `false` when another came first. */
  open(key: SubmissionKey, file: OpenedFile, inPlaceOf: string | null): Promise<boolean>;
  send(key: SubmissionKey, file: SentFile): Promise<void>;
  survey(key: SubmissionKey, found: SurveyedFile): Promise<void>;
  cut(key: SubmissionKey, cut: FileCut): Promise<void>;
  holdsPart(key: SubmissionKey, part: number): Promise<boolean>;
  addPart(key: SubmissionKey, part: FilePart): Promise<void>;
  countParts(key: SubmissionKey): Promise<number>;
  /** The events that were erased a short while ago, as the receipts know them. */
  erasedLately(): Promise<ReadonlySet<string>>;
  acknowledge(key: SubmissionKey): Promise<void>;
}

/** One part of an upload that is there. */
export type UploadedPart = { readonly number: number; readonly size: number };

/** Where one part of an upload is to be sent. Whatever the headers name must be sent as it stands there. */
export type PartAddress = { readonly number: number; readonly size: number; readonly md5: string | null };

/** The bucket as far as raw files are in it: for a day at most, and only until they are cut. */
export interface FileStore {
  startUpload(key: SubmissionKey, contentType: FileContentType): Promise<string>;
  addressOf(key: SubmissionKey, uploadId: string, part: PartAddress): Promise<string>;
  /** What has come so far; `null` for an upload that is not open (any more). */
  partsOf(key: SubmissionKey, uploadId: string): Promise<readonly UploadedPart[] | null>;
  giveUp(key: SubmissionKey, uploadId: string): Promise<void>;
  /** Joins the parts. Without effect on an upload that is not open any more. */
  join(key: SubmissionKey, uploadId: string): Promise<void>;
  /** The newest version of the file, whole. */
  find(key: SubmissionKey): Promise<{ readonly version: string; readonly size: number; readonly contentType: string } | null>;
  /** The bytes of a version from one on. */
  read(key: SubmissionKey, version: string, from: number): AsyncIterable<Uint8Array>;
  /** What the bucket's scanner found in a version, or that it has not answered. */
  scanOf(key: SubmissionKey, version: string): Promise<Scan>;
  remove(key: SubmissionKey, version: string): Promise<void>;
}

/** The acknowledgements of files: a line to a record, kept piece by piece and put together at the end. */
export interface AcknowledgementStore {
  /** Keeps the lines of one part under a name of their own content. */
  keepPiece(key: SubmissionKey, part: number, rows: readonly AcknowledgedRow[]): Promise<string>;
  putTogether(key: SubmissionKey, pieces: readonly string[]): Promise<void>;
  /** Takes events out of pieces that are there: of their lines stay the row and what became of it. `false` where some are there no more. */
  redact(pieces: readonly string[], events: ReadonlySet<string>): Promise<boolean>;
  /** Where the acknowledgement can be fetched, for some minutes. */
  addressOf(key: SubmissionKey): Promise<string>;
}

/** Work on a file: to cut a version of it, or to put its acknowledgement together. */
export type FileMessage = SubmissionKey & { readonly step: "cut" | "acknowledge"; readonly version: string };

/** Who is told that there is work on a file, at least once. */
export interface FileQueue {
  /** At once, or after some seconds. */
  announceFile(message: FileMessage, afterSeconds?: number): Promise<void>;
}
