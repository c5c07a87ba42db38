/** The FHIR system of an ODS code. UK Core itself once spells it `ods-organisation-code`; that spelling is not accepted. */
export const odsCodeSystem = "https://fhir.nhs.uk/Id/ods-organization-code";

/** The kinds of organisation that results are published for. */
export type OdsKind = "practice" | "pcn" | "sub-icb" | "icb";

/**
 * What a code of each kind looks like. That a practice is a letter and five digits is confirmed, and so is that sub-ICB locations keep their
 * CCG's three characters; the exact letters, and the patterns of PCNs and ICBs, are not, and carry the mark until ODS confirms them.
 */
export const odsPatterns: Readonly<Record<OdsKind, { readonly pattern: RegExp; readonly evidence: "confirmed" | "unconfirmed" }>> = {
  practice: { pattern: /^[A-HJ-NPV-Y][0-9]{5}$/, evidence: "unconfirmed" },
  pcn: { pattern: /^U[0-9]{5}$/, evidence: "unconfirmed" },
  "sub-icb": { pattern: /^(?:[0-9]{2}[A-Z]|[A-Z][0-9][A-Z][0-9][A-Z])$/, evidence: "unconfirmed" },
  icb: { pattern: /^Q[A-Z0-9]{2}$/, evidence: "unconfirmed" },
};

/** Whether the text has the shape of a code of that kind. Whether it exists, and on which day, is for the organisations to say. */
export function isOdsCode(kind: OdsKind, text: string): boolean {
  return odsPatterns[kind].pattern.test(text);
}

/** The kind a code has the shape of, or `undefined`. The patterns do not overlap, so there is one at most. */
export function odsKindOf(text: string): OdsKind | undefined {
  return (Object.keys(odsPatterns) as OdsKind[]).find((kind) => isOdsCode(kind, text));
}
