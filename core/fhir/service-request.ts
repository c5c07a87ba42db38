import * as z from "zod";
import { deliverers } from "../events/event.ts";
import { type Parsed, taken } from "../refusal.ts";
import { businessId, odsOf } from "./business-id.ts";
import { needsOf } from "./coded-needs.ts";
import { referrerRoleOf } from "./coded-referrers.ts";
import { codeableConcept, conceptExtension, identifier, reference } from "./datatypes.ts";
import { type Entries, type Entry, takenTypes } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { dayOf } from "./moments.ts";
import { demographics, patientShape, personOf, readPatient, type Subject } from "./patient.ts";
import { hasCode, readShape, resolve } from "./resolve.ts";
import { withdrawal } from "./versions.ts";

/** SNOMED CT UK: referral to social prescribing service. */
export const socialPrescribingReferral = "871731000000106";

const shape = z.object({
  identifier: z.array(identifier).max(32).optional(),
  extension: z.array(conceptExtension).max(64).optional(),
  status: z.string(),
  intent: z.string(),
  doNotPerform: z.boolean().optional(),
  code: codeableConcept,
  orderDetail: z.array(codeableConcept).max(32).optional(),
  subject: reference,
  authoredOn: z.string(),
  requester: reference.optional(),
  performerType: codeableConcept.optional(),
  reasonCode: z.array(codeableConcept).max(64).optional(),
});
type Shape = z.infer<typeof shape>;

/** What an answer needs to know of its referral. */
export type Place = { readonly practice: string; readonly referralId: string };

/** Statuses of a referral that was made, whatever became of it. A draft is none yet, and `unknown` says nothing. */
const made = ["active", "on-hold", "completed", "revoked"];
const orders = ["order", "original-order", "filler-order", "instance-order"];

/** The place of a referral among the others: whose it is, and under which id. It stands even where the rest of the entry is refused. */
export function placeOf({ resource }: Entry): Parsed<Place> {
  const read = readShape(shape.pick({ identifier: true, requester: true }), resource);
  if (!read.ok) return read;
  const referralId = businessId(read.value.identifier ?? [], "resource.identifier");
  if (!referralId.ok) return referralId;
  const practice = odsOf(read.value.requester);
  if (practice === undefined)
    return fhirRefused("fhir-practice", "resource.requester", "name the practice by its ODS code as requester.identifier");
  return taken({ practice, referralId: referralId.value });
}

/** The event of a referral: that it was recorded, or that it should not have been. */
export function readServiceRequest(entry: Entry, entries: Entries): Parsed<readonly unknown[]> {
  const place = placeOf(entry);
  if (!place.ok) return place;
  const eventId = `${takenTypes.ServiceRequest}${place.value.referralId}`;
  if (entry.resource.status === "entered-in-error") return taken([withdrawal(eventId, place.value.practice)]);
  const read = readShape(shape, entry.resource);
  if (!read.ok) return read;
  const wrong = unfit(read.value);
  if (wrong !== null) return wrong;
  const referredOn = dayOf(read.value.authoredOn, "resource.authoredOn");
  if (!referredOn.ok) return referredOn;
  const subject = subjectOf(read.value.subject, entries);
  if (!subject.ok) return subject;
  const { practice, referralId } = place.value;
  return taken([
    {
      type: "referral.recorded",
      eventId,
      practice,
      referralId,
      patient: subject.value.person,
      referredOn: referredOn.value,
      ...whatItSays(read.value),
      ...demographics(subject.value, referredOn.value),
    },
  ]);
}

function unfit({ status, intent, doNotPerform, code }: Shape): Parsed<never> | null {
  if (!made.includes(status)) {
    return fhirRefused("fhir-status", "resource.status", "send a referral once it was made: active, on-hold, completed or revoked");
  }
  if (!orders.includes(intent) || doNotPerform === true) {
    return fhirRefused("fhir-intent", "resource.intent", "send a referral as an order: not a proposal, a plan, or what is not to be done");
  }
  return hasCode([code], "snomed", socialPrescribingReferral)
    ? null
    : fhirRefused(
        "fhir-code",
        "resource.code",
        `send the SNOMED CT code ${socialPrescribingReferral}, referral to social prescribing service`,
      );
}

function whatItSays({ extension = [], performerType, orderDetail = [], reasonCode = [] }: Shape): Record<string, unknown> {
  const referrerRole = referrerRoleOf(extension);
  const deliveredBy = deliverers.find((one) => one === performerType?.text);
  const activity = orderDetail[0]?.text;
  const needs = needsOf(reasonCode);
  return {
    ...(referrerRole === undefined ? {} : { referrerRole }),
    ...(deliveredBy === undefined ? {} : { deliveredBy }),
    ...(activity === undefined ? {} : { activity }),
    ...(needs === undefined ? {} : { needs }),
  };
}

/** The person a resource is about: a Patient of the bundle, or one known by identifier. */
export function subjectOf(reference: Shape["subject"], entries: Entries): Parsed<Subject> {
  const named = resolve(reference, "Patient", { entries, field: "resource.subject" });
  if (!named.ok) return named;
  if ("entry" in named.value) {
    const said = readShape(patientShape, named.value.entry.resource);
    const subject = said.ok ? readPatient(said.value) : said;
    return subject.ok
      ? subject
      : fhirRefused("fhir-reference-refused", "resource.subject", "put right the Patient that this one refers to");
  }
  const person = personOf([named.value.identifier], "resource.subject.identifier");
  return person.ok ? taken({ person: person.value, said: null }) : person;
}
