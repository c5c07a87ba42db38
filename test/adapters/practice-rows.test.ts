import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dynamoAcknowledgements } from "../../adapters/dynamo-acknowledgements.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { emptyLedger } from "../../core/ledger.ts";
import type { PracticeLedger } from "../../core/practice/practice-ledgers.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

let tables: SourceTables;
beforeAll(async () => {
  tables = await startSourceTables();
});
afterAll(() => tables.stop());

describe("acknowledgements in DynamoDB", () => {
  it("stand as they were first made, each in its practice", async () => {
    const store = dynamoAcknowledgements(tables.client, tables.source);
    const first = { by: "practice-1", at: "2026-11-22T09:00:00.000Z" };

    const made = await Promise.all([1, 2, 3].map((n) => store.acknowledge("A81001", "f1", { by: `p${n}`, at: first.at })));
    expect(new Set(made.map(({ by }) => by)).size).toBe(1);
    expect(await store.acknowledge("A81001", "f2", first)).toEqual(first);
    expect(await store.acknowledge("A81001", "f2", { by: "other", at: "later" })).toEqual(first);
    expect([...(await store.acknowledgedBy("A81001"))].map(([id]) => id)).toEqual(["f1", "f2"]);
    expect((await store.acknowledgedBy("A81002")).size).toBe(0);
  });
});

describe("ledgers in DynamoDB", () => {
  it("hold each part of a submission once, however often it is entered, and give those of a practice from a day on", async () => {
    const book = dynamoLedgers(tables.client, tables.source);
    const ledger = (practice: string, on: string, received: number): PracticeLedger => ({
      ...{ practice, on, rules: { "not-in-list": 1 }, delays: { "within-7": 2 } },
      ledger: { ...emptyLedger, received, rejected: received },
    });
    const about = { client: "c", submissionId: "s1", firstIndex: 0 };

    await book.enter(about, [ledger("A81001", "2026-01-01", 3), ledger("A81002", "2026-01-01", 1)]);
    await book.enter(about, [ledger("A81001", "2026-01-02", 3)]);
    await book.enter({ ...about, firstIndex: 500 }, [ledger("A81001", "2026-01-01", 4)]);
    await book.enter({ ...about, submissionId: "s2" }, [ledger("A81001", "2026-02-01", 5)]);

    const received = async (from: string) => (await book.ledgersOf("A81001", from)).map((one) => one.ledger.received).sort();
    expect(await received("2025-01-01")).toEqual([3, 4, 5]);
    expect(await received("2026-01-15")).toEqual([5]);
    expect(await book.ledgersOf("A81002", "2026-01-01")).toEqual([ledger("A81002", "2026-01-01", 1)]);
  });
});
