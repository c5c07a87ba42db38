import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { refoldUnit } from "../../adapters/refold-unit.ts";
import { repairTables } from "../../adapters/repair-tables.ts";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { foldVersion } from "../../core/episodes/contribution.ts";
import type { KeptEvent } from "../../core/events/kept-event.ts";
import { rebuild } from "../../core/night/rebuild.ts";
import { verifyEverything } from "../../core/night/verify-everything.ts";
import { methodVersion } from "../../core/night/versions.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { nightPorts, smallEngland } from "../support/night-twin.ts";
import { type TableTwin, tableTwin } from "../support/table-twin.ts";

const civilDate = "2026-06-10";

function eventsOf(person: number): readonly KeptEvent[] {
  const base = { practice: ["A81001", "A81002", "B82002"][person % 3] ?? "", referralId: `R${person}` };
  const survey = (on: string, total: number): KeptEvent => ({
    ...{ type: "survey.completed", ...base, eventId: `s${on}`, instrument: "phq-9", completedOn: on, total },
  });
  return [
    { type: "referral.recorded", ...base, eventId: "r", patient: { pid: `p${person}` }, referredOn: "2026-01-05", referrerRole: "nurse" },
    { type: "referral.progressed", ...base, eventId: "p", on: "2026-03-20", status: person % 4 === 0 ? "lost" : "attended" },
    survey("2026-01-10", 10 + (person % 9)),
    survey("2026-04-20", person % 20),
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

/** A service whose first generation is out, as the rules before these had left it: summaries, standings and all. */
async function serviceOfOlderRules() {
  const table = tableTwin();
  const bucket = bucketTwin();
  for (let person = 0; person < 24; person++) await keepEvents(table, person);
  const bare = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland });
  const repair = repairTables({ client: table.client, source: "source", derived: "derived" });
  await rebuild(repair, "2026-06-09T10:00:00.000Z");
  await runNight({ civilDate }, bare);
  const rightly = { files: await publishedFiles(bare), statistics: statisticsIn(table.rows("derived")) };
  for (const row of table.rows("derived")) {
    const older = olderRow(row);
    if (older !== null) await table.client.send(new PutCommand({ TableName: "derived", Item: older }));
  }
  const tables = { source: "source", derived: "derived" };
  const ports = { ...bare, refold: refoldUnit({ client: table.client, tables, pause: bare.pause }) };
  return { table, bare, ports, repair, rightly };
}

function olderRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> | null {
  if (String(row.pk).startsWith("UN#")) return { ...row, foldVersion: foldVersion - 1, methodVersion: methodVersion - 1 };
  if (!String(row.pk).startsWith("PC#")) return null;
  const { lostReason: _, ...before } = JSON.parse(String(row.body));
  return { ...row, body: canonicalJson({ ...before, fold: foldVersion - 1, steps: ["referred"] }) };
}

const versionsIn = (rows: readonly Readonly<Record<string, unknown>>[]) =>
  new Set(rows.filter(({ pk }) => String(pk).startsWith("UN#")).map((row) => `${row.foldVersion}/${row.methodVersion}`));

describe("new rules of folding and counting", () => {
  it("are applied to everything by the next ordinary night, with no rebuild", async () => {
    const { table, ports, repair, rightly } = await serviceOfOlderRules();

    expect(await runNight({ civilDate }, ports)).toMatchObject({ gen: 2, published: false, reason: "unchanged" });
    expect(statisticsIn(table.rows("derived"))).toEqual(rightly.statistics);
    expect(await publishedFiles(ports)).toEqual(rightly.files);
    expect(versionsIn(table.rows("derived"))).toEqual(new Set([`${foldVersion}/${methodVersion}`]));
    expect(marksIn(table.rows("derived"))).toEqual([]);
    expect(await verifyEverything({ ...ports, repair })).toMatchObject({ different: [], waiting: 0 });
  });

  it("are not applied twice: the night after finds nothing to do", async () => {
    const { table, ports } = await serviceOfOlderRules();
    await runNight({ civilDate }, ports);
    const before = table.operations.filter(({ writes }) => writes).length;

    expect(await runNight({ civilDate }, ports)).toMatchObject({ published: false, reason: "unchanged" });
    expect(table.operations.filter(({ writes }) => writes).length - before).toBeLessThanOrEqual(2);
  });

  it("never stand beside older ones in one generation: a night that cannot fold anew stops, and readers keep what they see", async () => {
    const { bare, rightly } = await serviceOfOlderRules();

    await expect(runNight({ civilDate }, bare)).rejects.toThrow("requires its episodes to be folded by the rules of this code");
    expect(await publishedFiles(bare)).toEqual(rightly.files);
  });

  it("reach a summary that the code before wrote late, although its practice-month was made anew already", async () => {
    const { table, ports, rightly } = await serviceOfOlderRules();
    await runNight({ civilDate }, ports);
    const late = table.rows("derived").find(({ pk }) => String(pk).startsWith("PC#A81001"));
    const older = late === undefined ? null : olderRow(late);
    await table.client.send(new PutCommand({ TableName: "derived", Item: older ?? {} }));
    await markAgain(table);

    await runNight({ civilDate }, ports);
    expect(statisticsIn(table.rows("derived"))).toEqual(rightly.statistics);
  });
});

/** The mark that such a write carries along. */
async function markAgain({ client }: TableTwin) {
  const { mark } = repairTables({ client, source: "source", derived: "derived" });
  await mark([{ level: "practice", code: "A81001", month: "2026-01", id: "late" }]);
}
