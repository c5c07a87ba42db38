import { expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { generationGuard } from "../../../core/disclosure/generation-guard.ts";
import type { Chapters } from "../../../core/place-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

/** A service whose nights read the whole generation, and what each drawing was given. */
function guardedService() {
  const table = tableTwin();
  const drawn: PlaceStatistics[] = [];
  const twin = nightPorts({ dynamo: table.client, s3: bucketTwin().client, organisations: smallEngland });
  const ports = {
    ...twin,
    hideGeneration: generationGuard(),
    drawPlace: async (statistics: PlaceStatistics, shown: Chapters) => {
      drawn.push(statistics);
      return twin.drawPlace(statistics, shown);
    },
  };
  let people = 0;
  const come = async (practice: string, n: number) => {
    for (let i = 0; i < n; i++)
      await keepEpisode(table.client, { refKey: `R${people++}`, contribution: personIn(practice, "2026-03", [14, 3]) });
  };
  const night = async (civilDate: string) => {
    drawn.length = 0;
    return runNight({ civilDate }, ports);
  };
  const manifest = async () =>
    JSON.parse((await ports.reports.readRunFile((await ports.reports.readPointer())?.pointer.gen ?? 0, "manifest.json")) ?? "{}");
  return { come, night, drawn, manifest };
}

const hiddenAt = (drawn: readonly PlaceStatistics[], code: string) =>
  drawn.find(({ place }) => place.code === code)?.hidden?.depression ?? [];

it("a practice of some size hides what would tell of a small one beside it, and both their pages say under which guard they stand", async () => {
  const { come, night, drawn, manifest } = guardedService();
  await come("A81001", 40);
  await come("A81002", 3);

  const { published } = await night("2026-06-10");

  expect(published).toBe(true);
  expect(hiddenAt(drawn, "A81002")).toContain("n");
  expect(hiddenAt(drawn, "A81001")).toContain("n");
  const { places } = await manifest();
  expect(places.A81001.guard).toMatch(/^[0-9a-f]{64}$/);
});

it("a change in one practice draws its sibling anew only where that must now hide something else", async () => {
  const { come, night, drawn } = guardedService();
  await come("A81001", 40);
  await come("A81002", 40);
  await come("A81003", 40);
  await come("B82001", 40);
  await night("2026-06-10");
  expect(hiddenAt(drawn, "A81001")).not.toContain("n");
  await come("A81002", 1);
  await night("2026-06-11");
  const codes = drawn.map(({ place }) => place.code);

  expect(codes).toContain("A81002");
  expect(codes).not.toContain("A81001");
  expect(codes).not.toContain("B82001");
});

it("a place that becomes small in a later generation is covered by its sibling from then on, whose own numbers did not change", async () => {
  const { come, night, drawn } = guardedService();
  await come("A81001", 40);
  await come("A81003", 40);
  await come("B82001", 40);
  await night("2026-06-10");
  await come("A81002", 2);
  await night("2026-06-11");

  expect(drawn.map(({ place }) => place.code)).toContain("A81001");
  expect(hiddenAt(drawn, "A81001")).toContain("n");
});
