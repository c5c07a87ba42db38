import { describe, expect, it } from "vitest";
import { sha256 } from "../../adapters/sha256.ts";
import { runNight, type WholeNightPorts } from "../../bin/commands/night/run-night.ts";
import { generationGuard } from "../../core/disclosure/generation-guard.ts";
import { batchLists, readBatches } from "../../core/night/batch-lists.ts";
import { boardBatches } from "../../core/night/board-batches.ts";
import { standsAt } from "../../core/night/decide-releases.ts";
import { guardGeneration, guardRules } from "../../core/night/guard-generation.ts";
import { drawingRules } from "../../core/night/night-ports.ts";
import { pinOrganisations } from "../../core/night/pinned-organisations.ts";
import { placeInputs } from "../../core/night/place-inputs.ts";
import { readPlanned } from "../../core/night/planned-boards.ts";
import { readPlan } from "../../core/night/read-run-files.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import { randomOf } from "../../core/simulation/random.ts";
import { planNight } from "../../functions/plan-night/plan-night.ts";
import { planBoard } from "../../functions/plan-pages/plan-board.ts";
import { planPages } from "../../functions/plan-pages/plan-pages.ts";
import { refreshUnits } from "../../functions/refresh-units/refresh-units.ts";
import { renderPages } from "../../functions/render-pages/render-pages.ts";
import { rollUp } from "../../functions/roll-up/roll-up.ts";
import { prefixes } from "../../names.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { checkedBeside } from "../support/checked-beside.ts";
import { comingTo, nightPorts, smallEngland } from "../support/night-twin.ts";
import { type Around, type Operation, tableTwin } from "../support/table-twin.ts";

/** A service of a few boards, whose nights read every generation as a whole and move figures by four people. */
function service({ spreadsFrom }: { readonly spreadsFrom: number }) {
  const [table, bucket] = [tableTwin(), bucketTwin()];
  let organisations: readonly OrganisationVersion[] = smallEngland();
  const ports = (around: Around = {}): WholeNightPorts => ({
    ...nightPorts({
      ...{ dynamo: table.clientWith(around), s3: bucket.clientWith(around) },
      ...{ organisations: () => organisations, movesBy: 4, spreadsFrom },
    }),
    hideGeneration: generationGuard(),
  });
  const come = comingTo(table.client);
  const moves = (code: string, to: string) => {
    organisations = organisations.map((each) => (each.code === code ? { ...each, parent: to } : each));
  };
  return { ports, bucket, come, moves, night: (civilDate: string, around?: Around) => runNight({ civilDate }, ports(around)) };
}

type Service = ReturnType<typeof service>;

/** Everything that a bucket holds but what boards were planned from, and what was found of them. */
function keptBy({ bucket }: Service): ReadonlyMap<string, string> {
  const found = new Set(
    [...bucket.objects].flatMap(([key, { body }]) => (/\/found\//.test(key) ? [prefixes.released + String(JSON.parse(body).found)] : [])),
  );
  const isOwn = (key: string) => /\/(planned|found)\/|\/boards\.json$/.test(key) || found.has(key);
  return new Map([...bucket.objects].flatMap(([key, { body }]) => (isOwn(key) ? [] : [[key, body] as const])).sort());
}

const foundBy = ({ bucket }: Pick<Service, "bucket">) => [...bucket.objects.keys()].filter((key) => /\/found\//.test(key));

/** Days in which people come to practices large and small, one practice changes its network and another its board, and a month begins. */
async function live(services: readonly Service[], each: (day: number) => Promise<void>): Promise<void> {
  const practices = ["A81001", "A81002", "A81003", "B82001", "B82002"];
  const random = randomOf(20_261_123);
  for (let day = 10; day < 20; day++) {
    const came = practices.map((practice) => [practice, random.chance(0.5) ? random.below(4) * random.below(7) : 0] as const);
    for (const one of services) {
      for (const [practice, n] of came) await one.come(practice, n);
      if (day === 13) one.moves("A81003", "U10001");
      if (day === 16) one.moves("B82001", "U10002");
    }
    await each(day);
  }
}

const dateOf = (day: number) => (day < 17 ? `2026-06-${day}` : `2026-07-${day}`);

describe("boards that are planned beside each other", () => {
  it("come to the same plan, the same tables and the same pages as everything planned at once, to the byte, night after night", async () => {
    const [beside, whole] = [service({ spreadsFrom: 1 }), service({ spreadsFrom: Number.POSITIVE_INFINITY })];
    await live([beside, whole], async (day) => {
      expect(await beside.night(dateOf(day))).toEqual(await whole.night(dateOf(day)));
      expect(keptBy(beside), `night of the ${day}th`).toEqual(keptBy(whole));
    });

    expect(foundBy(beside).length).toBeGreaterThan(10);
    expect(foundBy(whole)).toEqual([]);
  });

  it("leave nothing of practices and networks to be read again: planning the whole asks for no statistic and for no table of theirs", async () => {
    const { ports, come } = service({ spreadsFrom: 1 });
    for (const [at, practice] of ["A81001", "A81002", "A81003", "B82001", "B82002"].entries()) await come(practice, 20 + at);
    const { gen, night } = await countedNight(ports());
    const read: string[] = [];
    const asked = async (sha256: string) => {
      read.push(sha256);
      return ports().reports.readRelease(sha256);
    };
    const { derived, reports } = ports();
    await planPages(
      { gen },
      {
        ...ports(),
        derived: { ...derived, statisticsOf: () => Promise.reject(new Error("a statistic was read again")) },
        reports: { ...reports, readRelease: asked },
      },
    );
    await night();

    const { releases = {} } = (await readPlan(reports, gen)) ?? {};
    const ofLevel = (level: string) => Object.values(releases).flatMap((release) => (release.level === level ? [release.table] : []));
    expect([...ofLevel("practice"), ...ofLevel("pcn")].filter((table) => table === null || read.includes(table))).toEqual([]);
    expect(read).toEqual(expect.arrayContaining(ofLevel("icb")));
  });

  it.each([
    ["damaged", () => '{"found":"nothing that is there"}'],
    ["of another generation", (earliest: string) => earliest],
  ])("are planned again by whoever plans the whole, where what was found is %s", async (_what, spoilt) => {
    const [beside, whole] = [service({ spreadsFrom: 1 }), service({ spreadsFrom: Number.POSITIVE_INFINITY })];
    let [earliest, spoiled] = ["", 0];
    const spoil = async ({ name, keys: [key = ""] }: Operation) => {
      const stored = beside.bucket.objects.get(key);
      if (name !== "PutObject" || !/\/found\//.test(key) || stored === undefined) return;
      earliest ||= stored.body;
      spoiled++;
      beside.bucket.objects.set(key, { ...stored, body: spoilt(earliest) });
    };
    await live([beside, whole], async (day) => {
      expect(await beside.night(dateOf(day), { after: spoil })).toEqual(await whole.night(dateOf(day)));
      expect(pagesOf(beside), `night of the ${day}th`).toEqual(pagesOf(whole));
    });

    expect(spoiled).toBeGreaterThan(10);
  });

  it("are nothing to whoever asks by other rules, against another generation or of a place that has another table by now or stands elsewhere", async () => {
    const { ports, come, moves, night } = service({ spreadsFrom: 1 });
    for (const [at, practice] of ["A81001", "A81003", "B82001"].entries()) await come(practice, 20 + at);
    await night("2026-06-10");
    const given = { ...ports(), rules: drawingRules(ports(), "2026-06-10") };
    const under = { rules: guardRules(given), liveGen: null };
    const found = await readPlanned(1, under, ports());
    const nothing = { releases: {}, tabulated: new Map(), changes: new Map() };
    expect([...found.tabulated.keys()].sort()).toEqual(["A81001", "A81003", "B82001", "QA1", "QB2", "U10001", "U10002", "U20001"]);
    expect(await readPlanned(1, { ...under, liveGen: 1 }, ports())).toEqual(nothing);
    expect(await readPlanned(1, { ...under, rules: "others" }, ports())).toEqual(nothing);

    await come("A81001", 9);
    moves("A81003", "U10001");
    await night("2026-06-11");
    const { releases = {} } = (await readPlan(ports().reports, 2)) ?? {};
    const { organisations } = pinOrganisations(await ports().organisations.versions(), "2026-06-11", sha256);
    const inputs = placeInputs(releases, organisations, given);
    const whole = await guardGeneration(inputs, { ...given, gen: 1_000, liveGen: null });
    const taken = await guardGeneration(inputs, { ...given, gen: 2_000, liveGen: null, known: found.tabulated });
    expect(taken.hashes).toEqual(whole.hashes);
    const guards = await Promise.all([1_000, 2_000].map((gen) => ports().reports.readRunFile(gen, "guard.json")));
    expect(guards[1]).toBe(guards[0]);
  });

  it("that were listed before readers saw another generation are left to whoever plans the whole", async () => {
    const { ports, bucket, come, night } = service({ spreadsFrom: 1 });
    await come("A81001", 30);
    const { gen } = await planNight({ civilDate: "2026-06-10" }, ports());
    await come("B82001", 30);
    await night("2026-06-10");
    const found = foundBy({ bucket }).length;
    for (const { key } of await readBatches(gen, batchLists.boards, ports().reports))
      expect(await planBoard({ gen, key }, ports())).toEqual({ places: 0 });

    expect(foundBy({ bucket })).toHaveLength(found);
  });
});

describe("which boards are planned beside each other", () => {
  const rule = { digest: sha256, movesBy: 4 };
  const { organisations } = pinOrganisations(smallEngland(), "2026-06-10", sha256);
  const seen = (level: "practice" | "pcn" | "icb", of = "") => ({ level, table: "t", of });
  const stands = (code: string) => ({ code, level: "practice" as const, months: [] });
  const as = standsAt({ months: [] }, rule);
  const given = {
    ...{ ...rule, organisations, liveGen: 3, anew: false, units: [] },
    standing: new Map(["A81001", "A81003", "B82001"].map((code) => [code, stands(code)])),
    before: {
      A81001: seen("practice", as),
      A81003: seen("practice", as),
      B82001: seen("practice", as),
      QA1: seen("icb"),
      U10001: seen("pcn"),
    },
  };

  it("those of practices that are recomputed, or stand otherwise than they are seen, each with all that is seen of it", () => {
    const waits = { ...given, before: { ...given.before, B82001: seen("practice", "otherwise") }, units: [{ code: "A81003" }] };

    expect(boardBatches(waits, 1).map(({ board, practices, before }) => [board, practices, Object.keys(before)])).toEqual([
      ["QA1", ["A81003"], ["A81001", "A81003", "QA1", "U10001"]],
      ["QB2", ["B82001"], ["B82001"]],
    ]);
  });

  it("all of them where every table is read anew, and none where fewer practices move than are worth it", () => {
    expect(boardBatches({ ...given, anew: true }, 3).map(({ practices }) => practices)).toEqual([["A81001", "A81003"], ["B82001"]]);
    expect(boardBatches({ ...given, anew: true }, 4)).toEqual([]);
    expect(boardBatches(given, 1)).toEqual([]);
  });
});

/** The readers' side: what they are shown, and the plan that it was drawn from. */
function pagesOf({ bucket }: Service): ReadonlyMap<string, string> {
  return new Map(
    [...bucket.objects]
      .flatMap(([key, { body }]) => (/objects\/|manifest|plan\.json|current/.test(key) ? [[key, body] as const] : []))
      .sort(),
  );
}

/** A night until its boards are planned, and the rest of it. */
async function countedNight(ports: WholeNightPorts) {
  const { gen } = await planNight({ civilDate: "2026-06-10" }, ports);
  for (const { key } of await readBatches(gen, batchLists.work, ports.reports)) await refreshUnits({ gen, key }, ports);
  for (const level of ["pcn", "icb", "england"] as const) await rollUp({ gen, level }, ports);
  for (const { key } of await readBatches(gen, batchLists.boards, ports.reports)) await planBoard({ gen, key }, ports);
  const night = async () => {
    for (const { key } of await readBatches(gen, batchLists.pages, ports.reports)) await renderPages({ gen, key }, ports);
    await checkedBeside(gen, ports);
  };
  return { gen, night };
}
