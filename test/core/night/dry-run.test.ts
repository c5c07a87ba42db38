import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { rollBack } from "../../../core/night/roll-back.ts";
import { dryRun } from "../../../functions/preview-night/dry-run.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { liveManifest, publishedFiles } from "../../support/night-states.ts";
import { keepEpisode, nightPorts, personIn } from "../../support/night-twin.ts";
import { seeded, serviceHistory } from "../../support/service-history.ts";
import { tableTwin } from "../../support/table-twin.ts";

async function publishedService(seed = 1) {
  const history = serviceHistory(seeded(seed));
  const table = tableTwin();
  const bucket = bucketTwin();
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: history.organisations });
  for (let event = 0; event < 15; event++) await history.happens(table.client);
  await runNight({ civilDate: "2026-06-10" }, ports);
  return { history, table, bucket, ports };
}

it.each([1, 2, 3, 4, 5, 6])("a dry run says what the night then does, and writes nothing (seed %i)", async (seed) => {
  const { history, table, bucket, ports } = await publishedService(seed);
  for (let event = 0; event < 4; event++) await history.happens(table.client);
  const before = [table, bucket].map(({ operations }) => operations.filter(({ writes }) => writes).length);

  const preview = await dryRun({ civilDate: "2026-06-11" }, ports);

  expect([table, bucket].map(({ operations }) => operations.filter(({ writes }) => writes).length)).toEqual(before);
  const { gen } = await runNight({ civilDate: "2026-06-11" }, ports);
  const drawn = Object.entries((await liveManifest(ports))?.places ?? {}).filter(([, { run }]) => run === gen);
  expect([...preview.drawn].sort()).toEqual(drawn.map(([code]) => code).sort());
  expect((await ports.derived.runOf(gen))?.units).toBe(preview.units);
});

it("a dry run says how many numbers would be others, hidden or shown, and of which places", async () => {
  const { table, ports } = await publishedService();
  const crowd = Array.from({ length: 12 }, (_, person) => personIn("A81001", "2026-02", [20 - person, person]));
  for (const [person, contribution] of crowd.entries()) await keepEpisode(table.client, { refKey: `crowd-${person}`, contribution });

  const { places, rules } = await dryRun({ civilDate: "2026-06-11" }, ports);

  expect(rules).toBe(false);
  expect(places.map(({ code }) => code).sort()).toEqual(["A81001", "ENG", "QA1", "U10001"]);
  for (const { changed, shown } of places) expect(changed + shown).toBeGreaterThan(5);
  expect(places.find(({ code }) => code === "A81001")?.shown).toBeGreaterThan(0);
  expect(places.find(({ code }) => code === "ENG")).toMatchObject({ hidden: 0, shown: 0 });
});

it("a dry run under new rules of folding says that everything would be made anew, and folds nothing", async () => {
  const { table, ports } = await publishedService();
  for (const row of table.rows("derived").filter(({ pk }) => String(pk).startsWith("UN#")))
    await table.client.send(new PutCommand({ TableName: "derived", Item: { ...row, foldVersion: 1 } }));
  const before = table.operations.filter(({ writes }) => writes).length;

  const preview = await dryRun({ civilDate: "2026-06-11" }, ports);

  expect(preview).toMatchObject({ rules: true, places: [] });
  expect(preview.units).toBeGreaterThan(3);
  expect(table.operations.filter(({ writes }) => writes).length).toBe(before);
});

it("a rollback shows the old pages as a new generation, and the next night draws what is kept", async () => {
  const { table, ports } = await publishedService();
  const old = await publishedFiles(ports);
  await keepEpisode(table.client, { refKey: "late", contribution: personIn("A81001", "2026-01", [5, 5]) });
  await runNight({ civilDate: "2026-06-11" }, ports);
  const newer = await publishedFiles(ports);

  expect(await rollBack(1, ports)).toEqual({ ok: true, value: { gen: 3, published: true } });

  expect(await publishedFiles(ports)).toEqual(old);
  expect(await ports.derived.runs()).toMatchObject([{ gen: 3, phase: "published", rolledBackTo: 1 }, { gen: 2 }, { gen: 1 }]);
  expect(await runNight({ civilDate: "2026-06-11" }, ports)).toEqual({ gen: 4, published: true });
  expect(await publishedFiles(ports)).toEqual(newer);
});

it("a rollback to what never was, or is shown already, is refused", async () => {
  const { ports } = await publishedService();
  expect(await rollBack(7, ports)).toMatchObject({ ok: false, refusals: [{ rule: "unknown-generation" }] });
  expect(await rollBack(1, ports)).toMatchObject({ ok: false, refusals: [{ rule: "live-generation" }] });
});
