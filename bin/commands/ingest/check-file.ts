import { statSync } from "node:fs";
import type { Encoding } from "../../../core/files/encoding.ts";
import { largestFile } from "../../../core/files/file-size.ts";
import type { Refusal } from "../../../core/refusal.ts";
import type { Moment } from "../../../core/submission/content-checks.ts";
import type { ReceiptRecord } from "../../../core/submission/receipt.ts";
import { refusalsOf } from "../../../core/submission/submission.ts";
import { type SubmissionRule, submissionRefusal } from "../../../core/submission/submission-rules.ts";
import { encodingOfFile } from "./file-text.ts";
import { type IdBook, openIdBook, type SettledIds } from "./id-book.ts";
import { type BatchJudge, judgeOfRecords, notingOfCells, notingOfRecords, type Rejected } from "./judge-batch.ts";
import { canBeSentInParts } from "./send-file.ts";
import { batchesOf } from "./sent-batches.ts";

/** One thing that is wrong, and where: the row and column of a file of rows, the index of an event in a submission or of an entry in a bundle. */
export type Finding = Refusal & { readonly file: string; readonly row?: number; readonly column?: string; readonly index?: number };

/** Who is told while a file is checked; the next rows are read when what was told has been taken. */
export type Listener = {
  found(finding: Finding): void;
  progress(bytes: number): void;
  settled?(): Promise<void>;
  /** Whoever asks for the answer to every record hears it, and waits longer. */
  answered?(answer: ReceiptRecord): void;
};

/** How many records a file holds, how many of them would be rejected or are told twice, and what the service would read it as. */
export type Checked = {
  readonly file: string;
  readonly received: number;
  readonly rejected: number;
  readonly duplicate: number;
  readonly encoding: Encoding;
};

const idReused: SubmissionRule = "event-id-reused";

/**
 * Checks a file by the rules of the service, as far as they can be checked without it, telling of each finding at once. Rows are judged by their cells, in memory that does not
 * grow with the file; where an id seems to stand for two things, the file is read again, whole, to say so for sure.
 */
export async function checkFile(file: string, moment: Moment, listener: Listener): Promise<Checked> {
  const about = { file, encoding: await encodingOfFile(file) };
  if (canBeSentInParts(file) && statSync(file).size > largestFile) {
    listener.found({ file, ...submissionRefusal("file-too-large", "", `divide the file by referral: it may have ${largestFile} bytes`) });
    return { ...about, received: 0, rejected: 1, duplicate: 0 };
  }
  if (listener.answered !== undefined) return { ...about, ...(await answeredFile(file, moment, listener)) };
  const { passage, ids } = await noted((book) => passed(file, notingOfCells(moment, book), listener));
  if (ids.contested === 0) return { ...about, ...passage, duplicate: ids.duplicate };
  const ofReused = { found: (one: Finding) => one.rule === idReused && listener.found(one), progress: () => undefined };
  return { ...about, ...(await answeredFile(file, moment, listener.settled ? { ...ofReused, settled: listener.settled } : ofReused)) };
}

/** Reads a file twice: for the ids that it tells, and for the answer to every record, which depends on them. */
async function answeredFile(file: string, moment: Moment, listener: Listener): Promise<Counts> {
  const half = { ...listener, progress: (bytes: number) => listener.progress(bytes / 2) };
  const { ids } = await noted((book) => passed(file, notingOfRecords(moment, book), { found: () => undefined, progress: half.progress }));
  let duplicate = 0;
  const answered = (answer: ReceiptRecord) => {
    if (answer.outcome === "duplicate") duplicate += 1;
    listener.answered?.(answer);
  };
  return { ...(await passed(file, judgeOfRecords(moment, ids.standings), { ...half, answered })), duplicate };
}

type Counts = Pick<Checked, "received" | "rejected" | "duplicate">;
type Passage = Omit<Counts, "duplicate">;

/** What a reading comes to, with the ids that it notes. */
async function noted(read: (book: IdBook) => Promise<Passage>): Promise<{ readonly passage: Passage; readonly ids: SettledIds }> {
  const book = openIdBook();
  try {
    const passage = await read(book);
    return { passage, ids: book.settle() };
  } finally {
    book.close();
  }
}

async function passed(file: string, judge: BatchJudge, listener: Listener): Promise<Passage> {
  const passage = { received: 0, rejected: 0 };
  for await (const batch of batchesOf(file, (bytes) => listener.progress(bytes))) {
    const judged = batch.ok ? judge(batch.value, passage.received) : batch;
    if (!judged.ok) {
      for (const refusal of judged.refusals) listener.found({ file, ...refusal });
      return { ...passage, rejected: passage.rejected + 1 };
    }
    const { received, rejected, answers } = judged.value;
    passage.received += received;
    passage.rejected += rejected.length;
    for (const one of rejected) for (const finding of findingsOf(file, one)) listener.found(finding);
    for (const answer of answers) listener.answered?.(answer);
    await listener.settled?.();
  }
  if (passage.received > 0) return passage;
  listener.found({ file, rule: "no-events", field: "", fix: "give the file at least one event or row" });
  return { ...passage, rejected: 1 };
}

/** Everything that is wrong with a record by itself; or that its id is taken, which only the answer says. */
function findingsOf(file: string, { record, answer }: Rejected): readonly Finding[] {
  const { index, row, columns } = record;
  const { rule = "", field = "", fix = "" } = answer ?? {};
  const refusals = record.events.ok ? [{ rule, field, fix }] : refusalsOf(record);
  return refusals.map((refusal) => {
    const column = columns[refusal.field];
    return { file, ...(row === null ? { index } : { row }), ...(column === undefined ? {} : { column }), ...refusal };
  });
}
