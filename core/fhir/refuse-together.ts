import type { PreparedRecord } from "../submission/prepared.ts";
import { refusedWithTheRest } from "./transaction.ts";

/** The records of a transaction once they are judged: all as they are, or every one refused when one is. */
export function refuseTogether(records: readonly PreparedRecord[]): readonly PreparedRecord[] {
  if (records.every(({ refusals }) => refusals.length === 0)) return records;
  return records.map((record) => (record.refusals.length > 0 ? record : { ...record, events: [], refusals: [refusedWithTheRest()] }));
}
