import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { discloseChanges } from "../../core/disclosure/disclose-changes.ts";
import { national } from "../../core/disclosure/profile.ts";
import { rebuild } from "../../core/night/rebuild.ts";
import { verifyEverything } from "../../core/night/verify-everything.ts";
import { applyOptOuts } from "../../core/people/opt-out.ts";
import type { ChangesTable } from "../../core/place-report.ts";
import { excludingService, treated } from "../support/excluded-people.ts";
import { withdrawn } from "../support/kept-events.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

let tables: SourceTables;
beforeAll(async () => {
  tables = await startSourceTables();
});
afterAll(() => tables.stop());

/** A night on the service, held against every event, and what it told England of changes. */
function toldBy(service: ReturnType<typeof excludingService>) {
  return async (): Promise<Readonly<Record<string, unknown>>> => {
    const told: ChangesTable[] = [];
    const drawPlace: typeof service.ports.drawPlace = async (statistics, shown) => {
      const changes = statistics.place.level === "england" ? discloseChanges(statistics, national) : null;
      if (changes !== null) told.push(changes);
      return service.ports.drawPlace(statistics, shown);
    };
    await runNight({ civilDate: "2026-11-22" }, { ...service.ports, drawPlace });
    expect(await verifyEverything({ ...service.ports, repair: service.repair })).toMatchObject({ different: [], waiting: 0 });
    const [changes] = told;
    return Object.fromEntries(
      changes?.causes.flatMap(({ cause, n }) => (n.kind === "value" && n.value > 0 ? [[cause, n.value]] : [])) ?? [],
    );
  };
}

describe("what a night tells of changes, from what was sent until it is shown", () => {
  it("one who is sent late and one who is withdrawn, of the same practice-month in the same night, are one and one", async () => {
    const service = excludingService(tables);
    const night = toldBy(service);
    for (const person of ["ann", "bob", "cat"]) await service.send(`s-${person}`, treated(person));
    expect(await night()).toEqual({});

    await service.send("s-late", treated("dan"));
    await service.send("s-gone", [withdrawn("w-bob", "r-R-bob")]);
    expect(await night()).toEqual({ "late-referrals": 1, "removed-referrals": 1, withdrawals: 1 });

    await service.send("s-later", treated("eve"));
    await applyOptOuts({ optedOut: ["cat"], optedIn: [] }, { id: "o1", at: "2026-11-22T10:00:00.000Z", by: "operator" }, service.deps);
    expect(await night()).toEqual({ "late-referrals": 1, "removed-referrals": 1, "opt-outs": 1 });

    await service.send("s-two", [withdrawn("w-dan", "r-R-dan"), withdrawn("w-eve", "r-R-eve")]);
    await service.send("s-other", treated("fay", "R-fay", "2026-02-10"));
    expect(await night()).toEqual({ "late-referrals": 1, "removed-referrals": 2, withdrawals: 2 });

    await service.send("s-back", [withdrawn("w-w-dan", "w-dan")]);
    expect(await night()).toEqual({ "late-referrals": 1, withdrawals: 1 });
  });

  it("a rebuild counts who is gone as the nights did, and makes it anew where older code left nothing of them", async () => {
    const { repair } = excludingService(tables);
    const summaries = async () => (await repair.contents()).summaries;
    const before = await summaries();
    const gone = before.filter(({ tally }) => tally?.gone === 1);
    expect(gone).toHaveLength(2);

    expect(await rebuild(repair, "2026-11-23T10:00:00.000Z")).toMatchObject({ summariesWritten: 0, summariesRemoved: 0 });
    for (const summary of gone) await repair.replaceSummary(summary, null);
    expect(await rebuild(repair, "2026-11-23T11:00:00.000Z")).toMatchObject({ summariesWritten: 2, summariesRemoved: 0 });

    expect(await summaries()).toEqual(before);
  });
});
