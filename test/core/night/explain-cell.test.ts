import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { explainedEpisodes } from "../../../adapters/explained-episodes.ts";
import { repairTables } from "../../../adapters/repair-tables.ts";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { foldVersion } from "../../../core/episodes/contribution.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { explainCell } from "../../../core/night/explain-cell.ts";
import { explainedNumbers, parseCell } from "../../../core/night/explained-cell.ts";
import { pinOrganisations } from "../../../core/night/pinned-organisations.ts";
import { readLive } from "../../../core/night/read-run-files.ts";
import { rebuild } from "../../../core/night/rebuild.ts";
import type { PlaceReport } from "../../../core/place-report.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { nightPorts, smallEngland } from "../../support/night-twin.ts";
import { type TableTwin, tableTwin } from "../../support/table-twin.ts";

function eventsOf(person: number): readonly KeptEvent[] {
  const base = { practice: ["A81001", "A81002", "B82002"][person % 3] ?? "", referralId: `R${person}` };
  const survey = (eventId: string, on: string, total: number): KeptEvent => ({
    ...{ type: "survey.completed", ...base, eventId, instrument: "phq-9", completedOn: on, total },
  });
  const role = person % 2 === 0 ? "nurse" : "gp";
  return [
    { type: "referral.recorded", ...base, eventId: "r", patient: { pid: `p${person}` }, referredOn: "2026-01-05", referrerRole: role },
    { type: "referral.progressed", ...base, eventId: "p", on: "2026-02-01", status: "started" },
    survey("s1", "2026-01-10", 10 + (person % 9)),
    ...(person % 5 === 0 ? [] : [survey("s2", "2026-04-20", person % 20)]),
    ...(person % 6 === 0 ? [{ type: "event.withdrawn", practice: base.practice, eventId: "w", withdraws: "p" } as const] : []),
  ];
}

async function keepEvents({ client }: TableTwin, person: number) {
  const events = eventsOf(person);
  const pk = `EP#${events[0]?.practice}#ref${String(person).padStart(3, "0")}`;
  const put = (Item: Record<string, unknown>) => client.send(new PutCommand({ TableName: "source", Item }));
  await put({ pk, sk: "#HEAD", ver: events.length, units: [] });
  for (const event of events)
    await put({ pk, sk: `EV#${event.eventId}`, body: canonicalJson(event), hash: "", origin: "", receivedAt: "2026-06-01T00:00:00Z" });
}

async function publishedService(movesBy = 1) {
  const table = tableTwin();
  const bucket = bucketTwin();
  for (let person = 0; person < 60; person++) await keepEvents(table, person);
  const reports = new Map<string, PlaceReport>();
  const bare = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland, movesBy });
  const drawPlace: typeof bare.drawPlace = (statistics, shown) => {
    reports.set(statistics.place.code, disclosePlace(statistics));
    return bare.drawPlace(statistics, shown);
  };
  const rebuiltAndRun = async (day: number) => {
    await rebuild(repairTables({ client: table.client, source: "source", derived: "derived" }), `2026-06-${day - 1}T10:00:00.000Z`);
    await runNight({ civilDate: `2026-06-${day}` }, { ...bare, drawPlace });
  };
  await rebuiltAndRun(11);
  const comes = async (person: number) => {
    await keepEvents(table, person);
    await rebuiltAndRun(12);
  };
  const explain = async (text: string) => {
    const cell = parseCell(text);
    if (!cell.ok) return cell;
    const { organisations } = pinOrganisations(smallEngland(), "2026-06-10", bare.digest);
    const explaining = explainedEpisodes(table.client, { source: "source", derived: "derived" });
    return explainCell(cell.value, { ...bare, live: (await readLive(bare.reports)).manifest, organisations, explaining });
  };
  return { table, explain, reports, comes };
}

const shown = (value: number) => ({ kind: "value", value });

describe("what made a published number", () => {
  it("is as many people as the number says, for every number and for a group", async () => {
    const { explain, reports } = await publishedService();
    const depression = reports.get("ENG")?.outcomes.find(({ outcome }) => outcome === "depression");
    const published = {
      ...{ referred: depression?.flow.referred, started: depression?.flow.started, baseline: depression?.flow.baseline },
      ...{ "followed-up": depression?.change.n, improved: depression?.reliable.improved.n, unchanged: depression?.reliable.unchanged.n },
      ...{ deteriorated: depression?.reliable.deteriorated.n, cases: depression?.reliable.recovered.cases },
      ...{ recovered: depression?.reliable.recovered.n, "without-follow-up": depression?.flow.overdue },
    };
    for (const [number, value] of Object.entries(published))
      expect([number, await explain(`ENG/depression/${number}`)]).toMatchObject([number, { ok: true, value: { people: value } }]);
    const nurses = depression?.reliable.byRole.find(({ role }) => role === "nurse");
    expect(await explain("ENG/depression/followed-up/role=nurse")).toMatchObject({ value: { people: nurses?.n } });
  });

  it("tells their events by type and how they stand, their months and practices, and the versions behind it", async () => {
    const { explain } = await publishedService();

    expect(await explain("ENG/depression/referred")).toMatchObject({
      value: {
        level: "england",
        people: shown(60),
        months: { from: "2026-01", to: "2026-01" },
        practices: shown(3),
        events: {
          ...{ "referral.recorded": shown(60), "referral.progressed": shown(60) },
          ...{ "survey.completed": shown(108), "event.withdrawn": shown(10) },
        },
        standing: { received: shown(238), used: shown(228), superseded: shown(0), excluded: shown(10), parked: shown(0) },
        versions: { generation: 1, run: 1, drawnOn: "2026-06-11", foldVersions: [foldVersion], instrument: "phq-9 1.0.0" },
        waiting: 0,
        notYetShown: 0,
      },
    });
  });

  it("tells nothing of a few people below national level, not even of their events", async () => {
    const { explain } = await publishedService();
    const few = await explain("A81001/depression/without-follow-up");

    expect(few).toMatchObject({ value: { people: { kind: "suppressed" }, months: null, practices: { kind: "suppressed" } } });
    expect(JSON.stringify(few)).not.toMatch(/"kind":"value"/);
  });

  it("says what has changed since", async () => {
    const { table, explain } = await publishedService();
    const { mark } = repairTables({ client: table.client, source: "source", derived: "derived" });
    await mark([{ level: "practice", code: "A81001", month: "2026-01", id: "late" }]);

    expect(await explain("ENG/depression/referred")).toMatchObject({ value: { waiting: 1 } });
    expect(await explain("QB2/depression/referred")).toMatchObject({ value: { waiting: 0 } });
  });

  it("says at how many practices figures of that kind are not shown yet as they are counted", async () => {
    const { explain, comes } = await publishedService(8);
    expect(await explain("ENG/depression/referred")).toMatchObject({ value: { people: shown(60), notYetShown: 0 } });

    await comes(60);

    expect(await explain("ENG/depression/referred")).toMatchObject({ value: { people: shown(61), waiting: 0, notYetShown: 1 } });
    expect(await explain("ENG/anxiety/baseline")).toMatchObject({ value: { notYetShown: 0 } });
  });

  it("refuses what is no cell, and a place that is not shown", async () => {
    const { explain } = await publishedService();
    const rules = async (text: string) => {
      const found = await explain(text);
      return found.ok ? [] : found.refusals.map(({ rule }) => rule);
    };
    expect(await rules("ENG/depression")).toEqual(["unknown-number"]);
    expect(await rules("../depression/referred")).toEqual(["cell-shape"]);
    expect(await rules("ENG/sadness/referred")).toEqual(["unknown-outcome"]);
    expect(await rules("ENG/depression/referred/role=plumber")).toEqual(["unknown-group"]);
    expect(await rules("Z99999/depression/referred")).toEqual(["unknown-place"]);
    expect(explainedNumbers).toHaveLength(12);
  });
});
