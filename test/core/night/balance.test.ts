import { DeleteCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { describe, expect, it } from "vitest";
import { derivedTable } from "../../../adapters/derived-table.ts";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { emptyLedger, type Ledger } from "../../../core/ledger.ts";
import { balanceOf } from "../../../core/night/balance.ts";
import { standingPlaces } from "../../../core/night/place-inputs.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

/** A service of two practice-months, one night old. */
async function oneNightOld() {
  const table = tableTwin();
  const ports = nightPorts({ dynamo: table.client, s3: bucketTwin().client, organisations: smallEngland });
  for (let n = 0; n < 25; n += 1) {
    const contribution = personIn(n % 2 === 0 ? "A81001" : "A81002", "2026-03", [12, n % 3 === 0 ? 5 : null]);
    await keepEpisode(table.client, { refKey: `R${n}`, contribution });
  }
  await runNight({ civilDate: "2026-06-11" }, ports);
  const derived = derivedTable({ client: table.client, table: "derived", pause: async () => {} });
  const balance = async () => balanceOf((await standingPlaces(ports)).values(), { since: 0, derived });
  const faults = async () => (await balance()).faults;
  const write = (Item: Record<string, unknown>) => table.client.send(new PutCommand({ TableName: "derived", Item }));
  const summary = table.rows().find(({ pk, sk }) => pk === "PC#A81001#202603" && sk === "EP#R0") ?? {};
  return { table, ports, balance, faults, write, summary };
}

const tally = (over: Partial<Ledger>): Ledger => ({ ...emptyLedger, ...over });

describe("the balance of a night", () => {
  it("holds when every event stands as something and every referral is counted once", async () => {
    const { balance, write, summary } = await oneNightOld();
    await write({ ...summary, tally: tally({ received: 4, used: 2, superseded: 1, excluded: 1 }) });
    await write({ ...summary, sk: "EP#R2", tally: tally({ received: 3, used: 3 }) });

    expect(await balance()).toEqual({ ledger: tally({ received: 7, used: 5, superseded: 1, excluded: 1 }), faults: [] });
  });

  it("is broken by an event that stands as nothing", async () => {
    const { faults, write, summary } = await oneNightOld();
    await write({ ...summary, tally: tally({ received: 3, used: 2 }) });

    expect(await faults()).toEqual(["the ledger of A81001#2026-03 does not balance"]);
  });

  it("is broken by a referral that is not counted, and by one that is counted without being there", async () => {
    const more = await oneNightOld();
    await more.write({ ...more.summary, sk: "EP#another" });
    const fewer = await oneNightOld();
    await fewer.table.client.send(new DeleteCommand({ TableName: "derived", Key: { pk: "PC#A81002#202603", sk: "EP#R1" } }));

    expect(await more.faults()).toEqual(["A81001#2026-03 does not count every referral once"]);
    expect(await fewer.faults()).toEqual(["A81002#2026-03 does not count every referral once"]);
  });

  it("waits for the next night where an episode came since, with the mark that brings it there", async () => {
    const { faults, table } = await oneNightOld();
    await keepEpisode(table.client, { refKey: "late", contribution: personIn("A81001", "2026-03", [9, 3]) });

    expect(await faults()).toEqual([]);
  });

  it("is in the record of the run", async () => {
    const { ports, write, summary, table } = await oneNightOld();
    await write({ ...summary, tally: tally({ received: 3, used: 2, parked: 1 }) });
    await keepEpisode(table.client, { refKey: "new", contribution: personIn("A81001", "2026-03", [9, 3]) });
    await runNight({ civilDate: "2026-06-12" }, ports);

    expect((await ports.derived.runOf(2))?.ledger).toEqual(tally({ received: 3, used: 2, parked: 1 }));
  });

  it("keeps a night from publishing when it is broken", async () => {
    const { ports, write, summary, table } = await oneNightOld();
    await write({ ...summary, tally: tally({ received: 3, used: 2 }) });
    await keepEpisode(table.client, { refKey: "new", contribution: personIn("A81001", "2026-03", [9, 3]) });

    await expect(runNight({ civilDate: "2026-06-12" }, ports)).rejects.toThrow(
      /must not be shown: the ledger of A81001#2026-03 does not balance/,
    );
    expect((await ports.reports.readPointer())?.pointer.gen).toBe(1);
  });
});
