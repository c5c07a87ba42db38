import type { Instrument } from "../instrument.ts";

/** First two items of the GAD-7: a screen for anxiety, not a measure of change. */
export const gad2: Instrument = {
  id: "gad-2",
  name: "GAD-2",
  version: "1.0.0",
  construct: "anxiety",
  direction: "higher-is-worse",
  recallPeriod: "two weeks",
  range: { min: 0, max: 6 },
  items: [
    { number: 1, topic: "nervousness", min: 0, max: 3, loinc: "69725-0" },
    { number: 2, topic: "control of worry", min: 0, max: 3, loinc: "68509-9" },
  ],
  anchors: [
    { value: 0, label: "Not at all" },
    { value: 1, label: "Several days" },
    { value: 2, label: "More than half the days" },
    { value: 3, label: "Nearly every day" },
  ],
  scoring: { method: "sum" },
  totals: { accepted: true },
  missing: { allowed: 0, method: "none", source: "both answers are needed", evidence: "unconfirmed" },
  bands: null,
  caseness: { when: "at-or-above", value: 3, meaning: "positive screen for anxiety", source: "Staples 2019", evidence: "confirmed" },
  reliableChange: null,
  minimalImportantDifference: null,
  subscales: [],
  riskItem: null,
  alternatives: [],
  codes: {
    snomed: [
      { code: "836571000000106", means: "score", evidence: "secondary" },
      { code: "836551000000102", means: "scale", evidence: "secondary" },
    ],
    loinc: [],
  },
  licence: {
    holder: "Pfizer Inc.",
    type: "free to reproduce, no permission or fee",
    requiresLocalId: false,
    requiredFor: "nothing",
    wordingAllowed: true,
    source: "notice on the form; LOINC",
    evidence: "confirmed",
  },
};
