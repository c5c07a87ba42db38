import { addLedgers, isBalanced, type Ledger } from "../ledger.ts";
import type { DerivedStore } from "../ports/derived.ts";
import { keyParts, parseStatistic } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import type { StandingPlace } from "./place-inputs.ts";
import type { MonthStanding } from "./standing.ts";
import { type Unit, unitName } from "./unit.ts";

/** Which units are looked at: those written by a run later than `since`. */
export type Balancing = { readonly since: number; readonly derived: DerivedStore };

const unitsAtOnce = 16;

/** The ledger of those units together, and which of them do not balance. */
export type Balance = { readonly ledger: Ledger; readonly faults: readonly string[] };

/**
 * Holds the ledger of every such practice-month against what is kept. A fault is one whose episodes have events that stand as nothing, or whose
 * statistic does not count every episode once: there is none when every event that was kept is used, superseded, parked or excluded, and every
 * referral is counted.
 */
export async function balanceOf(standing: Iterable<StandingPlace>, { since, derived }: Balancing): Promise<Balance> {
  const written = [...standing].flatMap(({ code, level, all }) =>
    level === "practice" ? all.filter(({ gen }) => gen > since).map((month) => ({ code, month })) : [],
  );
  const balances = await inParallel(written, unitsAtOnce, async ({ code, month }) => [await balanceOfUnit(code, month, derived)]);
  const found = balances.flat();
  return { ledger: addLedgers(found.map(({ ledger }) => ledger)), faults: found.flatMap(({ faults }) => faults) };
}

async function balanceOfUnit(code: string, standing: MonthStanding, derived: DerivedStore): Promise<Balance> {
  const unit: Unit = { level: "practice", code, month: standing.month };
  const tallies = (await derived.episodesOf(unit)).map(({ tally }) => tally);
  const [stored] = await derived.statisticsOf(unit, [standing]);
  // Read last: an episode that came since the statistic was made has left its mark, and is counted by the next night.
  const isSettled = (await derived.marksOf(unit)).length === 0;
  const known = tallies.flatMap((tally) => tally ?? []);
  const ledger = addLedgers(known);
  const faults = [
    ...(known.every(isBalanced) && isBalanced(ledger) ? [] : [`the ledger of ${unitName(unit)} does not balance`]),
    ...(isSettled && referralsCounted(stored?.text ?? "") !== tallies.filter(isCounted).length
      ? [`${unitName(unit)} does not count every referral once`]
      : []),
  ];
  return { ledger, faults };
}

/** Of an episode that counts at least its referral is used; of one that is left out of every figure, or gone, nothing is. */
function isCounted(tally: Ledger | null): boolean {
  return tally === null || tally.used > 0;
}

function referralsCounted(text: string): number {
  const counted = [...parseStatistic(text)].filter(([key]) => isReferral(keyParts(key)));
  return counted.reduce((sum, [, n]) => sum + n, 0);
}

function isReferral([kind, , , step]: readonly string[]): boolean {
  return kind === "flow" && step === "referred";
}
