import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { readRowsTogether } from "../../adapters/read-rows.ts";
import type { EpisodeWrite } from "../../core/ports/source.ts";
import { aroundWrites } from "../support/around-writes.ts";
import { putOrganisations } from "../support/org-rows.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { send, sentReferral, sentSurvey, sentWithdrawal, takingDeps, twinStores } from "../support/taking-service.ts";

const from = "2000-01-01";

/** What a store holds, as far as anybody can ask it. */
async function heldBy({ receipts, ledgers, episodes }: ReturnType<typeof twinStores>, ids: readonly string[]) {
  const answers = await Promise.all(ids.map((submissionId) => receipts.readReceipt({ client: "c1", submissionId })));
  const entered = await Promise.all(["A81001", "B82002"].map((practice) => ledgers.ledgersOf(practice, from)));
  return { answers, entered, heads: episodes.heads, summaries: episodes.summaries };
}

const surveyOf = fc.record({
  id: fc.constantFrom("s1", "s2", "s3"),
  total: fc.constantFrom(3, 12, 99),
  referralId: fc.constantFrom("R1", "R1", "R2"),
  practice: fc.constantFrom("A81001", "A81001", "B82002"),
});
const sent = fc.oneof(
  surveyOf.map(({ id, ...over }) => ({ ...sentSurvey, ...over, eventId: id })),
  fc.constantFrom("R1", "R2").map((referralId) => ({ ...sentReferral, referralId, eventId: `r${referralId}` })),
  fc.constantFrom("s1", "s2", "w1").map((withdraws) => ({ ...sentWithdrawal, withdraws })),
);
const submissions = fc.array(fc.tuple(fc.constantFrom("one", "two", "three", "four"), fc.array(sent, { minLength: 1, maxLength: 4 })), {
  maxLength: 6,
});

describe("a small submission's answer, written with its events", () => {
  it("is the answer that would be written after them, and leaves the same in every store, whatever is sent in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(submissions, async (given) => {
        const [together, after] = [twinStores({ together: true }), twinStores({ together: false })];
        const [quick, plain] = [takingDeps(together), takingDeps(after)];

        for (const [id, events] of given) expect(await send(id, events, quick)).toEqual(await send(id, events, plain));

        const ids = given.map(([id]) => id);
        expect(await heldBy(together, ids)).toEqual(await heldBy(after, ids));
      }),
      { numRuns: 300 },
    );
  });

  it("is there with the events or neither is, when the store fails in the middle", async () => {
    const stores = twinStores({ together: true });
    const failing = { ...stores.episodes, writeEpisode: () => Promise.reject(new Error("power cut")) };

    await expect(send("one", [sentReferral], takingDeps({ ...stores, episodes: failing }))).rejects.toThrow("power cut");
    expect([stores.episodes.events(), await stores.receipts.readReceipt({ client: "c1", submissionId: "one" })]).toEqual([0, null]);

    const receipts = { ...stores.receipts, openReceipt: () => Promise.reject(new Error("nothing is written after the events")) };
    expect(await send("one", [sentReferral], takingDeps({ ...stores, receipts }))).toMatchObject({ status: 200, receipt: { accepted: 1 } });
    expect(await stores.receipts.readReceipt({ client: "c1", submissionId: "one" })).not.toBeNull();
    expect(await stores.ledgers.ledgersOf("A81001", from)).toHaveLength(1);
  });

  it("is the same after a crash before its receipt, also of events that were withdrawn by what came with them", async () => {
    const withdrawal = fc
      .record({ eventId: fc.constantFrom("w1", "w2", "w3"), withdraws: fc.constantFrom("s1", "s2", "rR1", "w1", "w2") })
      .map((one) => ({ ...sentWithdrawal, ...one }));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(sent, withdrawal), { minLength: 1, maxLength: 8 }), async (events) => {
        const [once, stopped] = [twinStores({ together: false }), twinStores({ together: false })];
        const failing = { ...stopped.receipts, openReceipt: () => Promise.reject(new Error("power cut")) };

        const expected = await send("one", events, takingDeps(once));
        await expect(send("one", events, takingDeps({ ...stopped, receipts: failing }))).rejects.toThrow("power cut");

        expect(await send("one", events, takingDeps(stopped))).toEqual(expected);
        expect(await heldBy(stopped, ["one"])).toEqual(await heldBy(once, ["one"]));
      }),
      { numRuns: 300 },
    );
  });

  it("is one for three identical submissions that come at once", async () => {
    const stores = twinStores({ together: true });
    const deps = takingDeps(stores);

    const answers = await Promise.all([1, 2, 3].map(() => send("one", [sentReferral, sentSurvey], deps)));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 200, receipt: { received: 2, accepted: 2, duplicate: 0 } });
    expect([stores.episodes.events(), (await stores.ledgers.ledgersOf("A81001", from)).length]).toEqual([2, 1]);
  });

  it("does not stand in the way of an episode that somebody else writes meanwhile: it is read again from the store", async () => {
    const stores = twinStores({ together: true });
    await send("before", [sentReferral], takingDeps(stores));
    let writes = 0;
    const contended = {
      ...stores.episodes,
      writeEpisode: async (write: EpisodeWrite) => {
        if (++writes === 1) await send("rival", [{ ...sentSurvey, eventId: "s9" }], takingDeps(stores));
        return stores.episodes.writeEpisode(write);
      },
    };

    expect(await send("one", [sentSurvey], takingDeps({ ...stores, episodes: contended }))).toMatchObject({ receipt: { accepted: 1 } });
    expect([writes, stores.episodes.events()]).toEqual([2, 3]);
  });

  it("is refused to a client whose grant was taken away since its last submission", async () => {
    const stores = twinStores({ together: true });
    let granted = true;
    const { authority } = takingDeps(stores);
    const revocable = { ...authority, grantOf: async (client: string, code: string) => (granted ? authority.grantOf(client, code) : null) };
    const deps = takingDeps(stores, revocable);

    expect(await send("one", [sentReferral], deps)).toMatchObject({ receipt: { accepted: 1 } });
    granted = false;
    expect(await send("two", [sentSurvey], deps)).toMatchObject({ receipt: { rejected: 1, records: [{ rule: "practice-not-granted" }] } });
  });
});

describe("a small submission, in DynamoDB", () => {
  let tables: SourceTables;
  const calls: string[] = [];
  beforeAll(async () => {
    tables = await startSourceTables();
    tables.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          calls.push(String(commandName).replace(/(Item|Items)?Command$/, ""));
          return next(args);
        },
      { step: "initialize" },
    );
  });
  afterAll(() => tables.stop());
  beforeEach(async () => {
    for (const table of [tables.source, tables.derived])
      for (const { pk, sk } of await tables.rowsOf(table))
        await tables.client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }));
    await putOrganisations(tables);
    await tables.client.send(new PutCommand({ TableName: tables.source, Item: { pk: "SUPP#c1", sk: "ORG#A81001", scope: "own" } }));
  });

  function deps() {
    const { client, source } = tables;
    const readRow = readRowsTogether(client, source);
    const stores = {
      episodes: dynamoEpisodes(client, tables, readRow),
      receipts: dynamoReceipts(client, source, readRow),
      ledgers: dynamoLedgers(client, source),
    };
    return takingDeps(stores, dynamoAuthority({ client, table: source, now: () => 0, readRow }));
  }

  it("costs one reading and one transaction where a referral is new, and one reading more where it is known", async () => {
    const given = deps();
    await given.authority.organisationVersions("A81001");

    calls.length = 0;
    expect(await send("one", [sentReferral], given)).toMatchObject({ status: 200, receipt: { accepted: 1 } });
    expect(calls).toEqual(["BatchGet", "TransactWrite"]);

    calls.length = 0;
    expect(await send("two", [sentSurvey], given)).toMatchObject({ status: 200, receipt: { accepted: 1 } });
    expect(calls.toSorted()).toEqual(["BatchGet", "Query", "TransactWrite"]);
  });

  it("costs one reading and one transaction also where it is of several new referrals, answer included", async () => {
    const given = deps();
    await given.authority.organisationVersions("A81001");
    const events = ["R1", "R2"].flatMap((referralId) => [
      { ...sentReferral, referralId, eventId: `r${referralId}`, patient: { localId: referralId } },
      { ...sentSurvey, referralId, eventId: `s${referralId}` },
    ]);

    calls.length = 0;
    const answer = await send("one", events, given);

    expect(answer).toMatchObject({ status: 200, receipt: { accepted: 4 } });
    expect(calls).toEqual(["BatchGet", "TransactWrite"]);
    expect(await send("one", events, given)).toEqual(answer);
    expect((await tables.rowsOf(tables.source)).filter(({ pk }) => /^(SUB|LED)#/.test(String(pk)))).toHaveLength(2);
  });

  it("costs two readings and as few transactions as hold it where it is of many new referrals, the answer with the last; then those who were erased meanwhile are looked for", async () => {
    const given = deps();
    await given.authority.organisationVersions("A81001");
    const events = Array.from({ length: 12 }, (_, n) => [
      { ...sentReferral, referralId: `R${n}`, eventId: `r${n}`, patient: { localId: `p${n}` } },
      { ...sentSurvey, referralId: `R${n}`, eventId: `s${n}` },
    ]).flat();

    calls.length = 0;
    const answer = await send("one", events, given);

    expect(answer).toMatchObject({ status: 200, receipt: { accepted: 24 } });
    expect(calls).toEqual(["BatchGet", "BatchGet", "TransactWrite", "TransactWrite", "Query"]);
    expect(await send("one", events, given)).toEqual(answer);
  });

  it("is not told as complete by a receipt of which the last transaction did not come: the repetition finds what went in before", async () => {
    const given = deps();
    const events = Array.from({ length: 12 }, (_, n) => [
      { ...sentReferral, referralId: `R${n}`, eventId: `r${n}`, patient: { localId: `p${n}` } },
      { ...sentSurvey, referralId: `R${n}`, eventId: `s${n}` },
    ]).flat();
    let writes = 0;
    const stopping = aroundWrites(given.episodes, async (write) => {
      writes += 1;
      if (writes === 2) throw new Error("power cut");
      return write();
    });

    await expect(send("one", events, { ...given, episodes: stopping })).rejects.toThrow("power cut");
    expect((await tables.rowsOf(tables.source)).filter(({ pk }) => /^(SUB|LED)#/.test(String(pk)))).toEqual([]);

    expect(await send("one", events, given)).toMatchObject({ status: 200, receipt: { accepted: 24, duplicate: 0 } });
    expect(await given.ledgers.ledgersOf("A81001", from)).toMatchObject([{ ledger: { received: 24, used: 24 } }]);
  });

  it("is answered after its events where one of its referrals is refused, each told as if it had come alone", async () => {
    const given = deps();
    await send("before", [{ ...sentSurvey, eventId: "taken" }], given);
    const events = ["R2", "R3"].flatMap((referralId) => [
      { ...sentReferral, referralId, eventId: `r${referralId}`, patient: { localId: referralId } },
      { ...sentSurvey, referralId, eventId: referralId === "R2" ? "taken" : "s3" },
    ]);

    const answer = await send("one", events, given);

    const told = "receipt" in answer ? answer.receipt.records.map(({ outcome, rule }) => rule ?? outcome) : [];
    expect(told).toEqual(["accepted", "event-id-reused", "accepted", "accepted"]);
    expect(await send("one", events, given)).toEqual(answer);
    expect(await given.ledgers.ledgersOf("A81001", from)).toMatchObject([
      { ledger: { received: 1, parked: 1 } },
      { ledger: { received: 4, used: 3, rejected: 1 } },
    ]);
  });

  it("is answered again from the store, and refused under an id that stands for something else", async () => {
    const given = deps();

    const first = await send("one", [sentReferral], given);
    const rows = await tables.rowsOf(tables.source);

    expect(await send("one", [sentReferral], given)).toEqual(first);
    expect(await send("one", [sentSurvey], given)).toMatchObject({ status: 422, problem: { rule: "submission-id-reused" } });
    expect(await tables.rowsOf(tables.source)).toEqual(rows);
    expect(rows.filter(({ pk }) => /^(SUB|LED)#/.test(String(pk)))).toHaveLength(2);
  });

  it("is kept with its answer after it where a receipt came first between the reading and the writing", async () => {
    const given = deps();
    await send("one", [sentReferral], given);

    calls.length = 0;
    const events = [{ ...sentSurvey, eventId: "s2" }];
    const receipts = { ...given.receipts, readReceipt: once(null, given.receipts.readReceipt) };

    expect(await send("one", events, { ...given, receipts })).toMatchObject({ status: 422 });
    expect(calls.filter((call) => call === "TransactWrite")).toHaveLength(2);
  });
});

function once<Key, Value>(first: Value, then: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  let asked = 0;
  return async (key) => (asked++ === 0 ? first : then(key));
}
