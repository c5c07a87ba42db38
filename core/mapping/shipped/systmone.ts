import type { MappedColumn, Mapping } from "../mapping.ts";
import { scoreCodes } from "./coded-scores.ts";
import { demographicColumns, personColumns, reasonColumns, referralFields, scoreFields, stepFields } from "./referral-columns.ts";

const source =
  "general knowledge of SystmOne's clinical reporting, in which a practice chooses the columns; no public specification was found";
const practice: MappedColumn = {
  headings: ["Organisation ID", "Registered Organisation ID", "GP Practice ID", "Practice ODS"],
  required: true,
};
const referredOn = ["Date referral received", "Referral in date", "Date of referral in", "Referral made"];

/** A report of SystmOne that lists referrals in, one to a row, with how each ended. */
export const systmoneReferrals: Mapping = {
  id: "systmone-referrals",
  name: "SystmOne style: a list of referrals in",
  evidence: "unconfirmed",
  source,
  dates: ["DD/MM/YYYY", "DD-MMM-YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["Patient ID", "SystmOne ID"]),
    referralId: { headings: ["Referral ID", "Referral in ID"] },
    referredOn: { headings: referredOn, required: true },
    ...demographicColumns,
    ...reasonColumns(["Referral source", "Referrer role", "Referrer staff group"], ["Referral reason", "Primary reason for referral"]),
    activity: { headings: ["Service offered", "Caseload"], set: "support offered" },
    statusOn: { headings: ["Date referral ended", "Referral end date"] },
    closureReason: { headings: ["Referral end reason", "Reason referral ended"] },
  },
  events: [
    { type: "referral.recorded", fields: referralFields },
    {
      type: "referral.progressed",
      when: { column: "statusOn" },
      fields: { ...stepFields, status: { value: "closed" } },
    },
  ],
};

/** A report of SystmOne that lists coded entries with a number, one score to a row. */
export const systmoneScores: Mapping = {
  id: "systmone-scores",
  name: "SystmOne style: a list of coded numerics",
  evidence: "unconfirmed",
  source,
  note: "the codes are those of the instruments that have a confirmed one; the referral is found by its date, which the report must list",
  dates: ["DD/MM/YYYY", "DD-MMM-YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["Patient ID", "SystmOne ID"]),
    referralId: { headings: ["Referral ID", "Referral in ID"] },
    referredOn: { headings: referredOn },
    instrument: { headings: ["Code", "SNOMED code", "SNOMED CT concept ID"], required: true, words: scoreCodes },
    score: { headings: ["Numeric value", "Numeric"], required: true },
    completedOn: { headings: ["Date of event", "Date"], required: true },
    term: { headings: ["Code description", "Units"], unread: true },
  },
  events: [{ type: "survey.completed", fields: scoreFields }],
};
