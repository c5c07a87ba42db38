import { needs } from "../events/event.ts";
import type { evidenceGrades } from "../instruments/instrument.ts";
import { snomedCodes } from "./coded-referrers.ts";
import type { CodeableConcept } from "./datatypes.ts";

/** A reason for a referral, as one of the needs it stands for here. */
export type Need = (typeof needs)[number];

/** What a code stands for here, and how well that is supported. */
export type CodedNeed = {
  readonly code: string;
  readonly display: string;
  readonly need: Need;
  readonly evidence: (typeof evidenceGrades)[number];
  readonly note?: string;
};

/** Reasons with a code of their own. No published list of social prescribing needs could be had: look them up before relying on them. */
export const codedNeeds: readonly CodedNeed[] = [
  { code: "48694002", display: "Anxiety", need: "anxiety", evidence: "secondary" },
  { code: "35489007", display: "Depressive disorder", need: "depression", evidence: "secondary" },
  { code: "267076002", display: "Feeling lonely", need: "loneliness", evidence: "secondary" },
  { code: "422650009", display: "Social isolation", need: "isolation", evidence: "secondary" },
  {
    code: "105412007",
    display: "Social isolation",
    need: "isolation",
    evidence: "unconfirmed",
    note: "sources disagree: OMOP's vocabulary calls it social exclusion",
  },
];

const needByCode = new Map(codedNeeds.map(({ code, need }) => [code, need]));

/**
 * The needs that reasons stand for, each once, in the order of {@link needs}: by SNOMED CT code, or by a text that is a need's own name. Any
 * other reason is `other`; its text is not kept. `undefined` when there is none.
 */
export function needsOf(reasons: readonly CodeableConcept[]): readonly Need[] | undefined {
  if (reasons.length === 0) return undefined;
  const found = new Set(reasons.map(needOf));
  return needs.filter((need) => found.has(need));
}

function needOf(reason: CodeableConcept): Need {
  const coded = snomedCodes(reason).flatMap((code) => needByCode.get(code) ?? []);
  return coded[0] ?? needs.find((need) => need === reason.text) ?? "other";
}
