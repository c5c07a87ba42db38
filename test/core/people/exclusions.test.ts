import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../adapters/sha256.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { rebuild } from "../../../core/night/rebuild.ts";
import { erasePerson, type WhomToErase } from "../../../core/people/erase-person.ts";
import { applyOptOuts } from "../../../core/people/opt-out.ts";
import { replayExclusions } from "../../../core/people/replay.ts";
import { requireRepeated } from "../../../core/people/unrepeated.ts";
import { riskFlagId } from "../../../core/practice/risk-flags.ts";
import { excludingService, treated } from "../../support/excluded-people.ts";
import { corrected, referral, survey, withdrawn } from "../../support/kept-events.ts";
import { publishedFiles } from "../../support/night-states.ts";
import { type SourceTables, startSourceTables } from "../../support/source-tables.ts";

let tables: SourceTables;
beforeAll(async () => {
  tables = await startSourceTables();
});
afterAll(() => tables.stop());
beforeEach(empty);

async function empty(): Promise<void> {
  for (const table of [tables.source, tables.derived]) await tables.putBack(table, []);
}

const asked = (id = "e1") => ({ id, at: "2026-11-22T10:00:00.000Z", by: "operator", on: "2026-11-22" });
const people = ["ann", "bob", "cat"];
const textOf = async () => JSON.stringify([await tables.rowsOf(tables.source), await tables.rowsOf(tables.derived)]);
const everybody: WhomToErase = { pid: "ann", practice: null };

describe("erasing a person", () => {
  it("takes them out of every table, receipt, list and page, and leaves tombstones without a word of health", async () => {
    const service = excludingService(tables);
    const items = [1, 1, 1, 1, 1, 1, 1, 1, 2];
    const risky = survey("k-ann", 0, "2026-03-04", { referralId: "R-ann", total: undefined, items, instrument: "phq-9" });
    for (const person of people) await service.send(`s-${person}`, treated(person));
    await service.send("s-risk", [risky]);
    await service.send("s-again", treated("ann"));
    const flag = riskFlagId({ practice: "A81001", refKey: "ref-R-ann" }, { eventId: "k-ann", instrument: "", completedOn: "" }, sha256);
    await service.acknowledgements.acknowledge("A81001", flag, { by: "nurse", at: "2026-11-22" });
    const before = await service.night();

    const erasure = await erasePerson(everybody, asked(), service.deps);

    expect(erasure).toMatchObject({ id: "e1", by: "operator", practice: null, episodes: 1 });
    const left = (await tables.rowsOf(tables.source)).filter(
      ({ pk, sk }) => /-ann|#ann/.test(`${pk} ${sk}`) && !String(pk).startsWith("SUB#"),
    );
    expect(left.map(({ pk, sk, ...rest }) => [`${pk} ${sk}`, Object.keys(rest).sort().join(" ")]).sort()).toEqual([
      ["CLEARING A81001#ref-R-ann", "at ids submissions"],
      ["EP#A81001#ref-R-ann #HEAD", "erased units ver"],
      ["ID#A81001#f-R-ann AT", "refKey waiting"],
      ["ID#A81001#k-ann AT", "refKey waiting"],
      ["ID#A81001#r-R-ann AT", "refKey waiting"],
      ["ID#A81001#s-R-ann AT", "refKey waiting"],
      ["PER#ann #STANDING", "erasures optedOut ver"],
    ]);
    expect(JSON.stringify(await tables.rowsOf(tables.derived))).not.toMatch(/\bann\b/);
    for (const submission of ["s-ann", "s-risk", "s-again"]) {
      const stored = await service.receipt(submission);
      expect(stored?.stored[0]?.records.every((record) => record.eventId === null && !("score" in record))).toBe(true);
    }
    expect((await service.receipt("s-bob"))?.stored[0]?.records[1]).toMatchObject({ eventId: "s-R-bob", score: { score: 14 } });
    expect((await service.acknowledgements.acknowledgedBy("A81001")).size).toBe(0);

    const after = await service.night();
    expect(countOf(before)).toBe(3);
    expect(countOf(after)).toBe(2);
    expect(countOf(after, "ENG")).toBe(2);
  });

  it("answers what is sent for them again as excluded, keeps nothing of it, and takes them back for a later referral", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await erasePerson(everybody, asked(), service.deps);
    const erased = await textOf();

    const again = await service.send("s2", [
      ...treated("ann"),
      withdrawn("w1", "s-R-ann"),
      survey("n1", 3, "2026-07-01", { referralId: "R-ann" }),
    ]);
    const elsewhere = await service.send("s3", treated("ann", "R-new-reference"));

    expect(new Set([...again, ...elsewhere].map(({ outcome, standing }) => `${outcome} ${standing}`))).toEqual(
      new Set(["excluded erased"]),
    );
    expect(JSON.stringify(again)).not.toContain("score");
    expect((await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"))).toEqual([]);
    expect(erased).not.toContain("completedOn");
    expect(await service.night()).not.toHaveProperty("A81001/data.csv");

    const anew = await service.send("s4", treated("ann", "R-2027", "2026-11-23"));
    expect(anew.map(({ outcome }) => outcome)).toEqual(["accepted", "accepted", "accepted"]);
    await replayExclusions(service.deps);
    expect((await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"))).toHaveLength(3);
  });

  it("is at one practice alone where that is what was asked, by the reference of a referral too", async () => {
    const service = excludingService(tables);
    const atOther = treated("ann", "R-other").map((event) => ({ ...event, practice: "A81002" }));
    await service.send("s1", [...treated("ann", "R-1"), ...treated("ann", "R-2"), ...atOther]);

    const erasure = await erasePerson({ key: { practice: "A81001", refKey: "ref-R-1" } }, asked(), service.deps);

    expect(erasure).toMatchObject({ practice: "A81001", episodes: 2 });
    const left = (await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"));
    expect(new Set(left.map(({ pk }) => pk))).toEqual(new Set(["EP#A81002#ref-R-other"]));
    expect((await service.send("s2", treated("ann", "R-3"))).map(({ outcome }) => outcome)).toEqual(["excluded", "excluded", "excluded"]);
  });

  it("erases what came for a referral of which nobody knows whose it is, and what waited for its events", async () => {
    const service = excludingService(tables);
    await service.send("s1", [survey("s9", 9, "2026-03-04", { referralId: "R-x" }), withdrawn("w1", "not-yet")]);

    expect(await erasePerson({ key: { practice: "A81001", refKey: "ref-R-x" } }, asked(), service.deps)).toMatchObject({ episodes: 1 });

    expect((await tables.rowsOf(tables.source)).filter(({ pk }) => pk === "EP#A81001#ref-R-x").map(({ sk }) => sk)).toEqual(["#HEAD"]);
  });

  it("erases at the next replay what had come before the referral told whose it was", async () => {
    const service = excludingService(tables);
    await erasePerson(everybody, asked(), service.deps);
    const [first, ...surveys] = treated("ann");
    expect((await service.send("s1", surveys)).map(({ outcome }) => outcome)).toEqual(["parked", "parked"]);
    expect((await service.send("s2", first === undefined ? [] : [first])).map(({ outcome }) => outcome)).toEqual(["excluded"]);

    await replayExclusions(service.deps);

    expect((await tables.rowsOf(tables.source)).filter(({ sk }) => String(sk).startsWith("EV#"))).toEqual([]);
  });

  it("takes only the name out of a referral that was corrected to somebody else", async () => {
    const service = excludingService(tables);
    const { eventId: _, ...to } = referral({ patient: { pid: "bob" }, referralId: "R-ann" });
    await service.send("s1", [...treated("ann"), corrected("c1", "r-R-ann", to)]);

    expect(await erasePerson(everybody, asked(), service.deps)).toMatchObject({ episodes: 1 });

    const rows = await tables.rowsOf(tables.source);
    expect(rows.filter(({ sk }) => String(sk).startsWith("EV#"))).toHaveLength(4);
    expect(JSON.stringify(rows)).not.toContain('"pid\\":\\"ann');
    expect(countOf(await service.night())).toBe(1);
    expect((await service.send("s2", [survey("s7", 5, "2026-07-04", { referralId: "R-ann" })]))[0]).toMatchObject({ outcome: "accepted" });
  });

  it("is done once: the same again erases nothing more", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await erasePerson(everybody, asked("e1"), service.deps);

    expect(await erasePerson(everybody, asked("e2"), service.deps)).toMatchObject({ episodes: 0 });
    expect(await service.store.erasures()).toEqual([
      { id: "e1", at: asked().at, by: "operator", practice: null, episodes: 1 },
      { id: "e2", at: asked().at, by: "operator", practice: null, episodes: 0 },
    ]);
  });

  it("comes to the same when it is stopped before or after any of its writes and begun again", async () => {
    const settled = async () => {
      const rows = [...(await tables.rowsOf(tables.source)), ...(await tables.rowsOf(tables.derived))];
      return rows
        .filter(({ pk }) => pk !== "ERASURES" && pk !== "CLEARING" && !String(pk).startsWith("DM#"))
        .map((row) => canonicalJson(row))
        .sort();
    };
    const begin = async () => {
      await empty();
      const service = excludingService(tables);
      await service.send("s1", [...treated("ann"), ...treated("bob")]);
      await service.send("s2", [...treated("ann", "R-second"), withdrawn("w9", "r-R-second")]);
    };
    await begin();
    await erasePerson(everybody, asked(), excludingService(tables).deps);
    const expected = await settled();
    expect(expected.some((row) => row.includes("completedOn"))).toBe(true);

    for (let step = 1, stopped = true; stopped; step += 1) {
      for (const after of [false, true]) {
        await begin();
        const { client, wasStopped } = stoppedAt(tables.client, step, after);
        await erasePerson(everybody, asked(), excludingService(tables, client).deps).catch(() => undefined);
        stopped = wasStopped();
        await erasePerson(everybody, asked(), excludingService(tables).deps);
        expect(await settled()).toEqual(expected);
        expect((await tables.rowsOf(tables.derived)).filter(({ pk }) => String(pk).startsWith("DM#")).length).toBeGreaterThan(1);
      }
    }
  }, 60_000);

  it("70: holds after yesterday's copy was restored: the person is in no table and no page", async () => {
    const service = excludingService(tables);
    for (const person of people) await service.send(`s-${person}`, treated(person));
    await service.night();
    const yesterday = { source: await tables.rowsOf(tables.source), derived: await tables.rowsOf(tables.derived) };
    await erasePerson(everybody, asked(), service.deps);
    await applyOptOuts({ optedOut: ["bob"], optedIn: [] }, asked("o1"), service.deps);
    await service.night();

    await tables.putBack(tables.source, yesterday.source);
    await tables.putBack(tables.derived, yesterday.derived);
    const shown = await publishedFiles(service.ports);
    await expect(service.night()).rejects.toMatchObject({ name: "ExclusionsNotRepeatedError" });
    expect(await publishedFiles(service.ports)).toEqual(shown);

    expect(await replayExclusions(service.deps)).toEqual({ entries: 2, episodes: 2 });
    await rebuild(service.repair, "2026-11-22T11:00:00.000Z");

    expect(countOf(await service.night())).toBe(1);
    const rows = await tables.rowsOf(tables.source);
    expect(rows.filter(({ pk, sk }) => String(pk).includes("R-ann") && String(sk).startsWith("EV#"))).toEqual([]);
    expect(JSON.stringify(await tables.rowsOf(tables.derived))).not.toMatch(/\bann\b/);
    expect(await replayExclusions(service.deps)).toEqual({ entries: 2, episodes: 0 });
  });
});

describe("a night", () => {
  it("shows nothing while somebody is settled in the register and the table does not know: after a restore of the source table alone, or of an opt-out", async () => {
    const service = excludingService(tables);
    for (const person of people) await service.send(`s-${person}`, treated(person));
    const yesterday = await tables.rowsOf(tables.source);
    await applyOptOuts({ optedOut: ["bob"], optedIn: ["cat"] }, asked("o1"), service.deps);
    expect(countOf(await service.night())).toBe(2);
    await tables.putBack(tables.source, yesterday);
    await service.send("s-new", treated("dan"));

    await expect(service.night()).rejects.toMatchObject({ name: "ExclusionsNotRepeatedError" });
    await replayExclusions(service.deps);

    expect(countOf(await service.night())).toBe(3);
  });

  it("waits for an erasure that is being done, and shows nothing after one that was stopped until it is repeated", async () => {
    const service = excludingService(tables);
    for (const person of people) await service.send(`s-${person}`, treated(person));
    const { client } = stoppedAt(tables.client, 3, false);
    const stopped = { ...excludingService(tables, client).deps, register: service.register };
    await expect(erasePerson(everybody, asked(), stopped)).rejects.toThrow();
    const now = "2026-11-22T03:15:00Z";
    const book = { settled: async () => [{ id: "e1", at: "2026-11-22T03:10:00Z" }], done: service.ports.settledBook.done };

    await expect(requireRepeated(book, now)).rejects.toMatchObject({ name: "Busy" });
    await expect(service.night()).rejects.toMatchObject({ name: "ExclusionsNotRepeatedError" });
    await replayExclusions(service.deps);

    await expect(requireRepeated(book, now)).resolves.toBeUndefined();
    expect(countOf(await service.night())).toBe(2);
  });
});

describe("a national data opt-out", () => {
  it("keeps the person's records and lists and leaves them out of every figure, until they opt in again", async () => {
    const service = excludingService(tables);
    for (const person of people) await service.send(`s-${person}`, treated(person));
    const before = await service.night();

    expect(await applyOptOuts({ optedOut: ["ann", "unknown"], optedIn: [] }, asked(), service.deps)).toEqual({ people: 2, episodes: 1 });
    const during = await service.night();
    expect([countOf(before), countOf(during), countOf(during, "ENG")]).toEqual([3, 2, 2]);
    const unit = { level: "practice", code: "A81001", month: "2026-03" } as const;
    const [left] = (await service.ports.derived.episodesOf(unit)).filter(({ tally }) => tally?.used === 0);
    expect(left?.contribution).toBeNull();
    expect(left?.tally).toEqual({ received: 3, used: 0, duplicate: 0, superseded: 0, rejected: 0, parked: 0, excluded: 3 });
    expect((await service.episodes.readEpisode({ practice: "A81001", refKey: "ref-R-ann" })).events).toHaveLength(3);
    expect(await rebuild(service.repair, "2026-11-22T11:00:00.000Z")).toMatchObject({ summariesWritten: 0, relisted: 0, reindexed: 0 });
    expect(await applyOptOuts({ optedOut: ["ann"], optedIn: [] }, asked("o2"), service.deps)).toEqual({ people: 0, episodes: 0 });

    expect(await applyOptOuts({ optedOut: [], optedIn: ["ann", "bob"] }, asked("o3"), service.deps)).toEqual({ people: 1, episodes: 1 });
    expect(pages(await service.night())).toEqual(pages(before));
  });

  it("holds for what arrives later, under any referral, and says so in the receipt and the ledger", async () => {
    const service = excludingService(tables);
    await service.send("s1", treated("ann"));
    await applyOptOuts({ optedOut: ["ann"], optedIn: [] }, asked(), service.deps);

    const late = await service.send("s2", [survey("s7", 5, "2026-07-04", { referralId: "R-ann" }), ...treated("ann", "R-second")]);

    expect(new Set(late.map(({ outcome, standing }) => `${outcome} ${standing}`))).toEqual(new Set(["accepted opted-out"]));
    expect(late[2]?.score).toMatchObject({ score: 14 });
    expect(await service.night()).not.toHaveProperty("A81001/data.csv");
    const episodes = await service.ports.derived.episodesOf({ level: "practice", code: "A81001", month: "2026-03" });
    expect(episodes.map(({ tally }) => [tally?.received, tally?.excluded])).toEqual([
      [4, 4],
      [3, 3],
    ]);
  });

  it("counts a referral of whom it is about in the end, not of whom it named first", async () => {
    const service = excludingService(tables);
    await applyOptOuts({ optedOut: ["ann"], optedIn: [] }, asked(), service.deps);
    const { eventId: _, ...to } = referral({ patient: { pid: "bob" }, referralId: "R-ann" });
    await service.send("s1", [...treated("ann"), corrected("c1", "r-R-ann", to)]);

    expect(countOf(await service.night())).toBe(1);
  });

  it("reaches a referral that arrives at the same moment", async () => {
    for (let round = 0; round < 8; round += 1) {
      await empty();
      const service = excludingService(tables);
      const opting = () => applyOptOuts({ optedOut: ["ann"], optedIn: [] }, asked(), service.deps);
      const sending = () => service.send("s1", treated("ann"));

      await Promise.all(round % 2 === 0 ? [opting(), sending()] : [sending(), opting()]);

      expect((await service.episodes.readEpisode({ practice: "A81001", refKey: "ref-R-ann" })).optedOut).toEqual(["ann"]);
      const [summary] = (await tables.rowsOf(tables.derived)).filter(({ pk }) => String(pk).startsWith("PC#"));
      expect(summary?.body).toBe("null");
    }
  });
});

/** How many were referred, by a place's data. */
function countOf(files: Readonly<Record<string, string>>, place = "A81001"): number {
  return Number(/^flow\|nurse\|[^|\n]*\|referred[ ,|=\t]*(\d+)$/m.exec(files[`${place}/data.csv`] ?? "")?.[1] ?? 0);
}

function pages(files: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(files).flatMap(([path, body]) => (path.endsWith("data.csv") ? [`${path}: ${body}`] : []));
}

/** A client that stops at its n-th write, before it is made or after it has taken effect. */
function stoppedAt(client: DynamoDBDocumentClient, step: number, after: boolean) {
  let [writes, stopped] = [0, false];
  const send = async (command: Parameters<DynamoDBDocumentClient["send"]>[0]) => {
    if (!/^(TransactWrite|Put|Update|Delete)Command$/.test(command.constructor.name)) return client.send(command);
    writes += 1;
    if (stopped || (writes === step && !after)) {
      stopped = true;
      throw new Error("stopped");
    }
    const answer = await client.send(command);
    if (writes === step) {
      stopped = true;
      throw new Error("stopped");
    }
    return answer;
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, wasStopped: () => stopped };
}
