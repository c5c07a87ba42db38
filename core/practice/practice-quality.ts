import { addDays, type CivilDate, type Month, monthOf, monthsFrom } from "../civil-date.ts";
import { inParallel } from "../night/in-parallel.ts";
import type { DerivedStore } from "../ports/derived.ts";
import type { LedgerBook } from "../ports/ledger-book.ts";
import type { PracticeLists } from "../ports/practice-lists.ts";
import { type DataQuality, dataQuality } from "./data-quality.ts";

/** What data quality is judged on. */
export type QualityDeps = {
  readonly lists: PracticeLists;
  readonly ledgers: Pick<LedgerBook, "ledgersOf">;
  readonly contributionsOf: DerivedStore["contributionsOf"];
};

/** The data quality of a practice: of the referrals since `referredFrom`, and of what was received since `receivedFrom`. */
export type PracticeQuality = DataQuality & {
  readonly practice: string;
  readonly asOf: CivilDate;
  readonly referredFrom: Month;
  readonly receivedFrom: CivilDate;
};

const daysOfReferrals = 730;
const daysOfReceipts = 365;
const monthsAtOnce = 8;

/** The data quality of a practice as of today, by one query for each of its last two years' cohort months and one for each list. */
export async function qualityOf(practice: string, today: CivilDate, deps: QualityDeps): Promise<PracticeQuality> {
  const referredFrom = monthOf(addDays(today, -daysOfReferrals));
  const receivedFrom = addDays(today, -daysOfReceipts);
  const months = monthsFrom(referredFrom, monthOf(today));
  const [contributions, openFollowUps, attention, waiting, ledgers] = await Promise.all([
    inParallel(months, monthsAtOnce, (month) => deps.contributionsOf({ level: "practice", code: practice, month })),
    deps.lists.openFollowUps(practice, today),
    deps.lists.attention(practice),
    deps.lists.waiting(practice),
    deps.ledgers.ledgersOf(practice, receivedFrom),
  ]);
  const quality = dataQuality({ contributions: contributions.flat(), openFollowUps, attention, waiting, ledgers }, today);
  return { practice, asOf: today, referredFrom, receivedFrom, ...quality };
}
