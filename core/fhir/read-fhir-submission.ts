import type { ServiceEvent } from "../events/event.ts";
import { parseEvent } from "../events/parse-event.ts";
import { type Parsed, type Refusal, taken } from "../refusal.ts";
import type { Moment } from "../submission/content-checks.ts";
import { parseStrictJson } from "../submission/strict-json.ts";
import { parseSubmissionId, repeatableId, type SentRecord, type Submission } from "../submission/submission.ts";
import { elementPaths } from "./element-paths.ts";
import { type FhirEntry, readFhirBundle } from "./read-bundle.ts";
import { refusedWithTheRest, transactionRefusal } from "./transaction.ts";

/**
 * Reads a bundle as a submission: each entry is a record, its events judged by the rules of every other way in. Of a transaction, all is refused
 * when one entry is, and when it would not fit one write. An entry that tells no event, and is not refused, is no record of the submission.
 */
export function readFhirSubmission(text: string, moment: Moment): Parsed<Submission> {
  const json = parseStrictJson(text);
  const bundle = json.ok ? readFhirBundle(json.value, moment.instruments) : json;
  if (!bundle.ok) return bundle;
  const { type, identifier, entries } = bundle.value;
  const id = identifier === null ? taken(null) : parseSubmissionId(identifier);
  if (!id.ok) return id;
  const read = entries.flatMap((entry) => recordOf(entry, moment));
  const records = type === "transaction" ? wholeOrNothing(read) : read;
  return taken({ submissionId: id.value, records, outline: { type, entries: entries.map((entry) => entry.type) } });
}

function recordOf({ index, type, result }: FhirEntry, moment: Moment): readonly SentRecord[] {
  const about = { index, row: null, columns: type === null ? {} : elementPaths[type] };
  if (!result.ok) return [{ ...about, eventId: null, events: result }];
  if (result.value.length === 0) return [];
  const parsed = result.value.map((sent) => parseEvent(sent, moment));
  const refusals = parsed.flatMap((one) => (one.ok ? [] : one.refusals));
  const events = parsed.flatMap((one) => (one.ok ? [one.value] : []));
  const id = result.value.map((sent) => (typeof sent === "object" && sent !== null && "eventId" in sent ? sent.eventId : undefined));
  return [{ ...about, eventId: repeatableId(id[0]), events: refusals.length > 0 ? { ok: false, refusals } : taken(events) }];
}

/** The records of a transaction: all as they are, or every one refused. */
function wholeOrNothing(records: readonly SentRecord[]): readonly SentRecord[] {
  const events = records.flatMap((record): readonly ServiceEvent[] => (record.events.ok ? record.events.value : []));
  const unfit = transactionRefusal(events);
  const refused = records.some((record) => !record.events.ok);
  if (!refused && unfit === null) return records;
  const reason: Refusal = unfit ?? refusedWithTheRest();
  return records.map((record) => (record.events.ok ? { ...record, events: { ok: false, refusals: [reason] } } : record));
}
