import type { Instrument } from "../instrument.ts";

/** Three-Item Loneliness Scale (short UCLA): loneliness, not isolation. */
export const ucla3: Instrument = {
  id: "ucla-3",
  name: "UCLA-3",
  version: "1.0.0",
  construct: "loneliness",
  direction: "higher-is-worse",
  recallPeriod: "in general",
  range: { min: 3, max: 9 },
  items: [
    { number: 1, topic: "companionship", min: 1, max: 3 },
    { number: 2, topic: "left out", min: 1, max: 3 },
    { number: 3, topic: "isolated", min: 1, max: 3, loinc: "66867-3" },
  ],
  anchors: [
    { value: 1, label: "Hardly ever (or never)" },
    { value: 2, label: "Some of the time" },
    { value: 3, label: "Often" },
  ],
  scoring: { method: "sum" },
  totals: { accepted: true },
  missing: { allowed: 0, method: "none", source: "ONS and R-Outcomes practice: no score if any is missing", evidence: "secondary" },
  bands: null,
  caseness: {
    when: "at-or-above",
    value: 6,
    meaning: "lonely by research convention",
    configurable: true,
    source: "Steptoe 2013; ONS publishes no cut-off",
    evidence: "unconfirmed",
  },
  reliableChange: null,
  minimalImportantDifference: null,
  subscales: [],
  riskItem: null,
  alternatives: [
    {
      replaces: "reliableChange",
      value: 3,
      source: "derived: alpha 0.72 (Hughes 2004) and SD 1.5 give 2.2",
      evidence: "verified",
      note: "none is published; not applied unless a deployer says so",
    },
    { replaces: "minimalImportantDifference", value: 1, source: "often used in evaluations, none accepted", evidence: "unconfirmed" },
  ],
  codes: { snomed: [], loinc: [{ code: "106418-7", means: "panel", evidence: "confirmed" }] },
  licence: {
    holder: "Hughes, Waite, Hawkley and Cacioppo 2004",
    type: "free with attribution",
    requiresLocalId: false,
    requiredFor: "nothing",
    wordingAllowed: false,
    source: "Hughes 2004",
    evidence: "unconfirmed",
  },
};
