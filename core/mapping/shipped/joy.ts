import type { MappedColumn, Mapping } from "../mapping.ts";
import { statusWords } from "../words.ts";
import { demographicColumns, personColumns, reasonColumns, referralFields, scoreFields, stepFields } from "./referral-columns.ts";

const source =
  "headings made after the public help pages of Joy, which name cases, referral reasons and questionnaires; no export was seen";
const practice: MappedColumn = { headings: ["GP practice code", "Practice ODS code", "Surgery code"], required: true };

/** An export of cases from Joy, one to a row. */
export const joyCases: Mapping = {
  id: "joy-cases",
  name: "Joy style: an export of cases",
  evidence: "unconfirmed",
  source,
  dates: ["DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["Client ID"]),
    referralId: { headings: ["Case ID"], required: true },
    referredOn: { headings: ["Case created", "Referral date", "Date case opened"], required: true },
    ...demographicColumns,
    ...reasonColumns(["Referrer type", "Referred by", "Referral source"], ["Referral reasons", "Referral reason", "Case reasons"]),
    activity: { headings: ["Service", "Signposted to", "Intervention"], set: "support offered" },
    status: { headings: ["Case status"], words: statusWords },
    statusOn: { headings: ["Status date", "Case closed", "Date case closed"] },
    closureReason: { headings: ["Closure reason", "Case outcome"] },
    worker: { headings: ["Case owner", "Caseload", "Organisation"], unread: true },
  },
  events: [
    { type: "referral.recorded", fields: referralFields },
    { type: "referral.progressed", when: { column: "statusOn" }, fields: stepFields },
  ],
};

/** An export of questionnaires from Joy, one to a row. */
export const joyQuestionnaires: Mapping = {
  id: "joy-questionnaires",
  name: "Joy style: an export of questionnaires",
  evidence: "unconfirmed",
  source,
  dates: ["DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    referralId: { headings: ["Case ID"], required: true },
    instrument: { headings: ["Questionnaire", "Outcome measure"], set: "outcomes", required: true },
    completedOn: { headings: ["Completed date", "Date completed", "Completed at"], set: "outcomes", required: true },
    score: { headings: ["Score", "Total score"], set: "outcomes", required: true },
    stage: { headings: ["Stage", "Questionnaire number"], unread: true },
  },
  events: [{ type: "survey.completed", fields: { ...scoreFields, referralId: { column: "referralId" } } }],
};
