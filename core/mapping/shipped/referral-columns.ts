import type { MappedColumn, ToldEvent } from "../mapping.ts";
import { ethnicityWords, needWords, roleWords, sexWords } from "../words.ts";

type Columns = Readonly<Record<string, MappedColumn>>;

/** The columns by which a person is known: their NHS number, or the system's own number. */
export function personColumns(localHeadings: string[]): Columns {
  return {
    nhsNumber: { headings: ["NHS Number", "NHS No", "NHS No."], set: "patient demographics" },
    localId: { headings: localHeadings, set: "patient demographics" },
  };
}

/** What is known of a person, in the headings that every system prints. */
export const demographicColumns: Columns = {
  born: { headings: ["Date of Birth", "DOB", "Year of Birth"], set: "patient demographics" },
  ageBand: { headings: ["Age Band", "Age Group", "Age Range"], set: "patient demographics" },
  sex: { headings: ["Sex", "Gender"], set: "patient demographics", words: sexWords },
  ethnicity: {
    headings: ["Ethnicity", "Ethnic Origin", "Ethnic Group", "Ethnic Category"],
    set: "patient demographics",
    words: ethnicityWords,
  },
  lsoa: { headings: ["LSOA", "LSOA Code", "Lower Super Output Area"], set: "patient demographics" },
  imdQuintile: { headings: ["IMD Quintile", "Deprivation Quintile"], set: "patient demographics" },
};

/** Who referred, and why. */
export function reasonColumns(roleHeadings: string[], reasonHeadings: string[]): Columns {
  return {
    role: { headings: roleHeadings, words: roleWords, otherwise: "unknown" },
    needs: { headings: reasonHeadings, set: "needs and concerns", words: needWords, otherwise: "other" },
  };
}

/** The referral that a row is about: by the system's own reference, or by the person's number in that system and the day. */
export const referralReference = [{ column: "referralId" }, { joined: ["localId", "referredOn"] }];

/** The fields of a referral, from the columns above and the day of the referral. */
export const referralFields: ToldEvent["fields"] = {
  practice: { column: "practice" },
  referralId: referralReference,
  patient: { nhsNumber: "nhsNumber", orLocalId: "localId" },
  referredOn: { column: "referredOn" },
  referrerRole: { column: "role" },
  needs: { column: "needs" },
  activity: { column: "activity" },
  ageBand: [{ column: "ageBand" }, { bornOn: "born", at: "referredOn" }],
  sex: { column: "sex" },
  ethnicity: { column: "ethnicity" },
  lsoa: { column: "lsoa" },
  imdQuintile: { column: "imdQuintile" },
};

/** The fields of a questionnaire that was filled in, one to a row. */
export const scoreFields: ToldEvent["fields"] = {
  practice: { column: "practice" },
  referralId: referralReference,
  instrument: { column: "instrument" },
  completedOn: { column: "completedOn" },
  total: { column: "score" },
};

/** The fields of a step of a referral. */
export const stepFields: ToldEvent["fields"] = {
  practice: { column: "practice" },
  referralId: referralReference,
  on: { column: "statusOn" },
  status: { column: "status" },
  activity: { column: "activity" },
  reason: { column: "closureReason" },
};
