import { addDays } from "../civil-date.ts";
import { activities } from "../episodes/activity.ts";
import { flowSteps } from "../episodes/contribution.ts";
import { deliverers, referrerRoles } from "../events/event.ts";
import type { Released } from "./anonymity-gate.ts";
import { type Column, cellsOf, type DatasetTable } from "./column.ts";
import type { DatasetSurvey } from "./dataset-referral.ts";
import { firstDayOf } from "./generalise.ts";

type Surveyed = Released & { readonly survey: DatasetSurvey | null };

/** What stands on every row, in the words of the long form that `hearten analyse` reads. */
const aboutReferral: readonly Column<Released>[] = [
  {
    name: "practice",
    type: "string",
    meaning: "ODS code of the finest place that may be told: where people are alike only further up, that of the place above",
    of: ({ told }) => told.place,
  },
  {
    name: "pcn",
    type: "string",
    meaning: "ODS code of its primary care network; empty where the place told is larger",
    of: (row) => above(row, "pcn"),
  },
  {
    name: "icb",
    type: "string",
    meaning: "ODS code of its integrated care board; empty where the place told is larger",
    of: (row) => above(row, "icb"),
  },
  { name: "patient", type: "string", meaning: "the person, keyed for this project alone", of: ({ referral }) => referral.person },
  { name: "referral_id", type: "string", meaning: "the referral, keyed for this project alone", of: ({ referral }) => referral.referral },
  {
    name: "referral_date",
    type: "date",
    meaning: "first day of the month, quarter or year of the referral: never its real day",
    of: ({ told }) => firstDayOf(told.month),
  },
  { name: "referrer_role", type: "string", meaning: "who made the referral", values: referrerRoles, of: ({ referral }) => referral.role },
  {
    name: "activity",
    type: "string",
    meaning: "what was taken up in the end, as one of a dozen kinds",
    values: activities,
    of: ({ referral }) => referral.activity,
  },
  { name: "age_band", type: "string", meaning: "age in years at the referral, as finely as may be told", of: ({ told }) => told.age },
  { name: "sex", type: "string", meaning: "F, M, X (neither or indeterminate) or unknown", of: ({ told }) => told.sex },
  {
    name: "imd_quintile",
    type: "string",
    meaning: "fifth of the English Indices of Deprivation, 1 the most deprived; 1-2 and 3-5 where told more coarsely",
    of: ({ told }) => told.imd,
  },
  {
    name: "ethnic_group",
    type: "string",
    meaning: "ethnic group by the categories of the 2001 census, as finely as may be told",
    of: ({ told }) => told.ethnicity,
  },
  {
    name: "delivered_by",
    type: "string",
    meaning: "who carried out the link worker's part",
    values: deliverers,
    of: ({ referral }) => referral.deliveredBy,
  },
  {
    name: "sessions",
    type: "integer",
    meaning: "sessions attended, as far as told; empty where no step was told",
    of: ({ referral }) => referral.sessions,
  },
];

const steps = flowSteps
  .filter((step) => step !== "referred")
  .map((step): Column<Released> => {
    return {
      name: step,
      type: "integer",
      meaning: `1 where the referral was ${step}, else 0`,
      of: ({ referral }) => Number(referral.steps.includes(step)),
    };
  });

const aboutSurvey: readonly Column<Surveyed>[] = [
  {
    name: "instrument",
    type: "string",
    meaning: "the measure, by its id in Hearten; empty on the one row of a referral without a survey",
    of: ({ survey }) => survey?.measure ?? null,
  },
  {
    name: "survey_date",
    type: "date",
    meaning: "referral_date and as many days as lay between referral and survey: the interval is real, the day is not",
    of: dayOf,
  },
  {
    name: "score",
    type: "number",
    meaning: "the measure's score; days on which surveys contradict one another are left out",
    of: ({ survey }) => survey?.score ?? null,
  },
  {
    name: "days_since_referral",
    type: "integer",
    meaning: "days from referral to survey; negative before it",
    of: ({ survey }) => survey?.day ?? null,
  },
];

/** The two tables of a dataset: referrals, and surveys in the long form that `hearten analyse` reads. Their order says nothing: pseudonyms sort it. */
export function datasetTables(released: readonly Released[], isWanted: (measure: string) => boolean): readonly DatasetTable[] {
  const sorted = released.toSorted((a, b) => compareText(a.referral.referral, b.referral.referral));
  const surveyed = sorted.flatMap((row): readonly Surveyed[] => {
    const surveys = row.referral.surveys.filter(({ measure }) => isWanted(measure));
    return surveys.length === 0 ? [{ ...row, survey: null }] : surveys.map((survey) => ({ ...row, survey }));
  });
  const columns = [...aboutReferral, ...steps];
  const surveyColumns: readonly Column<Surveyed>[] = [...aboutReferral, ...aboutSurvey];
  return [
    { name: "referrals", meaning: "one row for each referral", key: ["referral_id"], columns, rows: cellsOf(columns, sorted) },
    {
      name: "surveys",
      meaning: "one row for each filling-in of each measure, with what is told of its referral: the long form of `hearten analyse`",
      key: ["referral_id", "instrument", "days_since_referral"],
      columns: surveyColumns,
      rows: cellsOf(surveyColumns, surveyed),
    },
  ];
}

function above({ referral, told }: Released, level: "pcn" | "icb"): string | null {
  const line = [referral.practice, referral.pcn, referral.icb];
  const place = level === "pcn" ? 1 : 2;
  const at = line.indexOf(told.place);
  return at >= 0 && at <= place ? (line[place] ?? null) : null;
}

function dayOf({ told, survey }: Surveyed): string | null {
  return survey === null ? null : addDays(firstDayOf(told.month), survey.day);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
