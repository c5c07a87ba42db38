import * as z from "zod";
import { parseEvent } from "../events/parse-event.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import type { Moment } from "./content-checks.ts";
import { schemaRefusals } from "./schema-refusals.ts";
import { parseStrictJson } from "./strict-json.ts";
import { eventsAtMost, parseSubmissionId, practiceNamed, repeatableId, type SentRecord, type Submission } from "./submission.ts";

const envelope = z.strictObject({ submissionId: z.string().optional(), events: z.array(z.unknown()) });

/** Reads a JSON submission: every event apart, so that one that is wrong does not sink its neighbours. */
export function readJsonSubmission(text: string, moment: Moment): Parsed<Submission> {
  const json = parseStrictJson(text);
  if (!json.ok) return json;
  if (Array.isArray(json.value)) return refused("not-an-object", "", "send an object, and this list in its field events");
  const read = envelope.safeParse(json.value);
  if (!read.success) return { ok: false, refusals: schemaRefusals(json.value, read.error.issues).slice(0, 1) };
  const { submissionId, events } = read.data;
  if (events.length === 0) return refused("no-events", "events", "send at least one event");
  if (events.length > eventsAtMost) return refused("too-many-events", "events", "send at most 50,000 events at once");
  const id = submissionId === undefined ? taken(null) : parseSubmissionId(submissionId);
  if (!id.ok) return id;
  return taken({ submissionId: id.value, records: events.map((sent, index) => sentEvent(sent, { index, row: null, moment })) });
}

/** One event as a record of a submission. */
export function sentEvent(sent: unknown, { index, row, moment }: { index: number; row: number | null; moment: Moment }): SentRecord {
  const event = parseEvent(sent, moment);
  const told = (name: string) =>
    typeof sent === "object" && sent !== null ? Object.getOwnPropertyDescriptor(sent, name)?.value : undefined;
  const about = { index, row, eventId: repeatableId(told("eventId")), practice: practiceNamed(told("practice")) };
  return { ...about, events: event.ok ? taken([event.value]) : event, columns: {} };
}
