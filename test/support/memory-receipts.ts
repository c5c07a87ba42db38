import type {
  PartMessage,
  PartQueue,
  PartStore,
  ReceiptHead,
  ReceiptStore,
  StoredReceipt,
  SubmissionKey,
} from "../../core/ports/receipts.ts";
import type { PreparedRecord } from "../../core/submission/prepared.ts";

const nameOf = ({ client, submissionId }: SubmissionKey) => `${client} ${submissionId}`;

/** Receipts in memory: the first version of anything stands. */
export type MemoryReceipts = ReceiptStore & { holds(key: SubmissionKey): boolean };

export function memoryReceipts(): MemoryReceipts {
  const heads = new Map<string, ReceiptHead>();
  const parts = new Map<string, Map<number, StoredReceipt["stored"][number]["records"]>>();
  return {
    holds: (key) => heads.has(nameOf(key)),
    async readReceipt(key) {
      const head = heads.get(nameOf(key));
      if (head === undefined) return null;
      return { head, stored: [...(parts.get(nameOf(key)) ?? [])].map(([part, records]) => ({ part, records })) };
    },
    async openReceipt(head, records) {
      if (heads.has(nameOf(head))) return false;
      heads.set(nameOf(head), head);
      parts.set(nameOf(head), new Map(records === null ? [] : [[0, records]]));
      return true;
    },
    async holdsPart(key, part) {
      return parts.get(nameOf(key))?.has(part) ?? false;
    },
    erasedLately: async () => new Set(),
    redact: async () => undefined,
    async addPart(key, part, records) {
      const known = parts.get(nameOf(key));
      if (known !== undefined && !known.has(part)) known.set(part, records);
    },
  };
}

/** Parts in memory, with everything that was ever put there as text, and a queue that remembers what was announced. */
export function memoryParts(): PartStore & PartQueue & { readonly announced: PartMessage[]; readonly texts: string[] } {
  const kept = new Map<string, readonly PreparedRecord[]>();
  const announced: PartMessage[] = [];
  const texts: string[] = [];
  return {
    announced,
    texts,
    async keepPart(key, part, records) {
      texts.push(JSON.stringify(records));
      kept.set(`${nameOf(key)} ${part}`, structuredClone(records));
    },
    async readPart(key, part) {
      const records = kept.get(`${nameOf(key)} ${part}`);
      if (records === undefined) throw new Error("there is no such part");
      return records;
    },
    async removePart(key, part) {
      kept.delete(`${nameOf(key)} ${part}`);
    },
    async announce(messages) {
      announced.push(...messages);
    },
  };
}
