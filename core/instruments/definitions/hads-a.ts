import type { Instrument } from "../instrument.ts";

/** Hospital Anxiety and Depression Scale, anxiety half (odd items 1 to 13 of the form). Answers are the values printed on the form: nothing is turned round again. */
export const hadsA: Instrument = {
  id: "hads-a",
  name: "HADS-A",
  version: "1.0.0",
  construct: "anxiety",
  direction: "higher-is-worse",
  recallPeriod: "one week",
  range: { min: 0, max: 21 },
  items: [
    { number: 1, min: 0, max: 3 },
    { number: 2, min: 0, max: 3 },
    { number: 3, min: 0, max: 3 },
    { number: 4, min: 0, max: 3 },
    { number: 5, min: 0, max: 3 },
    { number: 6, min: 0, max: 3 },
    { number: 7, min: 0, max: 3 },
  ],
  scoring: { method: "sum" },
  totals: { accepted: true },
  missing: {
    allowed: 3,
    method: "mean-of-answered",
    source: "half rule, four of seven answered; Bell 2016",
    evidence: "unconfirmed",
    note: "many services allow one missing answer only",
  },
  bands: {
    list: [
      { from: 0, label: "normal" },
      { from: 8, label: "borderline" },
      { from: 11, label: "abnormal" },
    ],
    source: "Zigmond and Snaith 1983",
    evidence: "unconfirmed",
  },
  caseness: { when: "at-or-above", value: 8, meaning: "possible anxiety", source: "Zigmond and Snaith 1983", evidence: "unconfirmed" },
  reliableChange: { value: 4, source: "from SD and reliability, about 3 to 4 for each half", evidence: "unconfirmed" },
  minimalImportantDifference: {
    value: 1.5,
    source: "Puhan 2008 (COPD); Lemay 2019 (cardiovascular disease): 1.5 to 1.7",
    evidence: "unconfirmed",
  },
  subscales: [],
  riskItem: null,
  alternatives: [
    { replaces: "caseness", value: 11, source: "Zigmond and Snaith 1983: probable", evidence: "unconfirmed" },
    { replaces: "missing", value: 1, source: "local practice: one missing at most", evidence: "unconfirmed" },
  ],
  codes: { snomed: [], loinc: [] },
  licence: {
    holder: "GL Assessment",
    type: "commercial licence with a fee",
    requiresLocalId: true,
    requiredFor: "submission",
    wordingAllowed: false,
    source: "CamCOPS ships no text; fee unconfirmed",
    evidence: "unconfirmed",
  },
};
