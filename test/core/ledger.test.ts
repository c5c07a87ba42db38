import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { addLedgers, emptyLedger, isBalanced, type Ledger, ledgerClasses, ledgerOfEvents, ledgerOfRecords } from "../../core/ledger.ts";
import { type ReceiptRecord, receiptOf } from "../../core/submission/receipt.ts";
import { keep } from "../support/keeping.ts";
import { memoryEpisodes } from "../support/memory-episodes.ts";
import { eventSets, shuffledWithRepetition } from "../support/random-events.ts";

const accepted = fc.constantFrom(undefined, "withdrawn" as const, "void-day" as const).map((standing) => ({
  outcome: "accepted" as const,
  ...(standing === undefined ? {} : { standing }),
}));
const other = fc
  .constantFrom("duplicate" as const, "superseded" as const, "rejected" as const, "parked" as const)
  .map((outcome) => ({ outcome }));
const records = fc
  .array(fc.oneof(accepted, other), { maxLength: 30 })
  .map((list) => list.map((one, index): ReceiptRecord => ({ index, eventId: null, ...one })));
const ledgers = fc.array(
  records.map((list) => ledgerOfRecords(list.length, list)),
  { maxLength: 8 },
);

describe("the ledger of a submission", () => {
  it("balances whatever the records were answered, and no longer when one is missing or one too many is there", () => {
    fc.assert(
      fc.property(records, (list) => {
        expect(isBalanced(ledgerOfRecords(list.length, list))).toBe(true);
        expect(isBalanced(ledgerOfRecords(list.length + 1, list))).toBe(false);
        expect(isBalanced(ledgerOfRecords(list.length, [...list, ...list.slice(0, 1)]))).toBe(list.length === 0);
      }),
    );
  });

  it("tells of the accepted in a receipt which count and which do not", () => {
    fc.assert(
      fc.property(records, (list) => {
        const receipt = receiptOf({ submissionId: "s", received: list.length, parts: 1, stored: [list] });
        const { received, used, duplicate, superseded, rejected, parked, excluded } = receipt;
        const total = used + duplicate + superseded + rejected + parked + excluded;
        expect(total).toBe(received);
      }),
    );
  });

  it("balances for real submissions, in which everything is corrected and withdrawn, sent again and in any order", async () => {
    await fc.assert(
      fc.asyncProperty(
        eventSets.chain((events) => fc.tuple(fc.constant(events), shuffledWithRepetition(events))),
        async ([events, again]) => {
          const store = memoryEpisodes();
          for (const [n, sent] of [events, again].entries()) {
            const kept = await keep(store, sent, `client#${n}`);
            const answered = kept.map((one) => (one.outcome === "rejected" ? { outcome: one.outcome } : answerOf(one)));
            expect(isBalanced(ledgerOfRecords(sent.length, answered))).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

function answerOf({ outcome, standing }: { outcome: ReceiptRecord["outcome"]; standing: string }) {
  const told = standing === "withdrawn" || standing === "void-day" ? { standing: standing as "withdrawn" | "void-day" } : {};
  return { outcome, ...told };
}

describe("the ledger of an episode", () => {
  it("balances for every set of events", () => {
    fc.assert(
      fc.property(eventSets, (events) => isBalanced(ledgerOfEvents(events, foldEpisode(events).standings))),
      { numRuns: 1000 },
    );
  });
});

describe("adding ledgers", () => {
  it("keeps balance, and does not depend on order or grouping", () => {
    fc.assert(
      fc.property(ledgers, ledgers, (some, others) => {
        const sum = addLedgers([...some, ...others]);
        expect(isBalanced(sum)).toBe(true);
        expect(addLedgers([addLedgers(others), addLedgers(some)])).toEqual(sum);
        for (const each of ledgerClasses) expect(sum[each]).toBe(total([...some, ...others], each));
      }),
    );
    expect(addLedgers([])).toEqual(emptyLedger);
  });
});

function total(list: readonly Ledger[], each: keyof Ledger): number {
  return list.map((one) => one[each] ?? 0).reduce((a, b) => a + b, 0);
}
