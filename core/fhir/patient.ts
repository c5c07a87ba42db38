import * as z from "zod";
import type { CivilDate } from "../civil-date.ts";
import type { ReferralRecorded, Sex } from "../events/event.ts";
import { ageBandAt } from "../identifiers/age-band.ts";
import { ethnicCategoryOf } from "../identifiers/ethnicity.ts";
import { nhsNumberOf, nhsNumberSystem } from "../identifiers/nhs-number.ts";
import { type Parsed, refused, taken } from "../refusal.ts";
import { businessId } from "./business-id.ts";
import { conceptExtension, type Identifier, identifier, systems } from "./datatypes.ts";
import { fhirRefused } from "./fhir-rules.ts";
import { deprivationIn, ownExtension } from "./own-extensions.ts";

const birthSex = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex";
const ethnicCategory = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory";

/** What is read of a Patient (UK Core 2.6.1). Name, address and contacts are not: nothing here needs them. */
export const patientShape = z.object({
  identifier: z.array(identifier).max(32),
  extension: z
    .array(z.object({ ...ownExtension.shape, ...conceptExtension.shape }))
    .max(64)
    .optional(),
  gender: z.enum(["male", "female", "other", "unknown"]).optional(),
  birthDate: z.string().optional(),
});
type PatientShape = z.infer<typeof patientShape>;

/** A person as an event names them. */
export type Person = ReferralRecorded["patient"];

/** A person with what their resource says of them, as far as it counts. */
export type Subject = { readonly person: Person; readonly said: PatientShape | null };

/** How sex is read, and how well that is supported: administrative gender is not sex, and stands in for it only where nothing else is said. */
export const sexMappings = {
  birthSex: { F: "F", M: "M", UN: "X", UNK: "unknown", evidence: "confirmed" },
  gender: { female: "F", male: "M", other: "X", unknown: "unknown", evidence: "unconfirmed" },
} as const;

/** The person a Patient resource is about. */
export function readPatient(said: PatientShape): Parsed<Subject> {
  const person = personOf(said.identifier, "resource.identifier");
  return person.ok ? taken({ person: person.value, said }) : person;
}

/** The person that identifiers name: by NHS number, or by an id of the practice's own. */
export function personOf(identifiers: readonly Identifier[], field: string): Parsed<Person> {
  const numbers = identifiers.filter(({ system }) => system === nhsNumberSystem).map(({ value }) => value ?? "");
  const [number, ...others] = new Set(numbers);
  if (number === undefined) {
    const localId = businessId(identifiers, field);
    return localId.ok
      ? taken({ localId: localId.value })
      : fhirRefused("fhir-patient", field, "give the person's NHS number, or one identifier of your own");
  }
  if (others.length > 0) return fhirRefused("fhir-patient", field, "give one NHS number for one person");
  const nhsNumber = nhsNumberOf(number);
  return nhsNumber === undefined
    ? refused("nhs-number-invalid", field, "send the ten digits of the person's NHS number")
    : taken({ nhsNumber });
}

type Demographics = Partial<Pick<ReferralRecorded, "ageBand" | "sex" | "ethnicity">> & ReturnType<typeof deprivationIn>;

/** What counts of a person on the day of a referral. What is not said is left out, and unknown. */
export function demographics({ said }: Subject, referredOn: CivilDate): Demographics {
  if (said === null) return {};
  const ageBand = said.birthDate === undefined ? "unknown" : ageBandAt(referredOn, said.birthDate);
  const sex = sexOf(said);
  const category = codeIn(said, ethnicCategory, systems.ethnicity);
  const ethnicity = category === undefined ? undefined : ethnicCategoryOf(category);
  return {
    ...(ageBand === "unknown" ? {} : { ageBand }),
    ...(sex === undefined ? {} : { sex }),
    ...(ethnicity === undefined ? {} : { ethnicity }),
    ...deprivationIn(said.extension ?? []),
  };
}

function sexOf(said: PatientShape): Sex | undefined {
  const registered = codeIn(said, birthSex, systems.gender) ?? codeIn(said, birthSex, systems.nullFlavour);
  const { evidence: _, ...known } = sexMappings.birthSex;
  if (registered !== undefined && Object.hasOwn(known, registered)) return known[registered as keyof typeof known];
  return said.gender === undefined ? undefined : sexMappings.gender[said.gender];
}

function codeIn({ extension = [] }: PatientShape, url: string, system: string): string | undefined {
  const concept = extension.find((one) => one.url === url)?.valueCodeableConcept;
  return concept?.coding?.find((one) => one.system === system)?.code;
}
