import type { Instrument } from "../instrument.ts";

/** WHO-5 Well-Being Index. The raw sum of 0 to 25 is multiplied by four; a total that could be either says which it is. */
export const who5: Instrument = {
  id: "who-5",
  name: "WHO-5",
  version: "1.0.0",
  construct: "wellbeing",
  direction: "higher-is-better",
  recallPeriod: "two weeks",
  range: { min: 0, max: 100 },
  items: [
    { number: 1, min: 0, max: 5 },
    { number: 2, min: 0, max: 5 },
    { number: 3, min: 0, max: 5 },
    { number: 4, min: 0, max: 5 },
    { number: 5, min: 0, max: 5 },
  ],
  anchors: [
    { value: 0, label: "At no time" },
    { value: 5, label: "All of the time" },
  ],
  scoring: { method: "sum", metric: { multiplyBy: 4 } },
  totals: { accepted: true },
  missing: { allowed: 0, method: "none", source: "all five answers are needed", evidence: "confirmed" },
  bands: {
    list: [
      { from: 0, label: "likely depression" },
      { from: 29, label: "poor wellbeing" },
      { from: 51, label: "no indication" },
    ],
    source: "Topp 2015, doi:10.1159/000376585: up to 28, up to 50",
    evidence: "secondary",
  },
  caseness: {
    when: "at-or-below",
    value: 50,
    meaning: "poor wellbeing, screen for depression",
    source: "Topp 2015, doi:10.1159/000376585",
    evidence: "secondary",
  },
  reliableChange: { value: 10, source: "Topp 2015: ten points count as a change", evidence: "secondary" },
  minimalImportantDifference: { value: 10, source: "Topp 2015", evidence: "secondary" },
  subscales: [],
  riskItem: null,
  alternatives: [],
  codes: { snomed: [], loinc: [] },
  licence: {
    holder: "World Health Organization",
    type: "CC BY-NC-SA 3.0 IGO",
    requiresLocalId: false,
    requiredFor: "nothing",
    wordingAllowed: false,
    source: "since 2024",
    evidence: "unconfirmed",
  },
};
