import { describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { type Contribution, statisticKeys } from "../../core/episodes/contribution.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import { rollBack } from "../../core/night/roll-back.ts";
import { countKeys, statisticText } from "../../core/statistic.ts";
import { planNight } from "../../functions/plan-night/plan-night.ts";
import { planPages } from "../../functions/plan-pages/plan-pages.ts";
import { dryRun } from "../../functions/preview-night/dry-run.ts";
import { refreshUnits } from "../../functions/refresh-units/refresh-units.ts";
import { renderPages } from "../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../functions/roll-up/roll-up.ts";
import { tellStatus } from "../../functions/tell-status/tell-status.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { checkedBeside } from "../support/checked-beside.ts";
import { liveManifest, publishedFiles } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { type Around, tableTwin } from "../support/table-twin.ts";

/** A service whose figures move by eight people, as they do unless a deployer says otherwise. */
async function service(people: Readonly<Record<string, number>> = { A81001: 20, A81002: 12, B82001: 30 }) {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  const given = { organisations: smallEngland, movesBy: 8 };
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, ...given });
  const dying = (around: Around) => nightPorts({ dynamo: table.clientWith(around), s3: bucket.clientWith(around), ...given });
  const here: Contribution[] = [];
  const come = async (practice: string, n: number) => {
    for (let i = 0; i < n; i++) {
      const contribution = personIn(practice, "2026-03", [14, i % 2 === 0 ? 5 : null]);
      await keepEpisode(table.client, { refKey: `R${here.length}`, contribution });
      here.push(contribution);
    }
  };
  for (const [practice, n] of Object.entries(people)) await come(practice, n);
  let day = 10;
  const night = () => runNight({ civilDate: `2026-06-${day++}` }, ports);
  const status = () =>
    tellStatus({
      pointer: ports.reports.readPointer,
      runs: ports.derived.runs,
      runFile: ports.reports.readRunFile,
      now: () => "2026-06-12T09:00:00Z",
    });
  return { table, bucket, ports, dying, here, come, night, status };
}

function everybody(people: readonly Contribution[]): string {
  return statisticText(countKeys(people.flatMap(statisticKeys)));
}

describe("from night to night", () => {
  it("one more patient is kept and not shown, and eight are shown at once", async () => {
    const { ports, here, come, night, status } = await service();
    await night();
    const before = await publishedFiles(ports);
    await come("A81001", 1);

    expect(await night()).toEqual({ gen: 2, published: false, reason: "unchanged" });
    expect(await publishedFiles(ports)).toEqual(before);
    expect(await ports.derived.runOf(2)).toMatchObject({ phase: "unchanged", waiting: 1 });
    expect((await status()).practicesWaiting).toBeNull();

    await come("A81001", 7);
    expect(await night()).toMatchObject({ published: true });
    expect((await publishedFiles(ports))["ENG/data.csv"]).toBe(everybody(here));
    expect(await ports.derived.runOf(3)).toMatchObject({ phase: "published", waiting: 0 });
  });

  it("England is the sum of what is shown of practices, and not of what is kept", async () => {
    const { ports, here, come, night } = await service();
    await come("A81003", 5);
    await night();

    const files = await publishedFiles(ports);
    expect(Object.keys(files).filter((path) => path.startsWith("A81003") || path.startsWith("U10002"))).toEqual([]);
    expect(files["ENG/data.csv"]).toBe(everybody(here.filter(({ practice }) => practice !== "A81003")));
  });

  it("a practice that moves by eight draws itself and what stands above it, and nothing that waits elsewhere", async () => {
    const { ports, come, night } = await service();
    await night();
    const before = await publishedFiles(ports);
    await come("A81002", 3);
    await come("A81001", 8);
    await night();

    const after = await publishedFiles(ports);
    const moved = Object.keys(after).filter((path) => after[path] !== before[path]);
    expect([...new Set(moved.map((path) => path.split("/")[0]))].sort()).toEqual(["A81001", "ENG", "QA1", "U10001"]);
  });

  it("an empty night after one that held something back writes nothing but its number and record, and reads no statistic", async () => {
    const { table, bucket, ports, come, night } = await service();
    await night();
    await come("A81001", 1);
    await night();
    const before = { rows: table.operations.length, objects: bucket.operations.length };

    expect(await night()).toEqual({ gen: 3, published: false, reason: "unchanged" });

    const rows = table.operations.slice(before.rows);
    expect(rows.filter(({ writes }) => writes).flatMap(({ keys }) => keys)).toEqual(["RUN/LEASE", "RUN/R#000000003"]);
    expect(rows.flatMap(({ keys }) => keys).filter((key) => key.startsWith("CH#"))).toEqual([]);
    expect(bucket.operations.slice(before.objects).filter(({ writes }) => writes)).toEqual([]);
    expect(await ports.derived.runOf(3)).toMatchObject({ waiting: 1 });
  });

  it("a night that holds everything back keeps no page, no table and no generation", async () => {
    const { bucket, come, night } = await service();
    await night();
    await come("A81001", 1);
    const before = bucket.operations.length;
    await night();

    const written = bucket.operations.slice(before).filter(({ writes }) => writes);
    expect(written.filter(({ keys }) => keys.some((key) => /objects\/|released\/|manifest|current/.test(key)))).toEqual([]);
  });

  it("a person who is taken out stays in what is shown until seven others have moved, and is out of what is kept at once", async () => {
    const { table, ports, here, night, come } = await service();
    await night();
    const before = await publishedFiles(ports);
    const [first] = here;
    if (first === undefined) throw new Error("a service requires a person");
    await keepEpisode(table.client, { refKey: "R0", contribution: personIn("B82002", "2026-03", [1, 1]), was: first });
    await night();

    expect(await publishedFiles(ports)).toEqual(before);
    const [standing] = await ports.derived.standingsOf("A81001");
    if (standing === undefined) throw new Error("a practice with people requires a standing");
    const [stored] = await ports.derived.statisticsOf({ code: "A81001", level: "practice" }, [standing]);
    expect(stored?.text).toBe(everybody(here.slice(1, 20)));
    await come("A81001", 9);
    await night();
    expect((await publishedFiles(ports))["A81001/data.csv"]).toBe(
      everybody(here.filter((one) => one !== first && one.practice === "A81001")),
    );
  });

  it("after a rollback what was seen in between is remembered: nobody is told by going back and forth", async () => {
    const { table, ports, come, night, here } = await service();
    await night();
    const first = await publishedFiles(ports);
    await come("A81001", 8);
    await night();
    const second = await publishedFiles(ports);
    expect(await rollBack(1, ports)).toMatchObject({ ok: true });
    expect(await publishedFiles(ports)).toEqual(first);

    // one of the eight is gone again: seven more than the first generation showed, one fewer than the second
    const last = here.at(-1);
    if (last === undefined) throw new Error("a service requires a person");
    await keepEpisode(table.client, { refKey: `R${here.length - 1}`, contribution: personIn("B82002", "2026-03", [1, 1]), was: last });
    await night();
    expect((await publishedFiles(ports))["A81001/data.csv"]).toBe(first["A81001/data.csv"]);

    await keepEpisode(table.client, { refKey: `R${here.length - 1}`, contribution: last, was: personIn("B82002", "2026-03", [1, 1]) });
    await night();
    expect((await publishedFiles(ports))["A81001/data.csv"]).toBe(second["A81001/data.csv"]);
  });

  it("a practice that takes another parent moves whole, with what is shown of it and no more", async () => {
    const { ports, come, night } = await service();
    await night();
    await come("A81002", 1);
    const moved = smallEngland().map((version) => (version.code === "A81002" ? { ...version, parent: "U20001" } : version));
    const before = await publishedFiles(ports);
    await runNight({ civilDate: "2026-06-20" }, { ...ports, organisations: { versions: async () => moved } });

    const after = await publishedFiles(ports);
    expect(after["A81002/data.csv"]).toBe(before["A81002/data.csv"]);
    expect(after["ENG/data.csv"]).toBe(before["ENG/data.csv"]);
    expect(after["U10001/data.csv"]).toBe(before["A81001/data.csv"]);
    await night();
  });

  it("a dry run says at how many practices something would wait", async () => {
    const { ports, come, night } = await service();
    await night();
    await come("A81001", 3);
    await come("B82001", 2);

    expect(await dryRun({ civilDate: "2026-06-20" }, ports)).toMatchObject({ waiting: 2, drawn: [], places: [] });
  });
});

describe("a generation is not published", () => {
  async function plannedWith(wrong: (plan: PlanText) => PlanText) {
    const { ports, come, night } = await service();
    await night();
    await come("A81001", 1);
    await come("B82001", 8);
    const { gen } = await planNight({ civilDate: "2026-06-20" }, ports);
    for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
    for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
    const spoilt = {
      ...ports,
      reports: {
        ...ports.reports,
        writeRunFile: (at: number, name: string, body: string) =>
          ports.reports.writeRunFile(at, name, name === "plan.json" ? JSON.stringify(wrong(JSON.parse(body))) : body),
      },
    };
    await planPages({ gen }, spoilt);
    for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
    return { ports, verified: checkedBeside(gen, ports) };
  }
  type PlanText = { readonly releases: Readonly<Record<string, { readonly table: string | null }>> };

  it("whose plan shows a practice otherwise than the rule says", async () => {
    const { verified } = await plannedWith((plan) => ({
      ...plan,
      releases: { ...plan.releases, A81002: { ...plan.releases.A81002, table: plan.releases.A81001?.table ?? null } },
    }));
    await expect(verified).rejects.toThrow("A81002 is released otherwise than the rule says");
  });

  it("whose board is not the sum of what is shown below it", async () => {
    const { verified } = await plannedWith((plan) => ({
      ...plan,
      releases: { ...plan.releases, QA1: { ...plan.releases.QA1, table: plan.releases.A81001?.table ?? null } },
    }));
    await expect(verified).rejects.toThrow("QA1 is released otherwise than the rule says");
  });

  it("whose released table is lost", async () => {
    const { ports, come, night, bucket } = await service();
    await night();
    await come("B82001", 8);
    const losing = {
      ...ports.reports,
      readRelease: async (sha256: string) => (lost.has(sha256) ? null : ports.reports.readRelease(sha256)),
    };
    const lost = new Set<string>();
    const { gen } = await planNight({ civilDate: "2026-06-20" }, ports);
    for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
    for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
    await planPages({ gen }, ports);
    for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
    const { releases } = JSON.parse((await ports.reports.readRunFile(gen, "plan.json")) ?? "{}");
    lost.add(releases.B82001.table);

    await expect(checkedBeside(gen, { ...ports, reports: losing })).rejects.toThrow("missing or damaged");
    expect(bucket.operations.length).toBeGreaterThan(0);
    expect((await liveManifest(ports))?.gen).toBe(1);
  });

  it("twice as different things, wherever the night that shows eight people more is killed", async () => {
    const undisturbed = await service({ A81001: 10 });
    await undisturbed.night();
    await undisturbed.come("A81001", 8);
    let calls = 0;
    const counting: Around = { before: async () => void calls++ };
    await runNight({ civilDate: "2026-06-20" }, undisturbed.dying(counting));
    const expected = await publishedFiles(undisturbed.ports);
    const different: number[] = [];

    for (let call = 1; call <= calls; call += 3) {
      const world = await service({ A81001: 10 });
      await world.night();
      await world.come("A81001", 8);
      let at = 0;
      const dying: Around = {
        before: async () => {
          if (++at >= call) throw new Error("killed");
        },
      };
      await runNight({ civilDate: "2026-06-20" }, world.dying(dying)).catch(() => undefined);
      await runNight({ civilDate: "2026-06-20" }, world.ports);
      if (JSON.stringify(await publishedFiles(world.ports)) !== JSON.stringify(expected)) different.push(call);
    }

    expect(calls).toBeGreaterThan(100);
    expect(different).toEqual([]);
  }, 600_000);
});
