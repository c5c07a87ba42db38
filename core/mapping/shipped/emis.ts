import type { MappedColumn, Mapping } from "../mapping.ts";
import { declinedCode, scoreCodes } from "./coded-scores.ts";
import { demographicColumns, personColumns, reasonColumns, referralFields, referralReference, scoreFields } from "./referral-columns.ts";

const source =
  "general knowledge of EMIS Web's searches and reports, in which a practice chooses and names the columns; no public specification was found";
const practice: MappedColumn = {
  headings: ["Organisation Code", "Practice Code", "Organisation ODS Code", "Registered Practice Code"],
  required: true,
};

/** A search of EMIS Web that lists referrals, one to a row. */
export const emisReferrals: Mapping = {
  id: "emis-referrals",
  name: "EMIS style: a list of referrals",
  evidence: "unconfirmed",
  source,
  dates: ["DD-MMM-YYYY", "DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["EMIS Number", "Patient Number"]),
    referralId: { headings: ["UBRN", "Referral ID", "Referral Number"] },
    referredOn: { headings: ["Referral Date", "Date of Referral"], required: true },
    ...demographicColumns,
    ...reasonColumns(["Referred By Role", "Consulter Role", "Usual GP User Type", "Job Category"], ["Referral Reason", "Problem Title"]),
    activity: { headings: ["Referral Service", "Service Type"], set: "support offered" },
  },
  events: [{ type: "referral.recorded", fields: referralFields }],
};

/** A search of EMIS Web that lists coded entries with a value: one score, or one refusal, to a row. */
export const emisScores: Mapping = {
  id: "emis-scores",
  name: "EMIS style: a list of coded scores",
  evidence: "unconfirmed",
  source,
  note: "the codes are those of the instruments that have a confirmed one; the referral is found by its date, which the search must list",
  dates: ["DD-MMM-YYYY", "DD/MM/YYYY", "YYYY-MM-DD"],
  columns: {
    practice,
    ...personColumns(["EMIS Number", "Patient Number"]),
    referralId: { headings: ["UBRN", "Referral ID", "Referral Number"] },
    referredOn: { headings: ["Referral Date", "Date of Referral"] },
    instrument: { headings: ["SNOMED Code", "SNOMED CT Code", "Concept ID"], required: true, words: scoreCodes },
    score: { headings: ["Value", "Numeric Value"], required: true },
    completedOn: { headings: ["Event Date", "Effective Date"], required: true },
    term: { headings: ["Code Term", "Term", "Units"], unread: true },
  },
  events: [
    {
      type: "referral.progressed",
      when: { column: "instrument", oneOf: [declinedCode] },
      fields: {
        practice: { column: "practice" },
        referralId: referralReference,
        on: { column: "completedOn" },
        status: { value: "declined" },
      },
    },
    { type: "survey.completed", when: { column: "score" }, fields: scoreFields },
  ],
};
