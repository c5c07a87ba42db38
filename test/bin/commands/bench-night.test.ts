import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { markKey } from "../../../adapters/derived-keys.ts";
import { dynamoEpisodes } from "../../../adapters/dynamo-episodes.ts";
import { benchOrganisations, benchReferrals } from "../../../bin/commands/night-bench/bench-referrals.ts";
import { dollarsOf } from "../../../bin/commands/night-bench/counted-calls.ts";
import { type Measured, measuredService, summaryRow } from "../../../bin/commands/night-bench/measured-service.ts";
import { nationalRows } from "../../../bin/commands/night-bench/national-night.ts";
import { peerRows } from "../../../bin/commands/night-bench/night-peers.ts";
import { keep } from "../../support/keeping.ts";
import { marksIn } from "../../support/night-states.ts";
import type { Row } from "../../support/versioned-rows.ts";

const service = { referrals: 240, practices: 4, months: 6 };

/** What transactions put, of episodes that nobody has written before. */
function recordedRows() {
  const rows: Row[] = [];
  const send = async ({ input }: { input: { TransactItems?: readonly { Put?: { Item: Row } }[] } }) => {
    for (const { Put } of input.TransactItems ?? []) if (Put !== undefined) rows.push(Put.Item);
    return { Items: [] };
  };
  return { rows, client: { send } as unknown as Parameters<typeof dynamoEpisodes>[0] };
}

/** The engine exists for linux-x64 alone; elsewhere a test says so by its name. */
const isPresent = (() => {
  try {
    createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
    return true;
  } catch {
    return false;
  }
})();

describe("the service that nights are measured on", () => {
  it("has five events to a referral, spread evenly over practices and months, the same ones each time", () => {
    const all = [...benchReferrals(service)];
    expect(all).toHaveLength(240);
    expect(all.every(({ events }) => events.length === 5)).toBe(true);
    expect(JSON.stringify([...benchReferrals(service)])).toBe(JSON.stringify(all));
    const units = Map.groupBy(all, ({ contribution }) => `${contribution.practice} ${contribution.month}`);
    expect(units.size).toBe(24);
    expect(new Set([...units.values()].map((each) => each.length))).toEqual(new Set([10]));
    expect(benchOrganisations(service).map(({ level }) => level)).toEqual([
      "england",
      "icb",
      "pcn",
      "practice",
      "practice",
      "practice",
      "practice",
    ]);
  });

  it("is loaded as taking in its events would have left it: summaries, tallies and the marks of what they count in", async () => {
    const { client, rows } = recordedRows();
    const episodes = dynamoEpisodes(client, { source: "source", derived: "derived" });
    const all = [...benchReferrals({ ...service, referrals: 40 })];
    for (const { events } of all) await keep(episodes, events);
    const told = ({ pk, tally, body }: Record<string, unknown>) => JSON.stringify([pk, tally, JSON.parse(String(body))]);
    const kept = rows.filter(({ pk }) => String(pk).startsWith("PC#"));

    expect(kept.map(told).sort()).toEqual(all.map((referral) => told({ ...summaryRow(referral) })).sort());
    const marked = new Set(marksIn(rows).map((mark) => mark.split("#").slice(0, -1).join("#")));
    const counted = all.map(({ contribution: { practice, month } }) => markKey({ level: "practice", code: practice, month, id: "" }));
    expect(marked).toEqual(new Set(counted.map(({ pk, sk }) => `${pk}/${sk.slice(0, -1)}`)));
  });

  it("comes to the same joint tables by every way that is present", async () => {
    const rows = await peerRows(service, benchReferrals(service), 1);
    for (const { ratio } of rows) expect(ratio).toBeGreaterThan(0);
    await expect(peerRows(service, [...benchReferrals(service)].slice(1), 1)).resolves.toHaveLength(rows.length);
  });
});

describe("measured nights", () => {
  it.runIf(isPresent)(
    "write nothing but the run's number and record when nothing has changed, and little when little has",
    async () => {
      const under = await measuredService(service, { undrawn: true });
      const full = await under.night();
      const nothing = await under.night();
      await under.change(under.units.slice(0, 1));
      const onePerCent = await under.night();
      await under.stop();

      expect([full, nothing, onePerCent].map(({ published }) => published)).toEqual([true, false, true]);
      expect(nothing.demand).toMatchObject({ writeUnits: 2, objectWrites: 0 });
      expect(onePerCent.demand.writeUnits).toBeLessThan(full.demand.writeUnits / 4);
      expect(dollarsOf(onePerCent.demand)).toBeLessThan(dollarsOf(full.demand) / 2);
      expect(full.shown).toMatchObject({ places: 7, placesDrawn: 7, filesChanged: full.shown.files });
      expect(nothing.shown).toMatchObject({ placesDrawn: 0, filesChanged: 0, files: full.shown.files });
      expect(onePerCent.shown.placesDrawn).toBeGreaterThanOrEqual(4);
      expect(onePerCent.shown.filesChanged).toBeGreaterThanOrEqual(4);
      expect(onePerCent.shown.filesChanged).toBeLessThan(full.shown.files / 2);
      const changed = { one: onePerCent, onePerCent, gathered: onePerCent, changed: 1 };
      const measured: Measured = { units: 24, practices: 4, ...changed, full, nothing, megabytes: 0 };
      for (const { value } of nationalRows(measured)) expect(value).toBeGreaterThan(0);
    },
    240_000,
  );

  it(`the embedded database is ${isPresent ? "here, and nights were measured on it" : "not for this platform: no night was measured"}`, () => {
    expect(isPresent).toBe(process.platform === "linux" && process.arch === "x64");
  });
});
