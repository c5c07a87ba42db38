/**
 * The SNOMED CT codes under which GP systems file a score, as far as the definitions of the instruments have one that is confirmed; and the two codes of a referral
 * (domain facts, 3.2: the one for a referral from two sources, the one for declining from one).
 */
export const scoreCodes: Readonly<Record<string, string>> = {
  "720433000": "phq-9",
  "506701000000100": "phq-9",
  "836541000000100": "phq-2",
  "445455005": "gad-7",
  "836571000000106": "gad-2",
  "718583008": "core-10",
  "958051000000104": "core-10",
  "718466001": "swemwbs",
  "960481000000107": "swemwbs",
  "718426000": "wemwbs",
  "885541000000103": "wemwbs",
};

/** Filed when a person says no to a referral; one source has it. */
export const declinedCode = "871711000000103";
