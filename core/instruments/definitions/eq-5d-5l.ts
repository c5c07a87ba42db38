import type { Instrument } from "../instrument.ts";

/** EQ-5D-5L: quality of life today, as a state of five digits and a visual analogue scale (the optional sixth answer). The index needs a licensed value set, which a deployer loads; its version is stored with every index. */
export const eq5d5l: Instrument = {
  id: "eq-5d-5l",
  name: "EQ-5D-5L",
  version: "1.0.0",
  construct: "quality-of-life",
  direction: "higher-is-better",
  recallPeriod: "today",
  range: { min: -1, max: 1 },
  items: [
    { number: 1, topic: "mobility", min: 1, max: 5 },
    { number: 2, topic: "self-care", min: 1, max: 5 },
    { number: 3, topic: "usual activities", min: 1, max: 5 },
    { number: 4, topic: "pain or discomfort", min: 1, max: 5 },
    { number: 5, topic: "anxiety or depression", min: 1, max: 5 },
    { number: 6, topic: "visual analogue scale", min: 0, max: 100, optional: true },
  ],
  scoring: { method: "value-set", valueSet: null },
  totals: { accepted: false, why: "send the five answers as items: an index without its value set cannot be compared" },
  missing: { allowed: 0, method: "none", source: "EuroQol: no index when a dimension is missing", evidence: "confirmed" },
  bands: null,
  caseness: null,
  reliableChange: null,
  minimalImportantDifference: {
    value: 0.06,
    configurable: true,
    source: "about 0.06 for the English 5L set, 0.074 for the UK 3L set",
    evidence: "unconfirmed",
    note: "belongs to a value set; not established for Rowen 2026",
  },
  subscales: [
    {
      id: "vas",
      name: "Visual analogue scale",
      items: [6],
      direction: "higher-is-better",
      bands: null,
      caseness: null,
      reliableChange: null,
      minimalImportantDifference: null,
    },
  ],
  riskItem: null,
  alternatives: [],
  codes: {
    snomed: [
      { code: "736534008", means: "index", evidence: "confirmed" },
      { code: "736535009", means: "visual-analogue-scale", evidence: "confirmed" },
    ],
    loinc: [],
  },
  licence: {
    holder: "EuroQol Research Foundation",
    type: "registration; licence by version and mode",
    requiresLocalId: true,
    requiredFor: "submission",
    wordingAllowed: false,
    source: "euroqol.org",
    evidence: "unconfirmed",
  },
};
