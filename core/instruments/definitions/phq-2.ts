import type { Instrument } from "../instrument.ts";

/** First two items of the PHQ-9: a screen for depression. It has no item about self-harm, so it can raise no risk flag. */
export const phq2: Instrument = {
  id: "phq-2",
  name: "PHQ-2",
  version: "1.0.0",
  construct: "depression",
  direction: "higher-is-worse",
  recallPeriod: "two weeks",
  range: { min: 0, max: 6 },
  items: [
    { number: 1, topic: "interest", min: 0, max: 3, loinc: "44250-9" },
    { number: 2, topic: "mood", min: 0, max: 3, loinc: "44255-8" },
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
  caseness: {
    when: "at-or-above",
    value: 3,
    meaning: "positive screen for depression",
    configurable: true,
    source: "Arroll 2010, PMC2906530",
    evidence: "confirmed",
    note: "sensitivity 61%, specificity 92% in 2,642 people",
  },
  reliableChange: null,
  minimalImportantDifference: null,
  subscales: [],
  riskItem: null,
  alternatives: [
    { replaces: "caseness", value: 2, source: "Arroll 2010, PMC2906530", evidence: "confirmed", note: "sensitivity 86%, specificity 78%" },
  ],
  codes: {
    snomed: [{ code: "836541000000100", means: "score", evidence: "confirmed" }],
    loinc: [
      { code: "55757-9", means: "panel", evidence: "unconfirmed" },
      { code: "55758-7", means: "score", evidence: "unconfirmed" },
    ],
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
