import type { MappedColumn, Mapping } from "../mapping.ts";
import { statusWords } from "../words.ts";
import { demographicColumns, personColumns, reasonColumns, referralFields, scoreFields, stepFields } from "./referral-columns.ts";

const source = "headings made after public descriptions of Elemental, which name hubs, programmes and measures; no export was seen";
const practice: MappedColumn = { headings: ["GP Surgery Code", "GP Surgery ODS", "Surgery ODS code"], required: true };

/** An export of referrals from Elemental, one to a row. */
export const elementalReferrals: Mapping = {
  id: "elemental-referrals",
  name: "Elemental style: an export of referrals",
  evidence: "unconfirmed",
  source,
  dates: ["DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["Client Reference", "Unique Reference"]),
    referralId: { headings: ["Referral Reference", "Referral ID"], required: true },
    referredOn: { headings: ["Referred On", "Date Referred"], required: true },
    ...demographicColumns,
    ...reasonColumns(["Referrer Role", "Referral Agent Role", "Referral Pathway"], ["Reason for Referral", "Presenting Need"]),
    activity: { headings: ["Programme", "Programme Type", "Intervention Type"], set: "support offered" },
    status: { headings: ["Referral Status"], words: statusWords },
    statusOn: { headings: ["Status Changed On", "Date of Status"] },
    closureReason: { headings: ["Closure Reason", "Reason Closed"] },
    hub: { headings: ["Hub", "Hub Name", "Link Worker"], unread: true },
  },
  events: [
    { type: "referral.recorded", fields: referralFields },
    { type: "referral.progressed", when: { column: "statusOn" }, fields: stepFields },
  ],
};

/** An export of measures from Elemental, one to a row. */
export const elementalMeasures: Mapping = {
  id: "elemental-measures",
  name: "Elemental style: an export of measures",
  evidence: "unconfirmed",
  source,
  dates: ["DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    referralId: { headings: ["Referral Reference", "Referral ID"], required: true },
    instrument: { headings: ["Measure", "Measure Name", "Assessment"], set: "outcomes", required: true },
    completedOn: { headings: ["Date Taken", "Assessment Date"], set: "outcomes", required: true },
    score: { headings: ["Score", "Result"], set: "outcomes", required: true },
    stage: { headings: ["Assessment Stage"], unread: true },
  },
  events: [{ type: "survey.completed", fields: { ...scoreFields, referralId: { column: "referralId" } } }],
};
