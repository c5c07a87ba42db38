import type { Instrument } from "../instrument.ts";

/** Generalised Anxiety Disorder scale, seven items: anxiety over two weeks. */
export const gad7: Instrument = {
  id: "gad-7",
  name: "GAD-7",
  version: "1.0.0",
  construct: "anxiety",
  direction: "higher-is-worse",
  recallPeriod: "two weeks",
  range: { min: 0, max: 21 },
  items: [
    { number: 1, topic: "nervousness", min: 0, max: 3, loinc: "69725-0" },
    { number: 2, topic: "control of worry", min: 0, max: 3, loinc: "68509-9" },
    { number: 3, topic: "amount of worry", min: 0, max: 3, loinc: "69733-4" },
    { number: 4, topic: "relaxing", min: 0, max: 3, loinc: "69734-2" },
    { number: 5, topic: "restlessness", min: 0, max: 3, loinc: "69735-9" },
    { number: 6, topic: "irritability", min: 0, max: 3, loinc: "69689-8" },
    { number: 7, topic: "dread", min: 0, max: 3, loinc: "69736-7" },
  ],
  anchors: [
    { value: 0, label: "Not at all" },
    { value: 1, label: "Several days" },
    { value: 2, label: "More than half the days" },
    { value: 3, label: "Nearly every day" },
  ],
  scoring: { method: "sum" },
  totals: { accepted: true },
  missing: { allowed: 0, method: "none", source: "PHQ and GAD-7 instruction manual; Kroenke 2010", evidence: "unconfirmed" },
  bands: {
    list: [
      { from: 0, label: "minimal" },
      { from: 5, label: "mild" },
      { from: 10, label: "moderate" },
      { from: 15, label: "severe" },
    ],
    source: "Spitzer 2006, thresholds 5, 10 and 15 as in CamCOPS @56a303e",
    evidence: "confirmed",
  },
  caseness: {
    when: "at-or-above",
    value: 8,
    meaning: "at caseness for anxiety",
    source: "NHS Talking Therapies: GAD-7 > 7 (Fingertips glossary; BMC Psychiatry 2018)",
    evidence: "confirmed",
  },
  reliableChange: {
    value: 4,
    source: "NHS England, mental-health-monthly-statistics @7b4d742, 05_create_cyp_outcomes_tables.py",
    evidence: "confirmed",
    note: "3.53 from alpha 0.92, rounded up",
  },
  minimalImportantDifference: {
    value: 1.5,
    source: "Kounali 2022, PMC9340848",
    evidence: "confirmed",
    note: "or 26.8% of a moderate baseline",
  },
  subscales: [],
  riskItem: null,
  alternatives: [
    { replaces: "caseness", value: 10, source: "original screening paper, as in CamCOPS", evidence: "confirmed" },
    { replaces: "reliableChange", value: 6, source: "Bischoff 2020: 5.59 from test-retest 0.87", evidence: "confirmed" },
    { replaces: "minimalImportantDifference", value: 4, source: "Toussaint 2020", evidence: "unconfirmed" },
    { replaces: "missing", value: 1, source: "mean substitution with one missing at most; Kroenke 2010", evidence: "unconfirmed" },
  ],
  codes: {
    snomed: [{ code: "445455005", means: "score", evidence: "confirmed" }],
    loinc: [
      { code: "69737-5", means: "panel", evidence: "confirmed" },
      { code: "70274-6", means: "score", evidence: "confirmed" },
    ],
  },
  licence: {
    holder: "Pfizer Inc.",
    type: "free to reproduce, no permission or fee",
    requiresLocalId: false,
    requiredFor: "nothing",
    wordingAllowed: true,
    source: "notice on the form; loinc.org/69737-5",
    evidence: "confirmed",
  },
};
