import { type Parsed, taken } from "../refusal.ts";
import { businessId, odsOf } from "./business-id.ts";
import type { Reference } from "./datatypes.ts";
import type { Entries } from "./entries.ts";
import { fhirRefused } from "./fhir-rules.ts";
import type { Person } from "./patient.ts";
import { resolve } from "./resolve.ts";
import { type Place, placeOf, subjectOf } from "./service-request.ts";

/** How an answer is tied to its referral: the references it gives, and who else may say which practice it is. */
export type Ties = {
  readonly basedOn?: readonly Reference[] | undefined;
  readonly subject?: Reference | undefined;
  /** Who wrote it down: an organisation here is the practice, where the referral is not in the bundle and names none. */
  readonly recordedBy?: Reference | undefined;
  /** The element that ties it: `basedOn`, or a task's `focus`. */
  readonly element: string;
};

/**
 * The referral that an answer belongs to: a ServiceRequest of the bundle, or one sent before, by its identifier. Then the practice comes
 * from who assigned that identifier, or from who recorded the answer. An answer about one person and a referral of another are refused.
 */
export function referralOf({ basedOn = [], subject, recordedBy, element }: Ties, entries: Entries): Parsed<Place> {
  const field = `resource.${element}`;
  const [reference, ...others] = basedOn;
  if (reference === undefined || others.length > 0) {
    return fhirRefused("fhir-based-on", field, "refer to the one ServiceRequest that this belongs to");
  }
  const named = resolve(reference, "ServiceRequest", { entries, field });
  if (!named.ok) return named;
  if ("identifier" in named.value) {
    const { identifier } = named.value;
    const referralId = businessId([identifier], `${field}.identifier`);
    if (!referralId.ok) return referralId;
    const practice = odsOf(identifier.assigner) ?? odsOf(recordedBy);
    return practice === undefined
      ? fhirRefused(
          "fhir-practice",
          `${field}.identifier.assigner`,
          "name the practice by its ODS code, as who assigned the referral's identifier",
        )
      : taken({ practice, referralId: referralId.value });
  }
  const { entry } = named.value;
  const place = placeOf(entry);
  if (!place.ok) return fhirRefused("fhir-reference-refused", field, "put right the ServiceRequest that this one refers to");
  return isSomebodyElse(subject, entry.resource.subject, entries)
    ? fhirRefused("fhir-subject-disagrees", "resource.subject", "send the answers of the person who was referred")
    : place;
}

/** Whether both subjects are known and are two people. Where one is not known, nothing is concluded. */
function isSomebodyElse(answering: Reference | undefined, referred: unknown, entries: Entries): boolean {
  if (answering === undefined || typeof referred !== "object" || referred === null) return false;
  const [a, b] = [subjectOf(answering, entries), subjectOf(referred as Reference, entries)];
  return a.ok && b.ok && idOf(a.value.person) !== idOf(b.value.person);
}

function idOf(person: Person): string {
  return "nhsNumber" in person ? person.nhsNumber : `local ${person.localId}`;
}
