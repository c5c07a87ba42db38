import { createHash } from "node:crypto";
import { acknowledgementColumns, redactedLines } from "../../core/files/acknowledged-row.ts";
import type { Scan } from "../../core/files/malware.ts";
import type {
  AcknowledgementStore,
  FileBook,
  FileMessage,
  FilePart,
  FileQueue,
  FileStore,
  OpenedFile,
  StoredFile,
} from "../../core/ports/files.ts";
import type { SubmissionKey } from "../../core/ports/receipts.ts";
import { safeCsv, safeCsvLines } from "../../core/safe-csv.ts";

const nameOf = ({ client, submissionId }: SubmissionKey) => `${client} ${submissionId}`;

type Mutable = { -readonly [Key in keyof StoredFile]: StoredFile[Key] };

/** What is known of files, in memory: the first version of anything stands. */
export function memoryFileBook(): FileBook {
  const files = new Map<string, Mutable>();
  const found = (key: SubmissionKey) => {
    const file = files.get(nameOf(key));
    if (file === undefined) throw new Error("there is no such file");
    return file;
  };
  const fresh = (opened: OpenedFile): Mutable => ({ opened, sent: null, surveyed: null, cut: null, stored: [], isAcknowledged: false });
  return {
    readFile: async (key) => structuredClone(files.get(nameOf(key)) ?? null),
    async open(key, file, inPlaceOf) {
      const known = files.get(nameOf(key));
      if ((known?.opened.uploadId ?? null) !== inPlaceOf) return false;
      files.set(nameOf(key), fresh(file));
      return true;
    },
    async send(key, sent) {
      found(key).sent ??= sent;
    },
    async survey(key, surveyed) {
      found(key).surveyed ??= surveyed;
    },
    async cut(key, cut) {
      found(key).cut = cut;
    },
    holdsPart: async (key, part) => found(key).stored.some((one) => one.part === part),
    async addPart(key, part: FilePart) {
      const file = found(key);
      if (!file.stored.some((one) => one.part === part.part)) file.stored = [...file.stored, part];
    },
    erasedLately: async () => new Set(),
    countParts: async (key) => found(key).stored.length,
    async acknowledge(key) {
      found(key).isAcknowledged = true;
    },
  };
}

/** A bucket of raw files in memory. Bodies are put where an address would have led. */
export function memoryFileStore(): FileStore & {
  /** Sends a part to the address that was given for it. */
  sendTo(url: string, body: Uint8Array): void;
  /** Puts another version in the place of a file, as somebody with other rights would. */
  overwrite(key: SubmissionKey, bytes: Uint8Array): void;
  /** Says what the scanner found. */
  scan(key: SubmissionKey, version: string, found: Scan): void;
  readonly versions: Map<string, Uint8Array>;
} {
  const scans = new Map<string, Scan>();
  const uploads = new Map<string, { readonly contentType: string; readonly parts: Map<number, Uint8Array> }>();
  const versions = new Map<string, Uint8Array>();
  const newest = new Map<string, { readonly version: string; readonly size: number; readonly contentType: string }>();
  let serial = 0;
  const put = (key: SubmissionKey, bytes: Uint8Array, contentType: string) => {
    const version = `v${++serial}`;
    versions.set(`${nameOf(key)} ${version}`, bytes);
    newest.set(nameOf(key), { version, size: bytes.length, contentType });
  };
  return {
    versions,
    async startUpload(_, contentType) {
      const id = `u${++serial}`;
      uploads.set(id, { contentType, parts: new Map() });
      return id;
    },
    addressOf: async (_, uploadId, { number, size, md5 }) => `memory:${uploadId}:${number}:${size}:${md5 ?? ""}`,
    sendTo(url, body) {
      const [, uploadId = "", number, size, md5] = url.split(":");
      const upload = uploads.get(uploadId);
      if (upload === undefined || body.length !== Number(size)) throw new Error("refused");
      if (md5 !== "" && createHash("md5").update(body).digest("base64") !== md5) throw new Error("refused");
      upload.parts.set(Number(number), body);
    },
    overwrite: (key, bytes) => put(key, bytes, "text/csv"),
    partsOf: async (_, uploadId) => {
      const upload = uploads.get(uploadId);
      return upload === undefined ? null : [...upload.parts].map(([number, body]) => ({ number, size: body.length }));
    },
    giveUp: async (_, uploadId) => void uploads.delete(uploadId),
    async join(key, uploadId) {
      const upload = uploads.get(uploadId);
      if (upload === undefined) return;
      const parts = [...upload.parts].sort(([a], [b]) => a - b).map(([, body]) => body);
      put(key, Buffer.concat(parts), upload.contentType);
      uploads.delete(uploadId);
    },
    find: async (key) => newest.get(nameOf(key)) ?? null,
    async *read(key, version, from) {
      const bytes = versions.get(`${nameOf(key)} ${version}`);
      if (bytes === undefined) throw new Error("there is no such version");
      for (let at = from; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001);
    },
    scanOf: async (key, version) => scans.get(`${nameOf(key)} ${version}`) ?? "unscanned",
    scan(key, version, found) {
      scans.set(`${nameOf(key)} ${version}`, found);
    },
    remove: async (key, version) => void versions.delete(`${nameOf(key)} ${version}`),
  };
}

/** Acknowledgements in memory. */
export function memoryAcknowledgements(): AcknowledgementStore & { readonly whole: Map<string, string> } {
  const pieces = new Map<string, string>();
  const whole = new Map<string, string>();
  return {
    whole,
    async keepPiece(key, part, rows) {
      const text = safeCsvLines(rows);
      const name = `${nameOf(key)} ${part} ${createHash("sha256").update(text).digest("hex")}`;
      pieces.set(name, text);
      return name;
    },
    async redact(names, events) {
      for (const name of names) pieces.set(name, redactedLines(pieces.get(name) ?? "", events));
      return names.every((name) => pieces.has(name));
    },
    putTogether: async (key, names) =>
      void whole.set(nameOf(key), safeCsv(acknowledgementColumns, []) + names.map((name) => pieces.get(name)).join("")),
    addressOf: async (key) => `https://bucket.example/${encodeURIComponent(nameOf(key))}.csv`,
  };
}

/** A queue that remembers what was announced. */
export function memoryFileQueue(): FileQueue & { readonly announced: FileMessage[] } {
  const announced: FileMessage[] = [];
  return { announced, announceFile: async (message) => void announced.push(message) };
}
