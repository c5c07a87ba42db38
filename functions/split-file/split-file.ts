import { type CutPart, cutParts } from "../../core/files/cut-parts.ts";
import type { ImdLookup } from "../../core/identifiers/imd.ts";
import type { Pseudonyms } from "../../core/identifiers/pseudonym.ts";
import type { Registry } from "../../core/instruments/registry.ts";
import type { Mapping } from "../../core/mapping/mapping.ts";
import { inParallel } from "../../core/night/in-parallel.ts";
import { londonDate } from "../../core/night/london-date.ts";
import type { AuthoritySource } from "../../core/ports/authority.ts";
import type { Digest } from "../../core/ports/digest.ts";
import type { FileBook, FileCut, FileMessage, FileQueue, FileStore, SentFile, StoredFile, SurveyedFile } from "../../core/ports/files.ts";
import type { PartQueue, PartStore, SubmissionKey } from "../../core/ports/receipts.ts";
import type { Audit } from "../../core/practice/access-line.ts";
import type { Moment } from "../../core/submission/content-checks.ts";
import { malwareFix } from "../../core/submission/decode-text.ts";
import { prepare } from "../../core/submission/prepare.ts";
import { rowReader } from "../../core/submission/read-table.ts";
import { sentLine } from "../../core/submission/sent-line.ts";
import type { SentRecord } from "../../core/submission/submission.ts";
import { type SubmissionRule, submissionRefusal } from "../../core/submission/submission-rules.ts";
import { type FileBytes, type FileRow, placedBatches } from "./read-file.ts";
import { surveyFile } from "./survey-file.ts";

/** What cutting files needs of the world. */
export type SplittingDeps = {
  readonly files: FileBook;
  readonly store: FileStore;
  readonly queue: FileQueue;
  readonly parts: PartStore;
  readonly partQueue: PartQueue;
  readonly authority: AuthoritySource;
  readonly pseudonyms: Pseudonyms;
  readonly sha256: Digest;
  readonly instruments?: Registry;
  readonly deprivation?: ImdLookup | null;
  /** How files of other systems are read, where it is otherwise than shipped. */
  readonly mappings?: readonly Mapping[];
  readonly audit?: Audit;
  /** Whether the bucket has a scanner: then nothing of a file is read before it has said that the file is clean. */
  readonly isScanned: boolean;
  /** The instant, in milliseconds. */
  readonly now: () => number;
  /** Whether there is time for some more parts; what is left is announced again. */
  readonly hasTime: () => boolean;
};

/** What became of a message. */
export type SplitOutcome = "cut" | "goes on" | "waits for its scan" | "refused" | "quarantined" | "known";

/** How often a file whose scan is not over is looked at again, and after how long a scan is taken for lost: somebody is told then. */
const scanLookSeconds = 30;
const scanPatienceMs = 6 * 3_600_000;

const partsAtOnce = 8;

type Work = {
  readonly key: SubmissionKey;
  readonly file: StoredFile;
  readonly sent: SentFile;
  readonly moment: Moment;
  readonly bytes: FileBytes;
};

/**
 * Reads a file to its end, then cuts it into parts, keeps them without any person's identifier, and announces them. Safe to repeat and to stop
 * anywhere: who begins again comes to the same parts. A message about another version than the one that was completed is about nothing.
 */
export async function splitFile({ version, client, submissionId }: FileMessage, deps: SplittingDeps): Promise<SplitOutcome> {
  const key = { client, submissionId };
  const file = await deps.files.readFile(key);
  if (file === null || file.sent === null || file.sent.version !== version || file.isAcknowledged) return "known";
  const { sent } = file;
  if (isQuarantined(file)) return "quarantined";
  const held = file.surveyed === null && deps.isScanned ? await heldBack({ key, sent }, deps) : null;
  if (held !== null) return held;
  const work = { key, file, sent, moment: momentOf(sent, deps), bytes: (from: number) => deps.store.read(key, version, from) };
  const surveyed = file.surveyed ?? (await survey(work, deps));
  if (!("refusal" in surveyed) && (file.cut?.part ?? 0) < surveyed.parts) {
    if (!(await cutAll(work, surveyed, deps))) {
      await deps.queue.announceFile({ ...key, step: "cut", version });
      return "goes on";
    }
  }
  // What was sent holds identifiers: it stays no longer than it is needed.
  await deps.store.remove(key, version);
  return "refusal" in surveyed ? "refused" : "cut";
}

function isQuarantined({ surveyed }: StoredFile): boolean {
  return surveyed !== null && "refusal" in surveyed && surveyed.refusal.rule === ("rejected-malware" satisfies SubmissionRule);
}

/**
 * What keeps a file from being read: its scan is not over, or it found something. Such a file stays where it is, where the bucket lets nobody read it,
 * until the bucket's own rule deletes it.
 *
 * @throws {Error} when the scan failed or never came: the message is set aside in the end, and somebody told
 */
async function heldBack({ key, sent }: Pick<Work, "key" | "sent">, deps: SplittingDeps): Promise<SplitOutcome | null> {
  const scan = await deps.store.scanOf(key, sent.version);
  if (scan === "clean") return null;
  if (scan === "threat") {
    await deps.files.survey(key, { refusal: submissionRefusal("rejected-malware", "", malwareFix), encoding: null });
    return "quarantined";
  }
  if (scan === "failed") throw new Error("the scan of a file failed, so it is not read");
  if (deps.now() - Date.parse(sent.sentAt) > scanPatienceMs) throw new Error("the scan of a file never came, so it is not read");
  await deps.queue.announceFile({ ...key, step: "cut", version: sent.version }, scanLookSeconds);
  return "waits for its scan";
}

/** The moment is that of the sending, however late the file is worked on: a repetition judges alike. */
function momentOf({ sentAt }: SentFile, { instruments, deprivation, mappings }: SplittingDeps): Moment {
  const now = Date.parse(sentAt);
  const deployed = { ...(instruments && { instruments }), ...(deprivation && { deprivation }), ...(mappings && { mappings }) };
  return { now, today: londonDate(new Date(now)), ...deployed };
}

async function survey({ key, file, moment, bytes }: Work, deps: SplittingDeps): Promise<SurveyedFile> {
  const { contentType, checksum } = file.opened;
  const { found, digest } = await surveyFile(bytes, { contentType, moment, sha256: deps.sha256 });
  const isOther = checksum !== null && digest !== null && (await deps.pseudonyms.refKey(key.client, deps.sha256(digest))) !== checksum;
  const refusal = submissionRefusal("file-checksum", "sha256", "send the file again: what arrived is not what was announced");
  await deps.files.survey(key, isOther ? { refusal, encoding: found.encoding } : found);
  const stands = (await deps.files.readFile(key))?.surveyed;
  if (stands == null) throw new Error("what was found of a file is not there");
  return stands;
}

type Readable = Exclude<SurveyedFile, { readonly refusal: unknown }>;

/** Cuts what is not cut yet; `false` when time ended first. Parts are announced when they are kept, and noted when they are announced. */
async function cutAll(work: Work, { encoding, header, parts }: Readable, deps: SplittingDeps): Promise<boolean> {
  const { key, file, sent, bytes } = work;
  const begin = file.cut ?? { part: 0, from: { offset: 0, row: 1, index: 0 } };
  const batches = placedBatches(bytes, { contentType: file.opened.contentType, encoding }, begin.from);
  const held: CutPart<FileRow>[] = [];
  const finish = async (next: FileCut) => {
    const some = held.splice(0);
    await inParallel(some, partsAtOnce, (cut) => keepPart(cut, { ...work, header }, deps));
    const about = { ...key, receivedAt: sent.sentAt, file: { parts, version: sent.version } };
    await deps.partQueue.announce(some.map(({ part }) => ({ ...about, part })));
    await deps.files.cut(key, next);
  };
  for await (const cut of cutParts(batches, begin.part)) {
    held.push(cut);
    const isLast = cut.part + 1 === parts;
    if (held.length < partsAtOnce && !isLast) continue;
    await finish(cut.next);
    if (!isLast && !deps.hasTime()) return false;
  }
  return true;
}

type Part = CutPart<FileRow>;

/** Judges the records of a part, makes them anonymous and keeps them. */
async function keepPart(cut: Part, work: Work & { readonly header: readonly string[] | null }, deps: SplittingDeps): Promise<void> {
  const { client } = work.key;
  const { authority, pseudonyms, audit } = deps;
  const sender = { client, today: work.moment.today, authority, pseudonyms, ...(audit && { audit }) };
  const prepared = await prepare(recordsOf(cut, work, deps), sender);
  // Which column a field was read from is told of what is wrong; of everything else it would be most of what is kept.
  const lean = prepared.map((record) => (record.refusals.length > 0 ? record : { ...record, columns: {} }));
  await deps.parts.keepPart(work.key, cut.part, lean);
}

/** Every part is read by a reader of its own: what one remembers of rows before must not depend on where reading began. */
function recordsOf(
  { items, firstIndex }: Part,
  { moment, header }: { readonly moment: Moment; readonly header: readonly string[] | null },
  { sha256 }: SplittingDeps,
): readonly SentRecord[] {
  const reader = header === null ? null : rowReader(header, moment, sha256);
  return items.map((item, place) => {
    const index = firstIndex + place;
    if ("text" in item) return sentLine(item.text, { index, row: item.row, moment });
    if (reader === null || !reader.ok) throw new TypeError("a table is read under its header");
    return reader.value(item, index);
  });
}
