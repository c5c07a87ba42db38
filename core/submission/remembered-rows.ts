import type { CsvRow, RowReader } from "./csv-table.ts";
import type { SentRecord } from "./submission.ts";

/** Rows of one referral mostly stand together; what surveys say repeats all over a file. */
const atMost = { referrals: 5_000, surveys: 50_000 };
const surveyColumns = new Set(["instrument", "survey_date", "score"]);

/**
 * Reads rows of the long form for what is wrong with them alone: `null` where nothing is. Whether a row is right depends on what it says of the
 * referral and on what it says of the survey, each by itself; both repeat, so that most rows need not be read again.
 */
export function rowsToRefuse(header: readonly string[], read: RowReader): (row: CsvRow, index: number) => SentRecord | null {
  const isSurvey = header.map((name) => surveyColumns.has(name.toLowerCase()));
  const [referrals, surveys] = [new Set<string>(), new Set<string>()];
  return (row, index) => {
    let [referral, survey] = ["", ""];
    for (const [place, cell] of row.cells.entries()) {
      if (isSurvey[place] === true) survey += `\u0001${cell}`;
      else referral += `\u0001${cell}`;
    }
    if (row.cells.length === header.length && referrals.has(referral) && surveys.has(survey)) return null;
    const record = read(row, index);
    if (!record.events.ok) return record;
    remember(referrals, referral, atMost.referrals);
    remember(surveys, survey, atMost.surveys);
    return null;
  };
}

function remember(seen: Set<string>, text: string, most: number): void {
  if (seen.size >= most) seen.clear();
  seen.add(text);
}
