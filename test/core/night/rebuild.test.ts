import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { repairTables } from "../../../adapters/repair-tables.ts";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { rebuild } from "../../../core/night/rebuild.ts";
import { verifyEverything } from "../../../core/night/verify-everything.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { publishedFiles, statisticsIn } from "../../support/night-states.ts";
import { nightPorts, smallEngland } from "../../support/night-twin.ts";
import { type TableTwin, tableTwin } from "../../support/table-twin.ts";

const startedAt = "2026-06-11T10:00:00.000Z";

/** A referral with a PHQ-9 before and, for every second person, after; and an activity named later than at first. */
function eventsOf(person: number): readonly KeptEvent[] {
  const base = { practice: ["A81001", "A81002", "B82002"][person % 3] ?? "", referralId: `R${person}` };
  const survey = (on: string, total: number): KeptEvent => ({
    type: "survey.completed",
    ...base,
    eventId: `s${on}`,
    instrument: "phq-9",
    completedOn: on,
    total,
  });
  return [
    {
      type: "referral.recorded",
      ...base,
      eventId: "r",
      patient: { pid: `p${person}` },
      referredOn: `2026-0${1 + (person % 3)}-05`,
      referrerRole: "nurse",
    },
    { type: "referral.progressed", ...base, eventId: "p", on: "2026-03-20", status: "attended", activity: "gardening" },
    survey(`2026-0${1 + (person % 3)}-10`, 10 + (person % 9)),
    ...(person % 2 === 0 ? [survey(`2026-0${4 + (person % 3)}-20`, person % 20)] : []),
  ];
}

async function keepEvents(table: TableTwin, person: number) {
  const events = eventsOf(person);
  const pk = `EP#${events[0]?.practice}#ref${String(person).padStart(3, "0")}`;
  const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: "source", Item }));
  await put({ pk, sk: "#HEAD", ver: events.length, units: [] });
  for (const event of events)
    await put({ pk, sk: `EV#${event.eventId}`, body: canonicalJson(event), hash: "", origin: "", receivedAt: startedAt });
}

/** A source with thirty referrals, and a derived table that was dropped. */
async function droppedService() {
  const table = tableTwin();
  const bucket = bucketTwin();
  for (let person = 0; person < 30; person++) await keepEvents(table, person);
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland });
  const repair = repairTables({ client: table.client, source: "source", derived: "derived" });
  return { table, ports, repair };
}

describe("a rebuild", () => {
  it("makes the whole derived table from the events of the source", async () => {
    const { ports, repair } = await droppedService();

    const rebuilt = await rebuild(repair, startedAt);

    expect(rebuilt).toMatchObject({ episodes: 30, summariesWritten: 30, summariesRemoved: 0 });
    expect(await runNight({ civilDate: "2026-06-11" }, ports)).toMatchObject({ published: true });
    expect((await publishedFiles(ports))["ENG/data.csv"]).toContain("pair|phq-9|nurse|nature|");
  });

  it("changes nothing that readers see when everything was right", async () => {
    const { table, ports, repair } = await droppedService();
    await rebuild(repair, startedAt);
    await runNight({ civilDate: "2026-06-11" }, ports);
    const before = { files: await publishedFiles(ports), statistics: statisticsIn(table.rows()) };

    expect(await rebuild(repair, "2026-06-11T11:00:00.000Z")).toMatchObject({
      summariesWritten: 0,
      summariesRemoved: 0,
      statisticsRemoved: 0,
    });
    expect(await runNight({ civilDate: "2026-06-11" }, ports)).toMatchObject({ published: false, reason: "unchanged" });

    expect({ files: await publishedFiles(ports), statistics: statisticsIn(table.rows()) }).toEqual(before);
  });

  it("puts right a summary that was spoilt, one that no event stands behind, and a statistic that stands where it should not", async () => {
    const { table, ports, repair } = await droppedService();
    await rebuild(repair, startedAt);
    await runNight({ civilDate: "2026-06-11" }, ports);
    const before = statisticsIn(table.rows());
    const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: "derived", Item }));
    const [spoilt] = table.rows().filter(({ pk }) => String(pk).startsWith("PC#"));
    const [statistic] = table.rows().filter(({ pk }) => String(pk).startsWith("CH#U10001#"));
    await put({ ...spoilt, body: String(spoilt?.body).replace("nurse", "gp") });
    await put({ ...spoilt, sk: "EP#nobody" });
    await put({ ...statistic, pk: String(statistic?.pk).replace("U10001", "U20001") });

    expect(await rebuild(repair, "2026-06-11T11:00:00.000Z")).toMatchObject({
      summariesWritten: 1,
      summariesRemoved: 1,
      statisticsRemoved: 1,
    });
    await runNight({ civilDate: "2026-06-11" }, ports);

    expect(statisticsIn(table.rows())).toEqual(before);
  });
});

describe("a rebuild of the lists of practices", () => {
  const lists = (table: TableTwin) => table.rows().filter(({ pk }) => /^(DUE|ATT)#/.test(String(pk)));

  it("makes them from the events, and changes nothing once they are right", async () => {
    const { table, repair } = await droppedService();

    // Every second person of thirty has no follow-up.
    expect(await rebuild(repair, startedAt)).toMatchObject({ relisted: 15 });
    expect(lists(table)).toHaveLength(15);
    expect(String(lists(table)[0]?.body)).toContain('"referralId":"R');
    const before = lists(table);
    expect(await rebuild(repair, "2026-06-11T11:00:00.000Z")).toMatchObject({ relisted: 0 });
    expect(lists(table)).toEqual(before);
  });

  it("puts right a row that was spoilt or that stands under another day, and removes one behind which there is no referral", async () => {
    const { table, repair } = await droppedService();
    await rebuild(repair, startedAt);
    const before = lists(table);
    const put = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: "derived", Item }));
    await put({ ...before[0], body: "{}" });
    await put({ ...before[1], sk: `2020-01-01${String(before[1]?.sk).slice(10)}` });
    await put({ pk: "ATT#A81001", sk: "EP#nobody", body: "{}" });

    expect(await rebuild(repair, "2026-06-11T11:00:00.000Z")).toMatchObject({ relisted: 2 });

    expect(lists(table)).toEqual(before);
  });

  it("says in the head of a referral where it stands, for the next event to take it from there", async () => {
    const { table, repair } = await droppedService();
    await rebuild(repair, startedAt);

    const [row] = lists(table);
    const refKey = String(row?.sk).slice(11);
    const head = table.rows("source").find(({ pk, sk }) => sk === "#HEAD" && String(pk).endsWith(refKey));
    expect(head?.listed).toMatchObject({ followUps: { until: String(row?.sk).slice(0, 10) }, attention: null });
  });

  it("leaves a referral alone that was written meanwhile", async () => {
    const { table, repair } = await droppedService();
    for await (const { key, version } of repair.episodes()) {
      const lists = { followUps: null, attention: null };
      const was = [{ refKey: key.refKey, pk: "DUE#A81001", sk: `2027-01-01#${key.refKey}`, body: "{}" }];
      expect(await repair.relist({ key, version: version + 1 }, { was, lists })).toBe(false);
    }
    expect(lists(table)).toEqual([]);
  });
});

describe("a full verification", () => {
  it("finds every statistic of every level equal to the second count of the raw events", async () => {
    const { ports, repair } = await droppedService();
    await rebuild(repair, startedAt);
    await runNight({ civilDate: "2026-06-11" }, ports);

    const result = await verifyEverything({ ...ports, repair });

    expect(result).toMatchObject({ episodes: 30, waiting: 0, different: [] });
    expect(result.equal).toBe(11);
  });

  it("names the statistic that somebody has changed by hand, and says which wait for the next night", async () => {
    const { table, ports, repair } = await droppedService();
    await rebuild(repair, startedAt);
    await runNight({ civilDate: "2026-06-11" }, ports);
    const [statistic] = table.rows().filter(({ pk, sk }) => pk === "CH#U10001#202601" && sk === "PR#A81001");
    const [other] = table.rows().filter(({ pk }) => pk === "CH#QB2#202603");
    await table.client.send(new PutCommand({ TableName: "derived", Item: { ...statistic, text: other?.text } }));

    expect((await verifyEverything({ ...ports, repair })).different).toEqual(["A81001#2026-01"]);

    await repair.mark([{ level: "practice", code: "A81001", month: "2026-01", id: "late" }]);
    expect(await verifyEverything({ ...ports, repair })).toMatchObject({ waiting: 4, different: [] });
  });
});
