import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import type { Branch } from "../../../core/analysis/describe-pairs.ts";
import { type LongTable, readLongTable } from "../../../core/analysis/long-table.ts";

export const header =
  "practice,pcn,icb,patient,referral_id,referral_date,referrer_role,activity,age_band,sex,imd_quintile,instrument,survey_date,score";

/** A row of a long file as text, from what matters to a test; everything else is plain. */
export function row(
  part: Partial<Record<"practice" | "referral" | "referred" | "role" | "sex" | "instrument" | "on" | "score" | "activity", string>>,
): string {
  const {
    practice = "P1",
    referral = "R1",
    referred = "2024-01-10",
    role = "gp",
    sex = "F",
    instrument = "PHQ9",
    on = "2024-01-12",
    score = "10",
    activity = "art",
  } = part;
  return [practice, "U1", "Q1", `N${referral}`, referral, referred, role, activity, "45-59", sex, "3", instrument, on, score].join(",");
}

/** The table of a file, in chunks of so many bytes. */
export function tableOf(text: string, chunk: number = 65_536): LongTable {
  const reader = readLongTable();
  const bytes = new TextEncoder().encode(text);
  for (let from = 0; from < bytes.length; from += chunk) reader.push(bytes.slice(from, from + chunk));
  const table = reader.end();
  if (!table.ok) throw new Error(`refused: ${table.refusals.map(({ rule }) => rule).join(", ")}`);
  return table.value;
}

/** The results of a file given as rows without their header. */
export function analysed(rows: readonly string[]): Branch {
  return analyseTable("test.csv", tableOf([header, ...rows].join("\n")));
}

/** The value under a path of keys. */
export function valueAt(results: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce((value, key) => (value as Readonly<Record<string | number, unknown>> | undefined)?.[key], results);
}
