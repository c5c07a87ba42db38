import { createHmac } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { sha256 } from "../../../adapters/sha256.ts";
import type { FileCut, StoredFile, SurveyedFile } from "../../../core/ports/files.ts";
import { splitFile } from "../../../functions/split-file/split-file.ts";
import { checkFile } from "../ingest/check-file.ts";

/** What a reading of a whole file took: how many records, how long, and the most memory that the process ever had. */
export type Reading = {
  readonly records: number;
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  readonly peakMegabytes: number;
};

const today = "2026-11-22";
const sentAt = `${today}T12:00:00.000Z`;
const readAtOnce = 256 * 1024;

/** Checks a file as `hearten check` does, its findings thrown away. */
export async function checkWhole(file: string): Promise<number> {
  const moment = { today, now: Date.parse(sentAt) };
  return (await checkFile(file, moment, { found: () => undefined, progress: () => undefined })).received;
}

/** Cuts a file as `split-file` does: everything but the keeping of its parts, which ends in a count. */
export async function splitWhole(file: string): Promise<number> {
  let kept = 0;
  const keyed = async (text: string) => createHmac("sha256", "bench").update(text).digest("hex");
  const practice = { level: "practice" as const, kind: "practice" as const, name: "", parent: null };
  const known = { validFrom: "2000-01-01", validTo: null, sample: true };
  await splitFile(
    { client: "bench", submissionId: "bench", step: "cut", version: "v1" },
    {
      files: { ...(await oneFileBook(file)) },
      store: { ...closedStore, read: (_, __, start) => createReadStream(file, { start, highWaterMark: readAtOnce }) },
      queue: { announceFile: async () => undefined },
      parts: {
        keepPart: async (_, __, records) => {
          kept += JSON.parse(JSON.stringify(records)).length;
        },
        readPart: closed,
        removePart: closed,
      },
      partQueue: { announce: async () => undefined },
      authority: {
        organisationVersions: async (code) => [{ ...practice, ...known, code }],
        grantOf: async (_, organisation) => ({ organisation, scope: "own", expiresOn: null }),
      },
      pseudonyms: { refKey: (ods, id) => keyed(`${ods}|${id}`), personId: keyed },
      sha256,
      isScanned: false,
      now: () => Date.parse(sentAt),
      hasTime: () => true,
    },
  );
  return kept;
}

async function closed(): Promise<never> {
  throw new Error("this is not measured");
}

const closedStore = {
  startUpload: closed,
  addressOf: closed,
  partsOf: closed,
  giveUp: closed,
  join: closed,
  find: closed,
  scanOf: closed,
  remove: async () => undefined,
};

/** A book with one file in it. */
async function oneFileBook(file: string) {
  const opened = { size: statSync(file).size, contentType: "text/csv" as const, checksum: null, uploadId: "u1" };
  const stored: { -readonly [Key in keyof StoredFile]: StoredFile[Key] } = {
    ...{ opened, sent: { version: "v1", sentAt }, surveyed: null, cut: null },
    ...{ stored: [], isAcknowledged: false },
  };
  return {
    readFile: async () => ({ ...stored }),
    open: closed,
    send: closed,
    survey: async (_: unknown, found: SurveyedFile) => {
      stored.surveyed = found;
    },
    cut: async (_: unknown, cut: FileCut) => {
      stored.cut = cut;
    },
    holdsPart: closed,
    addPart: closed,
    countParts: closed,
    erasedLately: closed,
    acknowledge: closed,
  };
}

/** Does one of them and says what it took: in a process of its own, whose memory is nobody else's. */
export async function measured(work: () => Promise<number>): Promise<Reading> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  const records = await work();
  const { user, system } = process.cpuUsage(before);
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { records, milliseconds: performance.now() - start, cpuMilliseconds: (user + system) / 1000, peakMegabytes };
}
