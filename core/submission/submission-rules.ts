import type { Refusal } from "../refusal.ts";

/**
 * Every rule by which something sent is refused, beside those of `scoring-rules.ts`, with what it requires. The ids are stable: the receipts,
 * the problem documents and `hearten check` share them.
 */
export const submissionRules = {
  "access-token": "a request carries an access token of this service",
  scope: "the access token allows what is asked",
  "no-such-practice": "the lists of a practice are read by whoever may speak for it",
  "no-such-risk": "a risk flag is acknowledged under the id by which it is listed",
  "no-such-place": "the numbers of a place are read by those who may read its pages",
  "no-such-template": "a template is fetched under the name by which it is listed",
  "no-such-receipt": "a receipt is fetched by the client that sent the submission",
  "try-again": "the service could take the request",
  fault: "the service works",
  "content-type": "the content type is application/json, text/csv or application/fhir+json",
  "body-too-large": "the body is at most 5 MB",
  encoding: "the text is UTF-8, or UTF-16 with a byte order mark",
  "malformed-json": "the body is JSON as RFC 8259 has it, with numbers that can be kept exactly",
  "json-too-deep": "objects and lists are at most 12 deep",
  "duplicate-key": "no name stands twice in one object",
  "forbidden-key": "no name is one that programs treat specially",
  "too-many-keys": "an object has at most 64 members",
  "no-events": "a submission holds at least one event",
  "file-too-large": "a file has at most 1 GB (1,073,741,824 bytes)",
  "file-parts-missing": "a file is complete when every part of it was sent to its address",
  "file-size": "a file has the size and the content type that it was announced with",
  "file-checksum": "a file has the SHA-256 that it was announced with",
  "rejected-malware": "what is sent holds nothing that a scanner takes for malware",
  "no-such-file": "a file is completed by the client that opened it, under its submissionId",
  "no-acknowledgement": "a submission has an acknowledgement file when it was sent as a file and is complete",
  "too-many-events": "a submission holds at most 50,000 events",
  "malformed-csv": "the body is CSV as RFC 4180 has it, with a header line",
  "unknown-columns": "the header is that of the long form, or names fields of the events",
  "identifying-column": "no column says who somebody is, beyond the one identifier that an event needs",
  "row-length": "a row has as many fields as the header",
  "submission-id": "a submission's id is 1 to 64 letters, digits and . _ : / -",
  "submission-id-reused": "a submission's id stands for one content",
  "not-an-object": "a submission is an object with a list named events, and each event is an object",
  "unknown-type": "the type is one of the events that the service knows",
  "unknown-field": "an event has only the fields of its type",
  "missing-field": "the fields that a type requires are there",
  "wrong-type": "a field holds the kind of value it is for",
  "not-in-list": "a coded field holds one of its codes",
  "id-format": "an id is 1 to 64 letters, digits and . _ : / -",
  "practice-format": "a practice is an ODS code: a letter and five digits",
  "text-length": "a text has 1 to 64 characters",
  "hidden-characters": "a text has no control, zero-width or direction characters",
  "too-many-values": "a list is no longer than its field allows",
  "number-out-of-range": "a number lies in the range of its field",
  "date-not-real": "a date is one that exists, as YYYY-MM-DD",
  "date-in-future": "nothing has happened after today",
  "date-too-early": "nothing is dated before 1990",
  "moment-not-real": "a moment is RFC 3339 with an offset",
  "moment-in-future": "nothing was recorded after now",
  "patient-required": "a person is an nhsNumber or a localId, and not both",
  "nhs-number-invalid": "an NHS number has ten digits that pass its check",
  "nhs-number-misplaced": "an NHS number stands in patient.nhsNumber and nowhere else",
  "unknown-practice": "the practice is in the ODS register on the day",
  "practice-not-granted": "the sender may speak for the practice",
  "lsoa-not-mapped": "a neighbourhood is sent where the service has a table that turns it into a quintile",
  "lsoa-unknown": "a neighbourhood is one of the service's table",
  "imd-disagrees": "a quintile sent beside a neighbourhood is the neighbourhood's",
  "event-id-reused": "an event's id stands for one content in its practice",
  "modifies-itself": "a correction or withdrawal is about another event",
  "correction-other-referral": "a correction keeps the referral of what it corrects",
  "correction-other-practice": "only a corrected referral names another practice",
  "too-many-for-referral": "a referral has at most 1,000 events",
  "too-many-waiting": "at most 10 withdrawals wait for one event",
} as const;

/** The id of a rule for what is sent. */
export type SubmissionRule = keyof typeof submissionRules;

/** A refusal under one of the {@link submissionRules}. */
export function submissionRefusal(rule: SubmissionRule, field: string, fix: string): Refusal {
  return { rule, field, fix };
}
