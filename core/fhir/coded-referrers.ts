import { type ReferrerRole, referrerRoles } from "../events/event.ts";
import { isSnomedCode } from "../identifiers/snomed.ts";
import type { evidenceGrades } from "../instruments/instrument.ts";
import { type CodeableConcept, type ConceptExtension, systems } from "./datatypes.ts";

/** Where UK Core says who made a referral. */
export const sourceOfServiceRequest = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SourceOfServiceRequest";

/** What a code stands for here, in the words of its source, and how well both are supported. */
export type CodedReferrer = {
  readonly code: string;
  readonly display: string;
  readonly role: ReferrerRole;
  /** Of the placing in a role. The codes and displays are those of UK Core's own expansion of 2022-02-23 (commit 3d2827e). */
  readonly evidence: (typeof evidenceGrades)[number];
};

/**
 * Codes of the value set UKCore-SourceOfServiceRequest that name a role. Those of particular hospital services are left out: a referral to
 * social prescribing does not come from them, and one that says so is `unknown`.
 */
export const codedReferrers: readonly CodedReferrer[] = [
  { code: "108161000000109", display: "Referred by general practitioner", role: "gp", evidence: "confirmed" },
  { code: "185359002", display: "Referred by another GP", role: "gp", evidence: "confirmed" },
  { code: "2021000124102", display: "Referred by primary care physician", role: "gp", evidence: "unconfirmed" },
  { code: "185362004", display: "Referred by nurse", role: "nurse", evidence: "confirmed" },
  { code: "1077191000000103", display: "Referred by community nurse", role: "nurse", evidence: "confirmed" },
  { code: "1077201000000101", display: "Referred by community mental health nurse", role: "nurse", evidence: "confirmed" },
  { code: "1065401000000101", display: "Referred by school nurse", role: "nurse", evidence: "confirmed" },
  { code: "200171000000102", display: "Referred by heart failure nurse specialist", role: "nurse", evidence: "confirmed" },
  { code: "835221000000101", display: "Referred by community matron", role: "nurse", evidence: "unconfirmed" },
  { code: "1052681000000105", display: "Referred by health visitor", role: "nurse", evidence: "unconfirmed" },
  { code: "1066021000000105", display: "Referred by advanced care practitioner", role: "other_primary_care", evidence: "unconfirmed" },
  { code: "276491000", display: "Referred by member of Primary Health Care Team", role: "other_primary_care", evidence: "confirmed" },
  { code: "185369008", display: "Referred by pharmacist", role: "other_primary_care", evidence: "unconfirmed" },
  { code: "185370009", display: "Referred by physiotherapist", role: "other_primary_care", evidence: "unconfirmed" },
  { code: "2051000124106", display: "Referred by physician assistant", role: "other_primary_care", evidence: "unconfirmed" },
  { code: "185363009", display: "Referred by midwife", role: "other_primary_care", evidence: "unconfirmed" },
  { code: "1991000124105", display: "Referred by self", role: "self", evidence: "confirmed" },
  { code: "310434002", display: "Self-referral to service", role: "self", evidence: "confirmed" },
  { code: "185365002", display: "Referred by social worker", role: "other_agency", evidence: "unconfirmed" },
  { code: "185373006", display: "Referred by family", role: "other", evidence: "unconfirmed" },
  { code: "1065391000000104", display: "Referred by carer", role: "other", evidence: "unconfirmed" },
  { code: "309014007", display: "Referred by doctor", role: "other", evidence: "unconfirmed" },
  { code: "185361006", display: "Referred by community doctor", role: "other", evidence: "unconfirmed" },
  { code: "185360007", display: "Referred by hospital doctor", role: "other", evidence: "unconfirmed" },
  { code: "312357002", display: "Referred by consultant", role: "other", evidence: "unconfirmed" },
  { code: "185366001", display: "Referred by dentist", role: "other", evidence: "unconfirmed" },
  { code: "185368000", display: "Referred by optician", role: "other", evidence: "unconfirmed" },
];

const roleByCode = new Map(codedReferrers.map(({ code, role }) => [code, role]));

/**
 * Who made a referral, from UK Core's extension: by its SNOMED CT code, or by a text that is one of the roles' own names (there is no code for
 * a link worker). `undefined` when nothing was said, and `unknown` for what has no place here: never a guess.
 */
export function referrerRoleOf(extensions: readonly ConceptExtension[]): ReferrerRole | undefined {
  const source = extensions.find(({ url }) => url === sourceOfServiceRequest)?.valueCodeableConcept;
  if (source === undefined) return undefined;
  const coded = snomedCodes(source).flatMap((code) => roleByCode.get(code) ?? []);
  return coded[0] ?? referrerRoles.find((role) => role === source.text) ?? "unknown";
}

/** The well-formed SNOMED CT codes of a concept. */
export function snomedCodes({ coding = [] }: CodeableConcept): readonly string[] {
  return coding.flatMap(({ system, code }) => (system === systems.snomed && code !== undefined && isSnomedCode(code) ? [code] : []));
}
