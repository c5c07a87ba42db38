import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { episodeActions } from "../../adapters/episode-actions.ts";
import { practiceLists } from "../../adapters/practice-lists.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { contribute, foldVersion } from "../../core/episodes/contribution.ts";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { actionsOf } from "../../core/keeping/joined-writes.ts";
import { emptyLedger } from "../../core/ledger.ts";
import type { EpisodeStore } from "../../core/ports/source.ts";
import { episodeStoreContract } from "../support/episode-store-contract.ts";
import { keep } from "../support/keeping.ts";
import { corrected, referral, survey, withdrawn } from "../support/kept-events.ts";
import { oneByOne, severalReferralsContract, treatedReferral } from "../support/several-referrals-contract.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

let tables: SourceTables;
beforeAll(async () => {
  tables = await startSourceTables();
});
afterAll(() => tables.stop());

async function emptyStore() {
  for (const table of [tables.source, tables.derived]) {
    const rows = await tables.rowsOf(table);
    await Promise.all(rows.map(({ pk, sk }) => tables.client.send(new DeleteCommand({ TableName: table, Key: { pk, sk } }))));
  }
  return dynamoEpisodes(tables.client, tables);
}

describe("keeping events, in DynamoDB", () => {
  episodeStoreContract(emptyStore);
});

describe("several referrals at once, in DynamoDB", () => {
  severalReferralsContract(emptyStore);

  it("stand in the rows that each would have alone, with one mark for all that touch a practice-month", async () => {
    const events = ["R1", "R2", "R3"].flatMap((name) => treatedReferral(name));
    await keep(oneByOne(await emptyStore()), events);
    const alone = await rowsBesideMarks();
    await keep(await emptyStore(), events);

    expect(await rowsBesideMarks()).toEqual(alone);
    expect((await tables.rowsOf(tables.derived)).filter(({ pk }) => String(pk).startsWith("DM#"))).toHaveLength(1);
  });

  it("are counted as at least as many actions as they are", async () => {
    const items = [1, 1, 1, 1, 1, 1, 1, 1, 2];
    const moved = { type: "referral.recorded", practice: "B82002", referralId: "R1", patient: { pid: "q" }, referredOn: "2026-02-01" };
    const deliveries = [
      [referral(), survey("s1", 0, "2026-03-04", { total: undefined, items })],
      [corrected("c1", "r1", moved)],
      [survey("s2", 4, "2026-06-04"), withdrawn("w1", "s1")],
    ];
    const store = await emptyStore();
    const seen: (readonly [number, number])[] = [];
    const watching: EpisodeStore = {
      ...store,
      writeEpisode: async (write) => {
        seen.push([episodeActions(write, tables).length, actionsOf(write)]);
        return store.writeEpisode(write);
      },
    };

    for (const [n, events] of deliveries.entries()) await keep(watching, events, `client#${n}`);

    expect(seen.length).toBeGreaterThan(3);
    for (const [are, counted] of seen) expect(counted).toBeGreaterThanOrEqual(are);
    expect(seen[0]?.[0]).toBe(seen[0]?.[1]);
  });
});

async function rowsBesideMarks(): Promise<readonly string[]> {
  const rows = [...(await tables.rowsOf(tables.source)), ...(await tables.rowsOf(tables.derived))];
  return rows
    .filter(({ pk }) => !String(pk).startsWith("DM#"))
    .map((row) => canonicalJson(row))
    .sort();
}

describe("the rows of an episode", () => {
  beforeEach(() => emptyStore());

  it("hold the event as it is hashed, the head as it folds, a summary and a mark", async () => {
    await keep(dynamoEpisodes(tables.client, tables), [referral(), survey("s1", 12)]);

    const source = await tables.rowsOf(tables.source);
    const derived = await tables.rowsOf(tables.derived);
    const episode = foldEpisode([referral(), survey("s1", 12)]);

    expect(source.map(({ pk, sk }) => `${pk} ${sk}`).sort()).toEqual([
      "EP#A81001#ref-R1 #HEAD",
      "EP#A81001#ref-R1 EV#r1",
      "EP#A81001#ref-R1 EV#s1",
      "ID#A81001#r1 AT",
      "ID#A81001#s1 AT",
      "PER#p EP#A81001#ref-R1",
    ]);
    expect(source.find(({ sk }) => sk === "EV#s1")?.body).toBe(canonicalJson(survey("s1", 12)));
    expect(source.find(({ sk }) => sk === "#HEAD")).toMatchObject({
      ver: 1,
      foldV: foldVersion,
      units: ["A81001#202603"],
      body: canonicalJson(episode),
    });
    expect(derived.find(({ pk }) => pk === "PC#A81001#202603")).toEqual({
      pk: "PC#A81001#202603",
      sk: "EP#ref-R1",
      headVer: 1,
      tally: { received: 2, used: 2, duplicate: 0, superseded: 0, rejected: 0, parked: 0, excluded: 0 },
      body: canonicalJson(contribute(episode)),
    });
    expect(derived.filter(({ pk }) => /^DM#PR#\d\d$/.test(String(pk))).map(({ sk }) => String(sk).split("#").slice(0, 2))).toEqual([
      ["A81001", "202603"],
    ]);
  });

  it("move with a corrected referral: the old month loses the summary, both months are marked", async () => {
    const store = dynamoEpisodes(tables.client, tables);
    await keep(store, [referral()], "client#1");
    const moved = { type: "referral.recorded", practice: "B82002", referralId: "R1", patient: { pid: "p" }, referredOn: "2026-02-01" };
    await keep(store, [corrected("c1", "r1", moved)], "client#2");

    const derived = await tables.rowsOf(tables.derived);

    expect(derived.map(({ pk }) => String(pk)).filter((pk) => pk.startsWith("PC#"))).toEqual(["PC#B82002#202602"]);
    expect(
      derived
        .filter(({ pk }) => String(pk).startsWith("DM#"))
        .map(({ sk }) => String(sk).split("#").slice(0, 2).join(" "))
        .sort(),
    ).toEqual(["A81001 202603", "A81001 202603", "B82002 202602"]);
  });

  it("hold nothing but that somebody is gone, and what was said, when the referral is withdrawn, and the month is marked", async () => {
    const store = dynamoEpisodes(tables.client, tables);
    await keep(store, [referral(), survey("s1", 3)], "client#1");
    await keep(store, [withdrawn("w1", "r1")], "client#2");

    const derived = await tables.rowsOf(tables.derived);

    expect(derived.filter(({ pk }) => String(pk).startsWith("PC#"))).toEqual([
      expect.objectContaining({ pk: "PC#A81001#202603", body: "null", tally: { ...emptyLedger, gone: 1, withdrawals: 1 } }),
    ]);
    expect(derived.filter(({ pk }) => String(pk).startsWith("DM#"))).toHaveLength(2);
  });

  it("put a withdrawal on the practice's list while it waits, and take it off when what it withdraws comes", async () => {
    const store = dynamoEpisodes(tables.client, tables);
    const lists = practiceLists(tables.client, tables.derived);
    const repair = repairTables(tables);
    await keep(store, [withdrawn("w1", "s1"), withdrawn("w2", "w1"), withdrawn("w9", "never")], "client#1");
    const waiting = [
      { eventId: "w1", withdraws: "s1" },
      { eventId: "w2", withdraws: "w1" },
      { eventId: "w9", withdraws: "never" },
    ];
    expect(await lists.waiting("A81001")).toEqual(waiting);
    expect(await repair.relistWaiting()).toBe(0);

    await keep(store, [referral(), survey("s1", 12)], "client#2");
    expect(await lists.waiting("A81001")).toEqual(waiting.slice(2));
    expect(await lists.waiting("A81002")).toEqual([]);
    expect(await repair.relistWaiting()).toBe(0);

    const put = (Item: Record<string, unknown>) => tables.client.send(new PutCommand({ TableName: tables.derived, Item }));
    await put({ pk: "WAI#A81001", sk: "w1", body: "{}" });
    await put({ pk: "WAI#A81001", sk: "w9", body: "{}" });
    expect(await repair.relistWaiting()).toBe(2);
    expect(await lists.waiting("A81001")).toEqual(waiting.slice(2));
  });

  it("put a referral on the practice's lists, and take it off them or move it with the referral", async () => {
    const store = dynamoEpisodes(tables.client, tables);
    const lists = practiceLists(tables.client, tables.derived);
    const listed = async (practice: string) => [
      (await lists.openFollowUps(practice, "2026-11-22")).map(({ referralId, until }) => `${referralId} ${until}`),
      (await lists.attention(practice)).map(({ risks }) => risks.length),
    ];
    const items = [1, 1, 1, 1, 1, 1, 1, 1, 2];
    await keep(store, [referral(), survey("s1", 0, "2026-03-04", { total: undefined, items })], "client#1");
    expect(await listed("A81001")).toEqual([["R1 2027-03-04"], [1]]);
    expect(await lists.openFollowUps("A81001", "2027-03-04")).toHaveLength(1);
    expect(await lists.openFollowUps("A81001", "2027-03-05")).toEqual([]);

    const moved = { type: "referral.recorded", practice: "B82002", referralId: "R1", patient: { pid: "p" }, referredOn: "2026-03-02" };
    await keep(store, [corrected("c1", "r1", moved)], "client#2");
    expect([await listed("A81001"), await listed("B82002")]).toEqual([
      [[], []],
      [["R1 2027-03-04"], [1]],
    ]);

    await keep(store, [survey("s2", 4, "2026-06-04"), withdrawn("w1", "s1")], "client#3");
    expect(await listed("B82002")).toEqual([[], []]);
    expect((await tables.rowsOf(tables.derived)).filter(({ pk }) => /^(DUE|ATT)#/.test(String(pk)))).toEqual([]);
  });
});
