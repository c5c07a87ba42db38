import { foldVersion } from "../episodes/contribution.ts";
import { departedUpTo } from "../night/ledger-keys.ts";
import { countsOf, referredIn } from "../place-counts.ts";
import { type ChangeCause, type ChangesTable, changeCauses } from "../place-report.ts";
import type { PlaceStatistics } from "../place-statistics.ts";
import { outcomes, primaryInstrument } from "../reported-outcomes.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount } from "./show.ts";

/**
 * What is different since the place's pages were last drawn, and why; `null` where they never were. Every number is a count of people or events of its
 * own, and is shown by the rule for counts: below national level a difference of 1 to 7 is not shown, nor which way it goes.
 */
export function discloseChanges(statistics: PlaceStatistics, profile: DisclosureProfile): ChangesTable | null {
  const { since, methodVersion } = statistics.provenance;
  if (since === undefined) return null;
  const before = since.counted;
  const now = countsOf(statistics, { foldVersion, methodVersion });
  const reported = statistics.months
    .filter(({ month }) => month <= before.to)
    .reduce((sum, { statistic }) => sum + referredIn(statistic), 0);
  const departed = departedUpTo(statistics.statistic, before.to);
  // who went is known by itself, so that who came is not told net of them; of who was erased nothing is kept but that they are missing
  const left = moreOf(departed, before.departed);
  const came = reported - before.referred + left;
  const causes: Readonly<Record<ChangeCause, number>> = {
    "new-referrals": now.referred - reported,
    "late-referrals": Math.max(0, came),
    "removed-referrals": left + Math.max(0, -came),
    // an event stays: these only fall when whoever it was about is erased
    corrections: moreOf(now.corrections, before.corrections),
    withdrawals: moreOf(now.withdrawals, before.withdrawals),
    "opt-outs": Math.max(0, now.leftOut - before.leftOut),
  };
  return {
    since: { run: since.run, on: since.drawnOn },
    causes: changeCauses.map((cause) => ({ cause, n: showCount(causes[cause], profile) })),
    outcomes: outcomes.flatMap((outcome) => {
      const [was, is] = [before.measures[primaryInstrument[outcome]], now.measures[primaryInstrument[outcome]]];
      if (was === undefined && is === undefined) return [];
      return [
        {
          outcome,
          firstScores: differenceOf(was?.first, is?.first, profile),
          bothScores: differenceOf(was?.both, is?.both, profile),
        },
      ];
    }),
    rulesChanged: before.foldVersion !== now.foldVersion || before.methodVersion !== now.methodVersion,
    joined: now.below.filter((code) => !before.below.includes(code)),
    left: before.below.filter((code) => !now.below.includes(code)),
  };
}

/** How many more there are; none where it is not known how many there were. */
function moreOf(now = 0, before = now): number {
  return Math.max(0, now - before);
}

type Difference = ChangesTable["outcomes"][number]["firstScores"];

function differenceOf(was = 0, is = 0, profile: DisclosureProfile): Difference {
  const n = showCount(Math.abs(is - was), profile);
  if (n.kind !== "value") return { direction: "unclear", n };
  return { direction: is === was ? "same" : is > was ? "more" : "fewer", n };
}
