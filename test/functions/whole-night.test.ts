import { describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { type Contribution, statisticKeys } from "../../core/episodes/contribution.ts";
import type { OrganisationVersion } from "../../core/organisations/organisation.ts";
import type { Chapters } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { countKeys, statisticText } from "../../core/statistic.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { liveManifest, marksIn, publishedFiles, statisticsIn } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { seeded, serviceHistory } from "../support/service-history.ts";
import { tableTwin } from "../support/table-twin.ts";

function service(organisations: () => readonly OrganisationVersion[] = smallEngland) {
  const table = tableTwin();
  const bucket = bucketTwin();
  return { table, bucket, ports: nightPorts({ dynamo: table.client, s3: bucket.client, organisations }) };
}

async function keepAll({ table }: ReturnType<typeof service>, people: Iterable<readonly [string, Contribution]>) {
  for (const [refKey, contribution] of people) await keepEpisode(table.client, { refKey, contribution });
}

const fourPeople = new Map([
  ["R0", personIn("A81001", "2026-03", [12, 8])],
  ["R1", personIn("A81002", "2026-03", [15, 9])],
  ["R2", personIn("A81003", "2026-04", [9, null])],
  ["R3", personIn("B82002", "2026-03", [20, 20])],
]);

describe("a whole night", () => {
  it("publishes every place that has people, England as the sum of everybody", async () => {
    const here = service();
    await keepAll(here, fourPeople);

    expect(await runNight({ civilDate: "2026-06-10" }, here.ports)).toEqual({ gen: 1, published: true });

    const files = await publishedFiles(here.ports);
    const places = Object.keys(files).filter((path) => path.endsWith("data.csv"));
    expect(places.map((path) => path.split("/")[0])).toEqual([
      "A81001",
      "A81002",
      "A81003",
      "B82002",
      "ENG",
      "QA1",
      "QB2",
      "U10001",
      "U10002",
    ]);
    expect(files["ENG/data.csv"]).toBe(statisticText(countKeys([...fourPeople.values()].flatMap(statisticKeys))));
    expect(marksIn(here.table.rows())).toEqual([]);
  });

  it("tells the drawing of a place what it counted when it was last drawn", async () => {
    const here = service();
    const seen: PlaceStatistics[] = [];
    const drawPlace = (statistics: PlaceStatistics, shown: Chapters) => {
      seen.push(statistics);
      return here.ports.drawPlace(statistics, shown);
    };
    const ports = { ...here.ports, drawPlace };
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, ports);
    await keepAll(here, [["R9", personIn("A81001", "2026-03", [9, 4])]]);
    await runNight({ civilDate: "2026-06-11" }, ports);

    const [first, second] = seen.filter(({ place }) => place.code === "A81001").map(({ provenance }) => provenance.since);
    expect(first).toBeUndefined();
    expect(second).toMatchObject({
      run: 1,
      drawnOn: "2026-06-10",
      counted: { referred: 1, to: "2026-03", measures: { "phq-9": { first: 1, both: 1 } } },
    });
    expect(seen.filter(({ place }) => place.code === "A81002")).toHaveLength(1);
  });

  it("writes nothing but the run's number and record when nothing has changed", async () => {
    const here = service();
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    const before = { rows: here.table.operations.length, objects: here.bucket.operations.length };

    expect(await runNight({ civilDate: "2026-06-11" }, here.ports)).toEqual({ gen: 2, published: false, reason: "unchanged" });

    const written = here.table.operations.slice(before.rows).filter(({ writes }) => writes);
    expect(written.flatMap(({ keys }) => keys)).toEqual(["RUN/LEASE", "RUN/R#000000002"]);
    expect(here.bucket.operations.slice(before.objects).filter(({ writes }) => writes)).toEqual([]);
  });

  it("draws only what changed and lets every other page keep its bytes, its run and its date", async () => {
    const here = service();
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    await keepAll(here, [["R4", personIn("A81003", "2026-04", [11, 3])]]);

    await runNight({ civilDate: "2026-06-11" }, here.ports);

    const { places = {} } = (await liveManifest(here.ports)) ?? {};
    const drawnBy = Object.groupBy(Object.entries(places), ([, { run, drawnOn }]) => `${run} ${drawnOn}`);
    expect(drawnBy["2 2026-06-11"]?.map(([code]) => code).sort()).toEqual(["A81003", "ENG", "QA1", "U10002"]);
    expect(drawnBy["1 2026-06-10"]?.length).toBe(5);
  });

  it("draws every page anew when the month turns, because due and overdue are judged on its first day", async () => {
    const here = service();
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-30" }, here.ports);

    expect(await runNight({ scheduledTime: "2026-06-30T23:30:00Z" }, here.ports)).toMatchObject({ published: true });

    const shown = await liveManifest(here.ports);
    expect(shown?.civilDate).toBe("2026-07-01");
    expect(Object.values(shown?.places ?? {}).every(({ run }) => run === 2)).toBe(true);
  });

  it("takes a practice from one PCN to another without counting anybody twice or not at all", async () => {
    let organisations = smallEngland();
    const here = service(() => organisations);
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    organisations = organisations.map((version) => (version.code === "A81002" ? { ...version, parent: "U20001" } : version));

    expect(await runNight({ civilDate: "2026-06-11" }, here.ports)).toMatchObject({ published: true });

    const afresh = service(() => organisations);
    await keepAll(afresh, fourPeople);
    await runNight({ civilDate: "2026-06-11" }, afresh.ports);
    expect(await publishedFiles(here.ports)).toEqual(await publishedFiles(afresh.ports));
    expect(statisticsIn(here.table.rows())).toEqual(statisticsIn(afresh.table.rows()));
  });

  it("shows no place any more whose last person was corrected away", async () => {
    const here = service();
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    const [was, now] = [personIn("A81003", "2026-04", [9, null]), personIn("A81001", "2026-04", [9, null])];
    await keepEpisode(here.table.client, { refKey: "R2", contribution: now, was });

    await runNight({ civilDate: "2026-06-11" }, here.ports);

    const shown = Object.keys((await liveManifest(here.ports))?.places ?? {}).sort();
    expect(shown).toEqual(["A81001", "A81002", "B82002", "ENG", "QA1", "QB2", "U10001"]);
  });

  it("begins a new line of numbers above the live one after the derived table was dropped", async () => {
    const here = service();
    await keepAll(here, fourPeople);
    await runNight({ civilDate: "2026-06-10" }, here.ports);
    await here.ports.reports.writeRunFile(2, "organisations.json", "left by a run that was never published");
    const rebuilt = tableTwin();
    const ports = nightPorts({ dynamo: rebuilt.client, s3: here.bucket.client, organisations: smallEngland });
    for (const [refKey, contribution] of fourPeople) await keepEpisode(rebuilt.client, { refKey, contribution });

    expect(await runNight({ civilDate: "2026-06-10" }, ports)).toEqual({ gen: 3, published: false, reason: "unchanged" });
  });

  it.each(Array.from({ length: 25 }, (_, seed) => seed))(
    "after many nights equals one night over everything, to the byte (seed %i)",
    async (seed) => {
      const draw = seeded(seed);
      const history = serviceHistory(draw);
      const here = service(history.organisations);
      for (let night = 0; night < 6; night++) {
        for (let event = draw(6); event >= 0; event--) await history.happens(here.table.client);
        await runNight({ civilDate: `2026-06-${String(10 + night)}` }, here.ports);
      }

      const afresh = service(history.organisations);
      await keepAll(afresh, history.people);
      await runNight({ civilDate: "2026-06-15" }, afresh.ports);

      expect(await publishedFiles(here.ports)).toEqual(await publishedFiles(afresh.ports));
      expect(statisticsIn(here.table.rows())).toEqual(statisticsIn(afresh.table.rows()));
      expect(marksIn(here.table.rows())).toEqual([]);
    },
  );
});
