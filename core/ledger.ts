import * as z from "zod";
import type { Standing } from "./episodes/episode.ts";

/** What became of everything that was received: each thing is counted once. `excluded` was withdrawn, contradicts another of the same day, or is of somebody who has opted out or was erased. */
export const ledgerClasses = ["used", "duplicate", "superseded", "rejected", "parked", "excluded"] as const;
export type LedgerClass = (typeof ledgerClasses)[number];

/** What a record was answered, and how it stands where it does not simply count. */
type Answered = { readonly outcome: "accepted" | Exclude<LedgerClass, "used">; readonly standing?: Standing };

/** How many were received, and how many of them came to what. */
export type Ledger = { readonly received: number } & { readonly [each in LedgerClass]: number };

const count = z.int();

/** A ledger as it is stored. */
export const ledgerSchema = z.object({
  received: count,
  used: count,
  duplicate: count,
  superseded: count,
  rejected: count,
  parked: count,
  excluded: count,
});

/** Nothing received: the identity of {@link addLedgers}. */
export const emptyLedger: Ledger = { received: 0, used: 0, duplicate: 0, superseded: 0, rejected: 0, parked: 0, excluded: 0 };

/** Whether everything that was received is accounted for: received = used + duplicate + superseded + rejected + parked + excluded. */
export function isBalanced(ledger: Ledger): boolean {
  return ledger.received === ledgerClasses.reduce((sum, each) => sum + ledger[each], 0);
}

/** The ledger of all of them together: any order and any grouping gives the same. */
export function addLedgers(ledgers: Iterable<Ledger>): Ledger {
  const sum = { ...emptyLedger };
  for (const ledger of ledgers) for (const each of ["received", ...ledgerClasses] as const) sum[each] += ledger[each];
  return sum;
}

/** The ledger of a submission, or of a part of one: `received` is what was read, the classes are what each record was answered. */
export function ledgerOfRecords(received: number, records: readonly Answered[]): Ledger {
  return counted(received, records.map(classOfRecord));
}

/** The ledger of an episode: `received` is how many events are kept of it, the classes are how each stands. */
export function ledgerOfStandings(received: number, standings: Readonly<Record<string, Standing>>): Ledger {
  return counted(received, Object.values(standings).map(classOfStanding));
}

/** The ledger of an episode that is left out of every figure. */
export function ledgerLeftOut(received: number): Ledger {
  return { ...emptyLedger, received, excluded: received };
}

function classOfRecord({ outcome, standing }: Answered): LedgerClass {
  return outcome === "accepted" ? classOfStanding(standing ?? "used") : outcome;
}

function classOfStanding(standing: Standing): LedgerClass {
  return standing === "used" || standing === "superseded" || standing === "parked" ? standing : "excluded";
}

function counted(received: number, classes: readonly LedgerClass[]): Ledger {
  const counts = { ...emptyLedger, received };
  for (const each of classes) counts[each] += 1;
  return counts;
}
