import { expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { generationGuard } from "../../../core/disclosure/generation-guard.ts";
import { guardGeneration } from "../../../core/night/guard-generation.ts";
import { drawingRules } from "../../../core/night/night-ports.ts";
import { pinOrganisations } from "../../../core/night/pinned-organisations.ts";
import { placeInputs } from "../../../core/night/place-inputs.ts";
import { readPlan } from "../../../core/night/read-run-files.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import type { Chapters } from "../../../core/place-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { randomOf } from "../../../core/simulation/random.ts";
import { prefixes } from "../../../names.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

/** A service whose nights read the whole generation, and what each drawing was given. */
function guardedService() {
  const table = tableTwin();
  const drawn: PlaceStatistics[] = [];
  const bucket = bucketTwin();
  let organisations: readonly OrganisationVersion[] = smallEngland();
  const twin = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: () => organisations });
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
  /** What the newest generation hides, as it was planned, and as everything read anew would have it. */
  const guards = async ({ liveGen }: { liveGen: number } = { liveGen: 0 }) => {
    const gen = (await ports.reports.readPointer())?.pointer.gen ?? 0;
    const [plan, run] = [await readPlan(ports.reports, gen), await ports.derived.runOf(gen)];
    const civilDate = run?.civilDate ?? "";
    const { organisations } = pinOrganisations(await ports.organisations.versions(), civilDate, ports.digest);
    const rules = drawingRules(ports, civilDate);
    const inputs = placeInputs(plan?.releases ?? {}, organisations, { digest: ports.digest, rules });
    const anew = await guardGeneration(inputs, { ...ports, rules, gen: gen + 1_000, liveGen: null });
    const first = bucket.operations.length;
    const again = await guardGeneration(inputs, { ...ports, rules, gen: gen + 2_000, liveGen });
    const tables = new Set([...inputs.values()].map(({ table }) => table));
    const read = bucket.operations.slice(first).flatMap(({ name, keys }) => (name === "GetObject" ? keys : []));
    const tablesRead = new Set(read.map((key) => key.slice(prefixes.released.length)).filter((sha256) => tables.has(sha256)));
    return { planned: plan?.guards, anew: anew.hashes, again: again.hashes, tablesRead };
  };
  const manifest = async () =>
    JSON.parse((await ports.reports.readRunFile((await ports.reports.readPointer())?.pointer.gen ?? 0, "manifest.json")) ?? "{}");
  const moves = (code: string, to: string) => {
    organisations = organisations.map((each) => (each.code === code ? { ...each, parent: to } : each));
  };
  const damage = () => {
    for (const [key, stored] of bucket.objects)
      if (key.startsWith(prefixes.released) && stored.body.includes('"names"')) bucket.objects.set(key, { ...stored, body: "{}" });
  };
  return { ports, come, night, drawn, manifest, guards, moves, damage };
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

it("what is hidden is the same whether or not the run before left its tables, through people who come, small practices, a move to another network and a new month", async () => {
  const { come, night, guards, moves } = guardedService();
  const practices = ["A81001", "A81002", "A81003", "B82001", "B82002"];
  const random = randomOf(20_261_122);
  for (let day = 10; day < 22; day++) {
    for (const practice of practices) if (random.chance(0.4)) await come(practice, random.below(3) * random.below(9));
    await come("A81001", 1);
    if (day === 15) moves("A81003", "U10001");
    if (day === 19) moves("B82002", "U20001");
    await night(day < 18 ? `2026-06-${day}` : `2026-07-${day}`);

    const { planned, anew } = await guards();

    expect(planned, `night of the ${day}th`).toEqual(anew);
  }
});

it("guarding a night that changed one practice reads its released table and those of the places above it, and no other", async () => {
  const { come, night, guards, ports } = guardedService();
  for (const practice of ["A81001", "A81002", "A81003", "B82001", "B82002"]) await come(practice, 40);
  await night("2026-06-10");
  await come("A81002", 1);
  await night("2026-06-11");

  const { planned, again, tablesRead } = await guards({ liveGen: 1 });

  const { releases = {} } = (await readPlan(ports.reports, 2)) ?? {};
  expect(again).toEqual(planned);
  expect(tablesRead).toEqual(new Set(["A81002", "U10001", "QA1", "ENG"].map((code) => releases[code]?.table)));
});

it("tables that were damaged since are not trusted: everything is read anew", async () => {
  const { come, night, guards, damage } = guardedService();
  for (const practice of ["A81001", "A81002", "B82001"]) await come(practice, 40);
  await night("2026-06-10");
  damage();
  await come("A81003", 2);
  await night("2026-06-11");

  const { planned, anew } = await guards();

  expect(planned).toEqual(anew);
});
