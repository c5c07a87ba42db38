import * as z from "zod";
import type { ServiceEvent } from "../events/event.ts";
import type { Outline } from "../fhir/outline.ts";
import type { Encoding } from "../files/encoding.ts";
import { isPracticeCode } from "../practice/speaks-for.ts";
import { type Parsed, type Refusal, refused, taken } from "../refusal.ts";
import { holdsNhsNumber } from "./misplaced-numbers.ts";

/** One thing that was sent: an event of a JSON body, or a row of a CSV. */
export type SentRecord = {
  /** Its place among what was sent, from 0. */
  readonly index: number;
  /** The line of the file, from 1, where it came in one. */
  readonly row: number | null;
  /** As it may be repeated to the sender: `null` unless it is an id. */
  readonly eventId: string | null;
  /** The practice that it names, also where it is wrong in something else. */
  readonly practice?: string | undefined;
  /** What it tells, or everything that is wrong with it. A row tells of a referral and a survey. */
  readonly events: Parsed<readonly ServiceEvent[]>;
  /** The columns of the fields it was read from, where it came in a file. */
  readonly columns: Readonly<Record<string, string>>;
};

/** What was sent at once. */
export type Submission = {
  /** The sender's own id for it, if there is one. */
  readonly submissionId: string | null;
  readonly records: readonly SentRecord[];
  /** Of a FHIR bundle: what its answer needs to know of it. */
  readonly outline?: Outline;
  /** Of a CSV: what it was read as. */
  readonly encoding?: Encoding;
};

/** Events to a submission at most. */
export const eventsAtMost = 50_000;

/** The id of a submission: as an event's id, so that it can be neither markup nor a path. */
export const submissionIdSchema = z.string().regex(/^[A-Za-z0-9](?:[A-Za-z0-9_:/-]|\.(?!\.)){0,63}$/);

/** Reads an id for a submission. */
export function parseSubmissionId(text: unknown): Parsed<string> {
  const read = submissionIdSchema.safeParse(text);
  if (!read.success) {
    return refused(
      "submission-id",
      "submissionId",
      "use 1 to 64 letters, digits and . _ : / - beginning with a letter or digit, without two dots together",
    );
  }
  return holdsNhsNumber(read.data)
    ? refused("nhs-number-misplaced", "submissionId", "use an id of your own that holds no NHS number")
    : taken(read.data);
}

/** An event's id as it may be repeated: only if it is one, and holds no NHS number. */
export function repeatableId(sent: unknown): string | null {
  const read = submissionIdSchema.safeParse(sent);
  return read.success && !holdsNhsNumber(read.data) ? read.data : null;
}

/** A practice that a record names, if it is the code of one. */
export function practiceNamed(sent: unknown): string | undefined {
  return typeof sent === "string" && isPracticeCode(sent) ? sent : undefined;
}

/** The refusals of a record, or none. */
export function refusalsOf({ events }: SentRecord): readonly Refusal[] {
  return events.ok ? [] : events.refusals;
}
