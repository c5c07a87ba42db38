import type { Instrument } from "../instrument.ts";

/** Campaign to End Loneliness tool: three positively worded items. Answers are the values printed on the form, strongly agree 0 to strongly disagree 4: they are not turned round again. Not a screening tool. */
export const cel: Instrument = {
  id: "cel",
  name: "Campaign to End Loneliness",
  version: "1.0.0",
  construct: "loneliness",
  direction: "higher-is-worse",
  recallPeriod: "now",
  range: { min: 0, max: 12 },
  items: [
    { number: 1, topic: "relationships", min: 0, max: 4 },
    { number: 2, topic: "people to ask for help", min: 0, max: 4 },
    { number: 3, topic: "relationships as wanted", min: 0, max: 4 },
  ],
  anchors: [
    { value: 0, label: "Strongly agree" },
    { value: 1, label: "Agree" },
    { value: 2, label: "Neutral" },
    { value: 3, label: "Disagree" },
    { value: 4, label: "Strongly disagree" },
  ],
  scoring: { method: "sum" },
  totals: { accepted: true },
  missing: { allowed: 0, method: "none", source: "all three answers are needed", evidence: "unconfirmed" },
  bands: {
    list: [
      { from: 0, label: "unlikely to be lonely" },
      { from: 4, label: "in between" },
      { from: 10, label: "most intense loneliness" },
    ],
    source: "Campaign to End Loneliness guidance: 0 to 3 and 10 to 12",
    evidence: "unconfirmed",
  },
  caseness: null,
  reliableChange: null,
  minimalImportantDifference: null,
  subscales: [],
  riskItem: null,
  alternatives: [],
  codes: { snomed: [], loinc: [] },
  licence: {
    holder: "Campaign to End Loneliness",
    type: "free with attribution",
    requiresLocalId: false,
    requiredFor: "nothing",
    wordingAllowed: false,
    source: "measure-wellbeing.org",
    evidence: "unconfirmed",
  },
};
