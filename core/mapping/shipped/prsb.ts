import type { MappedColumn, Mapping } from "../mapping.ts";
import { statusWords } from "../words.ts";
import { demographicColumns, personColumns, reasonColumns, referralFields, scoreFields, stepFields } from "./referral-columns.ts";

const source =
  "the four sets of the minimum dataset (PRSB Social Prescribing Information Standard v1.1, January 2023, owned by NHS England from 1 January 2026); the headings of its sections, whose exact items and cardinalities could not be confirmed";
const practice: MappedColumn = { headings: ["GP practice identifier", "GP practice ODS code"], required: true };
const referralId: MappedColumn = { headings: ["Referral identifier"], required: true };

/** Of the standard: who was referred, by whom and why (patient demographics; needs and concerns), one referral to a row. */
export const prsbReferrals: Mapping = {
  id: "prsb-referrals",
  name: "PRSB standard: patient demographics, needs and concerns",
  evidence: "unconfirmed",
  source,
  dates: ["YYYY-MM-DD", "DD/MM/YYYY"],
  columns: {
    practice,
    ...personColumns(["Other identifier", "Local identifier"]),
    referralId,
    referredOn: { headings: ["Referral date", "Date and time of referral"], required: true },
    ...demographicColumns,
    activity: { headings: ["Activity referred to", "Support offered"], set: "support offered" },
    ...reasonColumns(["Referrer role", "Referrer professional role"], ["Needs and concerns", "Reason for referral"]),
  },
  events: [{ type: "referral.recorded", fields: { ...referralFields, referralId: { column: "referralId" } } }],
};

/** Of the standard: what a person was offered and what came of it (support offered), one step to a row. */
export const prsbSupport: Mapping = {
  id: "prsb-support",
  name: "PRSB standard: support offered",
  evidence: "unconfirmed",
  source,
  dates: ["YYYY-MM-DD", "DD/MM/YYYY"],
  columns: {
    practice,
    referralId,
    activity: { headings: ["Activity referred to", "Support offered"], set: "support offered", required: true },
    status: { headings: ["Activity status", "Support status"], set: "support offered", required: true, words: statusWords },
    statusOn: { headings: ["Activity date", "Support date"], set: "support offered", required: true },
    closureReason: { headings: ["Closure reason"], set: "support offered" },
    provider: { headings: ["Provider", "Service provider"], unread: true },
  },
  events: [{ type: "referral.progressed", fields: { ...stepFields, referralId: { column: "referralId" } } }],
};

/** Of the standard: what was measured (outcomes), one questionnaire to a row. */
export const prsbOutcomes: Mapping = {
  id: "prsb-outcomes",
  name: "PRSB standard: outcomes",
  evidence: "unconfirmed",
  source,
  dates: ["YYYY-MM-DD", "DD/MM/YYYY"],
  columns: {
    practice,
    referralId,
    instrument: { headings: ["Assessment type", "Outcome measure"], set: "outcomes", required: true },
    completedOn: { headings: ["Assessment date"], set: "outcomes", required: true },
    score: { headings: ["Assessment score", "Outcome score"], set: "outcomes", required: true },
  },
  events: [{ type: "survey.completed", fields: { ...scoreFields, referralId: { column: "referralId" } } }],
};
