import * as z from "zod";
import { type Status, statuses } from "../events/event.ts";
import type { evidenceGrades } from "../instruments/instrument.ts";
import { type Parsed, taken } from "../refusal.ts";
import { referralOf } from "./based-on.ts";
import { businessId } from "./business-id.ts";
import { codeableConcept, identifier, reference } from "./datatypes.ts";
import { type Entries, type Entry, takenTypes } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { dayOf } from "./moments.ts";
import { readShape } from "./resolve.ts";

const shape = z.object({
  identifier: z.array(identifier).max(32).optional(),
  status: z.string(),
  businessStatus: codeableConcept.optional(),
  focus: reference.optional(),
  for: reference.optional(),
  lastModified: z.string(),
  owner: reference.optional(),
});

/** What a task's status says of its referral, and how well that is supported. FHIR's words for a task are not this service's for a person. */
export const taskStatuses: readonly {
  readonly status: string;
  readonly step: Status;
  readonly evidence: (typeof evidenceGrades)[number];
}[] = [
  { status: "accepted", step: "accepted", evidence: "confirmed" },
  { status: "rejected", step: "declined", evidence: "unconfirmed" },
  { status: "in-progress", step: "started", evidence: "unconfirmed" },
  { status: "completed", step: "completed", evidence: "confirmed" },
  { status: "failed", step: "lost", evidence: "unconfirmed" },
  { status: "cancelled", step: "closed", evidence: "unconfirmed" },
];

/**
 * A step of a referral, from the task that fulfils it: by a `businessStatus.text` that is a step's own name (there is no FHIR status for
 * attending), or by its status. Each status that one task passes through is a step of its own, on the day the task was last modified.
 */
export function readTask(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const read = readShape(shape, entry.resource);
  if (!read.ok) return read;
  const { identifier: identifiers = [], status, businessStatus, focus, for: person, lastModified, owner } = read.value;
  const step = taskStatuses.find((one) => one.status === status)?.step;
  if (step === undefined) {
    return fhirRefused(
      "fhir-status",
      "resource.status",
      "send a task when it is accepted, rejected, in-progress, completed, failed or cancelled",
    );
  }
  const id = businessId(identifiers, "resource.identifier");
  if (!id.ok) return id;
  const on = dayOf(lastModified, "resource.lastModified");
  if (!on.ok) return on;
  const ties = { basedOn: focus === undefined ? [] : [focus], subject: person, recordedBy: owner, element: "focus" };
  const place = referralOf(ties, entries);
  if (!place.ok) return place;
  const named = statuses.find((one) => one === businessStatus?.text) ?? step;
  const { practice, referralId } = place.value;
  const eventId = `${takenTypes.Task}${id.value}:${named}`;
  return taken([{ type: "referral.progressed", eventId, practice, referralId, on: on.value, status: named }]);
}
