import type { OrganisationVersion } from "../organisations/organisation.ts";
import { lineage } from "../organisations/organisation.ts";
import { instrumentModels } from "./instrument-model.ts";
import type { InventedReferral } from "./invented-referral.ts";
import type { InventedSurvey } from "./invented-scores.ts";

/** The columns of the long form: one row for each filling-in, the referral's facts repeated on it. */
export const longFormColumns = [
  "practice",
  "pcn",
  "icb",
  "patient",
  "referral_id",
  "referral_date",
  "referrer_role",
  "activity",
  "age_band",
  "sex",
  "imd_quintile",
  "instrument",
  "survey_date",
  "score",
] as const;

/** Instruments whose total alone would not say what it is: the long form has no place for their answers. */
const withoutTotals = new Set(instrumentModels.filter((model) => model.alwaysAnswered).map(({ instrument }) => instrument));

/**
 * The rows of one referral in the long form, without the line end; a referral nobody surveyed has one row with no instrument. Surveys that are sent
 * as answers alone are left out.
 */
export function longFormRows(referral: InventedReferral, organisations: ReadonlyMap<string, OrganisationVersion>): readonly string[] {
  const [, pcn, icb] = lineage(organisations, referral.practice);
  const { person, number, practice, referredOn } = referral;
  const id = String(number).padStart(6, "0");
  const facts = [practice, pcn?.code ?? "", icb?.code ?? "", `N${id}`, `R${id}`, referredOn, person.role, person.activity];
  const head = [...facts, person.ageBand, person.sex, String(person.imdQuintile)].join(",");
  const row = (instrument: string, survey: InventedSurvey) => `${head},${instrument},${survey.on},${survey.score}`;
  const written = referral.scores.filter(({ instrument }) => !withoutTotals.has(instrument));
  const rows = written.flatMap(({ instrument, baseline, followUp }) => [
    row(instrument, baseline),
    ...(followUp === null ? [] : [row(instrument, followUp)]),
  ]);
  return rows.length > 0 ? rows : [`${head},,,`];
}
