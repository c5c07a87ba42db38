import * as z from "zod";
import type { Standing } from "./episodes/episode.ts";

/** What became of everything that was received: each thing is counted once. `excluded` was withdrawn, contradicts another of the same day, or is of somebody who has opted out or was erased. */
export const ledgerClasses = ["used", "duplicate", "superseded", "rejected", "parked", "excluded"] as const;
export type LedgerClass = (typeof ledgerClasses)[number];

/** What a record was answered, and how it stands where it does not simply count. */
type Answered = { readonly outcome: "accepted" | Exclude<LedgerClass, "used">; readonly standing?: Standing };

/**
 * What was sent about what had been sent before, once that is known: each such event stands in a class as well. And people whose referral was withdrawn: none of their
 * events is in a class. Left out where there is none.
 */
export const laterWords = ["corrections", "withdrawals", "gone"] as const;
type LaterWords = { readonly [each in (typeof laterWords)[number]]?: number | undefined };

/** How many were received, and how many of them came to what. */
export type Ledger = { readonly received: number } & { readonly [each in LedgerClass]: number } & LaterWords;

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
  corrections: count.optional(),
  withdrawals: count.optional(),
  gone: count.optional(),
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
  const words = { corrections: 0, withdrawals: 0, gone: 0 };
  for (const ledger of ledgers) {
    for (const each of ["received", ...ledgerClasses] as const) sum[each] += ledger[each];
    for (const each of laterWords) words[each] += ledger[each] ?? 0;
  }
  return { ...sum, ...told(words) };
}

/** The ledger of a submission, or of a part of one: `received` is what was read, the classes are what each record was answered. */
export function ledgerOfRecords(received: number, records: readonly Answered[]): Ledger {
  return counted(received, records.map(classOfRecord));
}

/** The ledger of an episode: `received` is how many events are kept of it, the classes are how each stands. */
export function ledgerOfEvents(events: readonly Sent[], standings: Standings): Ledger {
  return { ...counted(events.length, Object.values(standings).map(classOfStanding)), ...told(wordsIn(events, standings)) };
}

type Sent = { readonly eventId: string; readonly type: string };
type Standings = Readonly<Record<string, Standing>>;

/** Whatever became of them later: they were said, so their number never falls. */
function wordsIn(events: readonly Sent[], standings: Standings): Required<LaterWords> {
  const arrived = events.filter(({ eventId }) => standings[eventId] !== "parked");
  return {
    corrections: arrived.filter(({ type }) => type === "event.corrected").length,
    withdrawals: arrived.filter(({ type }) => type === "event.withdrawn").length,
    gone: 0,
  };
}

function told(words: Required<LaterWords>): LaterWords {
  return Object.fromEntries(laterWords.flatMap((each) => (words[each] === 0 ? [] : [[each, words[each]]])));
}

/** The ledger of an episode that is left out of every figure. */
export function ledgerLeftOut(events: readonly Sent[], standings: Standings): Ledger {
  return { ...emptyLedger, received: events.length, excluded: events.length, ...told(wordsIn(events, standings)) };
}

/** The ledger of an episode whose referral was withdrawn: its events stand behind no figure, so all that is kept is that somebody is gone, and what was said. */
export function ledgerGone(events: readonly Sent[], standings: Standings): Ledger {
  return { ...emptyLedger, ...told({ ...wordsIn(events, standings), gone: 1 }) };
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
