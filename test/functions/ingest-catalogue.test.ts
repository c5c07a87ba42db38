import { BatchWriteCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { summariesKey } from "../../adapters/derived-keys.ts";
import { longestPauseMs, pauseMs } from "../../adapters/pause-with-jitter.ts";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { PartMessage } from "../../core/ports/receipts.ts";
import { declarationOf } from "../../lib/functions.ts";
import { treated } from "../support/excluded-people.ts";
import { withdrawn } from "../support/kept-events.ts";
import { memoryParts } from "../support/memory-receipts.ts";
import { marksIn, publishedFiles } from "../support/night-states.ts";
import { keepEpisode, personIn } from "../support/night-twin.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";
import { endingAt, surroundedClient } from "../support/surrounded-client.ts";
import { sentReferral, sentSurvey, takingService, wordsOf } from "../support/taking-tables.ts";

let tables: SourceTables;
beforeEach(async () => {
  tables = await startSourceTables();
});
afterEach(() => tables.stop());

const rowsAtOnce = 25;

async function empty(): Promise<void> {
  for (const table of [tables.source, tables.derived]) {
    for (let rows = await tables.rowsOf(table); rows.length > 0; rows = await tables.rowsOf(table)) {
      for (let at = 0; at < rows.length; at += rowsAtOnce) {
        const requests = rows.slice(at, at + rowsAtOnce).map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
        await tables.client.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
      }
    }
  }
}

/** Everything in both tables but what counts attempts: marks have an id of their own each. */
async function contents(): Promise<readonly string[]> {
  const rows = [...(await tables.rowsOf(tables.source)), ...(await tables.rowsOf(tables.derived))];
  return rows
    .filter(({ pk }) => !String(pk).startsWith("DM#"))
    .map((row) => canonicalJson(row))
    .sort();
}
const marks = async () =>
  marksIn((await tables.rowsOf(tables.derived)) as never).map((mark) => mark.split("/")[1]?.split("#").slice(0, 2).join(" "));
const eventsOf = (referralId: string) => [
  sentReferral(referralId),
  sentSurvey(referralId, 12),
  sentSurvey(referralId, 5, { eventId: `f-${referralId}`, completedOn: "2026-06-04" }),
];
const many = (count: number) => Array.from({ length: count }, (_, n) => eventsOf(`R${n}`)).flat();
/** How many people a place's published numbers count as referred. */
const referred = (files: Readonly<Record<string, string>>, place: string) =>
  Number(/^flow\|nurse\|[^|\n]*\|referred[ ,|=\t]*(\d+)$/m.exec(files[`${place}/data.csv`] ?? "")?.[1] ?? 0);

describe("2: three identical submissions at once, on a slow store", () => {
  it("leave one stored set and get one receipt, and after no step is there half of an episode", async () => {
    const seen = new Set<string>();
    const look = async () => {
      const rows = (await tables.rowsOf(tables.source)).filter(({ pk }) => String(pk).startsWith("EP#"));
      const head = rows.find(({ sk }) => sk === "#HEAD");
      seen.add(`${rows.length - (head === undefined ? 0 : 1)} events ${head === undefined ? "without" : "with"} a head`);
    };
    const { client } = surroundedClient(tables.client, {
      before: (call) => new Promise((go) => setTimeout(go, (call * 7) % 5)),
      after: look,
    });
    const service = takingService({ tables, client });

    const receipts = await Promise.all([1, 2, 3].map(() => service.take(eventsOf("R1"))));

    expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1);
    expect(wordsOf(receipts[0] ?? { records: [] })).toEqual(["accepted", "accepted", "accepted"]);
    expect([...seen].sort()).toEqual(["0 events without a head", "3 events with a head"]);
    expect((await tables.rowsOf(tables.source)).filter(({ pk }) => String(pk).startsWith("SUB#"))).toHaveLength(1);
  });
});

describe("3 and 4: an event id that comes again", () => {
  it("is one event by JSON and CSV, the second told as a duplicate; with other content it is refused for that record alone", async () => {
    const service = takingService({ tables });
    await service.take(eventsOf("R1"));
    const columns = "type,eventId,practice,referralId,instrument,completedOn,total";
    const row = (total: number) => `survey.completed,s-R1,A81001,R1,phq-9,2026-03-04,${total}`;
    const fresh = "survey.completed,s-R2,A81001,R1,gad-7,2026-03-04,9";

    const same = await service.take(`${columns}\n${row(12)}\n`, "csv-1", "text/csv");
    const other = await service.take(`${columns}\n${row(13)}\n${fresh}\n`, "csv-2", "text/csv");

    expect([wordsOf(same), wordsOf(other)]).toEqual([["duplicate"], ["event-id-reused", "accepted"]]);
    const stored = (await tables.rowsOf(tables.source)).filter(({ sk }) => sk === "EV#s-R1");
    expect(stored.map(({ body }) => JSON.parse(String(body)).total)).toEqual([12]);
  });
});

describe("5: the whole day's requests and queue, played again after thirty days", () => {
  it("change nothing: not a row, not a mark after the next night, not a byte of a page, though the parts are long gone", async () => {
    const service = takingService({ tables });
    const bodies = [
      eventsOf("A1"),
      [...eventsOf("A2"), { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "f-A2" }],
      many(168),
    ];
    const day = async (at: ReturnType<typeof takingService>) => {
      for (const [n, events] of bodies.entries()) await at.take(events, `day-${n}`);
    };
    await day(service);
    const queue: readonly PartMessage[] = [...service.parts.announced];
    for (const message of queue) await service.store(message);
    const pages = await service.night();
    const before = await contents();

    const later = takingService({ tables, parts: memoryParts(), now: () => Date.parse("2026-12-22T12:00:00Z") });
    await day(later);
    for (const message of [...queue, ...queue]) await later.store(message);

    expect(queue.length).toBeGreaterThan(1);
    expect(await contents()).toEqual(before);
    expect(await marks()).toEqual([]);
    expect(await service.night()).toEqual(pages);
    expect(await marks()).toEqual([]);
  });
});

describe("8: a survey before its referral", () => {
  it("is parked, marks nothing, and is counted once in the month of the referral when that comes", async () => {
    const service = takingService({ tables });
    const late = sentSurvey("R1", 14, { completedOn: "2026-05-03" });

    expect(wordsOf(await service.take([late]))).toEqual(["parked"]);
    expect(await marks()).toEqual([]);
    expect(wordsOf(await service.take([sentReferral("R1", { referredOn: "2026-05-01" }), late], "s2"))).toEqual(["accepted", "duplicate"]);
    expect(new Set(await marks())).toEqual(new Set(["A81001 202605"]));
    expect(wordsOf(await service.take([sentSurvey("R2", 9, { completedOn: "2026-05-03" })], "s3"))).toEqual(["parked"]);
    await service.take([sentReferral("R2", { referredOn: "2026-04-28" })], "s4");

    expect(new Set(await marks())).toEqual(new Set(["A81001 202605", "A81001 202604"]));
    expect(referred(await service.night(), "ENG")).toBe(2);
    const tallies = (await tables.rowsOf(tables.derived)).filter(({ pk }) => String(pk).startsWith("PC#"));
    expect(tallies.map(({ pk, tally }) => [pk, (tally as { used: number }).used])).toEqual([
      ["PC#A81001#202604", 2],
      ["PC#A81001#202605", 2],
    ]);
  });
});

describe("9: a correction that moves a referral to another month and practice", () => {
  it("takes one from the old month and adds one to the new, at the practices, the PCNs, the ICB and in England", async () => {
    const service = takingService({ tables });
    await service.take([...eventsOf("R1"), ...eventsOf("R2")]);
    const before = await service.night();
    const { eventId: _, ...content } = sentReferral("R1", { practice: "A81003", referredOn: "2026-02-27" }) as { eventId: string };
    await service.take([{ type: "event.corrected", eventId: "c1", practice: "A81001", corrects: "r-R1", event: content }], "s2");
    expect(new Set(await marks())).toEqual(new Set(["A81001 202603", "A81003 202602"]));

    const after = await service.night("2026-11-23");

    const counted = (files: Readonly<Record<string, string>>) =>
      ["A81001", "U10001", "A81003", "U10002", "QA1", "ENG"].map((place) => referred(files, place));
    expect([counted(before), counted(after)]).toEqual([
      [2, 2, 0, 0, 2, 2],
      [1, 1, 1, 1, 2, 2],
    ]);
  });
});

describe("13: every call throttled for a minute", () => {
  it("drains the queue late and whole: no part is lost or given up, and every pause is bounded and differs", async () => {
    const service = takingService({ tables });
    await service.take(many(168));
    const start = Date.parse("2026-11-22T12:00:00Z");
    let clock = start;
    const pauses: number[] = [];
    const pause = async (attempt: number) => {
      const waited = pauseMs(attempt, () => ((pauses.length * 37) % 100) / 100);
      pauses.push(waited);
      clock += waited;
    };
    const throttled = async () => {
      clock += 5;
      if (clock < start + 60_000) throw Object.assign(new Error("slow down"), { name: "ThrottlingException" });
    };
    const { client } = surroundedClient(tables.client, { before: throttled });
    const worker = takingService({ tables, client, parts: service.parts, pause });
    const hiddenMs = 6 * declarationOf("store-part").timeoutSeconds * 1000;
    const receives = new Map<number, number>();
    const queue = service.parts.announced.map((message) => ({ message, visibleAt: start }));

    while (queue.length > 0) {
      const next = queue.sort((a, b) => a.visibleAt - b.visibleAt).shift();
      if (next === undefined) break;
      clock = Math.max(clock, next.visibleAt);
      receives.set(next.message.part, (receives.get(next.message.part) ?? 0) + 1);
      const visibleAt = clock + hiddenMs;
      await worker.store(next.message).catch(() => queue.push({ ...next, visibleAt }));
    }

    expect(await service.take(many(168))).toMatchObject({ status: "complete", received: 504, accepted: 504 });
    expect(Math.max(...receives.values())).toBeLessThan(5);
    expect([...receives.values()].some((times) => times > 1)).toBe(true);
    expect(pauses.every((waited) => waited <= longestPauseMs)).toBe(true);
  });

  it("makes pauses that double up to two seconds, each a random share of its length", () => {
    expect([1, 2, 3, 6, 7, 40].map((attempt) => pauseMs(attempt, () => 1))).toEqual([40, 80, 160, 1280, 2000, 2000]);
    expect([0, 0.5].map((share) => pauseMs(40, () => share))).toEqual([0, 1000]);
  });
});

describe("15 and 20: a worker that ends at any of its calls", () => {
  it("before it or after it took effect, at every call there is: the same again comes to the same tables and the same receipt", async () => {
    const events = [
      ...eventsOf("R1"),
      ...eventsOf("R2"),
      { type: "event.withdrawn", eventId: "w1", practice: "A81001", withdraws: "not-yet" },
    ];
    const calm = await takingService({ tables }).take(events);
    const expected = await contents();

    let tried = 0;
    for (const side of ["before", "after"] as const) {
      for (let at = 1, ended = true; ended; at += 1) {
        await empty();
        const { client, calls } = surroundedClient(tables.client, endingAt(at, side));
        await takingService({ tables, client })
          .take(events)
          .catch(() => undefined);
        ended = calls() >= at;
        tried += 1;

        expect(await takingService({ tables }).take(events)).toEqual(calm);
        expect(await contents()).toEqual(expected);
        expect(new Set(await marks())).toEqual(new Set(["A81001 202603"]));
      }
    }
    expect(tried).toBeGreaterThan(20);
  }, 60_000);

  it("while it stores a part: the part delivered again comes to the same tables and the same receipt", async () => {
    const events = [...treated("ann"), ...treated("bob"), withdrawn("w1", "s-R-R9"), withdrawn("w2", "not-yet")];
    const records = events.map((event, index) => ({
      ...{ index, row: null, eventId: event.eventId, practice: event.practice, events: [event], refusals: [], columns: {} },
    }));
    const message = { client: "c1", submissionId: "large", part: 0, receivedAt: "2026-11-22T12:00:00.000Z" };
    const stored = async (side: "before" | "after", at: number): Promise<boolean> => {
      await empty();
      const service = takingService({ tables });
      await service.take([sentReferral("R-R9"), sentSurvey("R-R9", 4)], "before");
      await service.parts.keepPart(message, 0, records);
      await service.deps.receipts.openReceipt({ ...message, bodyHash: "h", received: records.length, parts: 1 }, null);
      const { client, calls } = surroundedClient(tables.client, endingAt(at, side));
      await takingService({ tables, client, parts: service.parts })
        .store(message)
        .catch(() => undefined);
      await service.store(message);
      const receipt = await service.deps.receipts.readReceipt(message);
      expect(receipt?.stored[0]?.records.map(({ outcome }) => outcome)).toEqual([...Array<string>(7).fill("accepted"), "parked"]);
      return calls() >= at;
    };
    await stored("before", 1_000_000);
    const expected = await contents();

    for (const side of ["before", "after"] as const) {
      for (let at = 1; await stored(side, at); at += 1) expect(await contents()).toEqual(expected);
    }
  }, 60_000);
});

describe("14: a practice-month of more than a megabyte", () => {
  it("is counted whole, though one query of it ends in the middle", async () => {
    const referrals = 1_500;
    const outcomes = Object.fromEntries(
      ["phq-9", "gad-7", "ucla-3", "who-5", "swemwbs", "core-10", "djg-6", "lsns-6", "gad-2", "phq-2", "wemwbs", "ces-d"].map((measure) => [
        measure,
        { baseline: 12, followUp: 5, days: 90, dueMonth: "2026-03" },
      ]),
    );
    const contribution = { ...personIn("A81001", "2026-03", [12, 5]), outcomes };
    const pk = summariesKey({ code: "A81001", month: "2026-03" });
    const rows = Array.from({ length: referrals }, (_, n) => ({ pk, sk: `EP#${n}`, body: canonicalJson(contribution), headVer: 1 }));
    for (let at = 0; at < rows.length; at += rowsAtOnce) {
      const requests = rows.slice(at, at + rowsAtOnce).map((Item) => ({ PutRequest: { Item } }));
      await tables.client.send(new BatchWriteCommand({ RequestItems: { [tables.derived]: requests } }));
    }
    await keepEpisode(tables.client, { refKey: "last", contribution });
    const firstPage = await tables.client.send(
      new QueryCommand({ TableName: tables.derived, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk } }),
    );
    const { ports } = takingService({ tables });

    await runNight({ civilDate: "2026-11-22" }, ports);

    expect(firstPage.Count).toBeLessThan(referrals);
    expect(referred(await publishedFiles(ports), "A81001")).toBe(referrals + 1);
    expect(referred(await publishedFiles(ports), "ENG")).toBe(referrals + 1);
  });
});
