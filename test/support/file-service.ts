import { createHash, createHmac } from "node:crypto";
import type { FileAddresses } from "../../core/files/api-schemas.ts";
import type { PartMessage } from "../../core/ports/receipts.ts";
import { readReceipt } from "../../functions/read-receipt/read-receipt.ts";
import { acknowledgeFile } from "../../functions/split-file/acknowledge-file.ts";
import { splitFile } from "../../functions/split-file/split-file.ts";
import { storePart } from "../../functions/store-part/store-part.ts";
import { completeFile } from "../../functions/take-file/complete-file.ts";
import { openFile } from "../../functions/take-file/open-file.ts";
import { keepingDeps } from "./keeping.ts";
import { memoryEpisodes } from "./memory-episodes.ts";
import { memoryAcknowledgements, memoryFileBook, memoryFileQueue, memoryFileStore } from "./memory-files.ts";
import { memoryParts, memoryReceipts } from "./memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const practice = {
  ...{ level: "practice" as const, kind: "practice" as const, name: "", parent: null },
  ...{ validFrom: "2000-01-01", validTo: null, sample: true },
};

/** What takes large files in, its stores in memory, for clients that may send for every practice but those of Y. */
export function fileService() {
  const episodes = memoryEpisodes();
  const [parts, store, queue] = [memoryParts(), memoryFileStore(), memoryFileQueue()];
  const deps = {
    ...keepingDeps(episodes),
    receipts: memoryReceipts(),
    ...{ files: memoryFileBook(), store, queue, fileQueue: queue, parts, partQueue: parts, acknowledgements: memoryAcknowledgements() },
    authority: {
      organisationVersions: async (code: string) => [{ ...practice, code }],
      grantOf: async (_: string, organisation: string) =>
        organisation.startsWith("Y") ? null : { organisation, scope: "own" as const, expiresOn: null },
    },
    pseudonyms: { refKey: async (ods: string, id: string) => mac(`${ods}|${id}`), personId: async (patient: string) => mac(patient) },
    addressSeconds: 3600,
    hasTime: () => true,
    isScanned: false,
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  };
  return { episodes, parts, store, queue, deps };
}

export type FileService = ReturnType<typeof fileService>;

export const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Opens a file, or says by which rule it is refused. */
export async function open(opening: object, { deps }: FileService, client = "c1"): Promise<FileAddresses | string> {
  const answer = await openFile({ client, body: JSON.stringify(opening) }, deps);
  return "problem" in answer ? answer.problem.rule : answer.file;
}

/** Opens a file, sends all its parts and completes it. Gives the version that is to be worked on. */
export async function sendFile(bytes: Uint8Array, service: FileService, more: object = {}): Promise<string> {
  const opened = await open({ submissionId: "large", size: bytes.length, contentType: "text/csv", ...more }, service);
  if (typeof opened === "string") throw new Error(opened);
  let at = 0;
  for (const { url, size } of opened.parts) {
    service.store.sendTo(url, bytes.subarray(at, at + size));
    at += size;
  }
  const answer = await completeFile({ client: "c1", submissionId: opened.submissionId }, service.deps);
  if ("problem" in answer) throw new Error(answer.problem.rule);
  return (await service.deps.files.readFile({ client: "c1", submissionId: opened.submissionId }))?.sent?.version ?? "";
}

/** Works on everything that was announced until there is nothing more. */
export async function workOff(service: FileService, deps: FileService["deps"] = service.deps): Promise<void> {
  for (;;) {
    const [file, part] = [service.queue.announced.shift(), service.parts.announced.shift()];
    if (file === undefined && part === undefined) return;
    if (file !== undefined) await (file.step === "cut" ? splitFile(file, deps) : acknowledgeFile(file, deps));
    if (part !== undefined) await storePart(part, deps);
  }
}

/** The receipt as it stands. */
export async function receiptOf({ deps }: FileService, submissionId = "large", client = "c1") {
  const found = await readReceipt({ client, submissionId, after: -1 }, deps.receipts, deps.files);
  return "page" in found ? found.page : found.problem;
}

/** The parts that were announced, each once. */
export function partsAnnounced(messages: readonly PartMessage[]): readonly number[] {
  return [...new Set(messages.map(({ part }) => part))].sort((a, b) => a - b);
}

const header =
  "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";

/** A file of the long form: two rows to a referral, the second of every fiftieth wrong in its score. */
export function longFile(referrals: number): string {
  const rows = Array.from({ length: referrals }, (_, n) => {
    const head = `A810${String(n % 40).padStart(2, "0")},,,N${n},R${n},2026-03-02,nurse,gardening,45-54,F,2`;
    return `${head},PHQ9,2026-03-04,${n % 28}\n${head},PHQ9,2026-06-04,${n % 50 === 0 ? 99 : n % 20}\n`;
  });
  return `${header}\n${rows.join("")}`;
}
