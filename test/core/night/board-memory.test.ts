import { expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { evaluationSchema } from "../../../core/analysis/evaluation.ts";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { generationGuard } from "../../../core/disclosure/generation-guard.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import type { Chapters } from "../../../core/place-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { randomOf } from "../../../core/simulation/random.ts";
import { prefixes } from "../../../names.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

const practices = ["A81001", "A81002", "A81003", "B82001", "B82002"];
const declared = evaluationSchema.parse({
  title: "two practices",
  registeredOn: "2026-01-01",
  primary: { instrument: "phq-9" },
  population: { practices: ["A81001", "B82001"], referredFrom: "2026-02-01" },
});

/** A service whose nights guard and compare, what each drawing was given of other places, and which tables were read. */
function comparingService() {
  const table = tableTwin();
  const bucket = bucketTwin();
  const drawn = new Map<string, string>();
  let organisations: readonly OrganisationVersion[] = smallEngland();
  const twin = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: () => organisations });
  const read: string[] = [];
  const ports = {
    ...twin,
    reports: {
      ...twin.reports,
      readRelease: async (sha256: string) => {
        read.push(sha256);
        return twin.reports.readRelease(sha256);
      },
    },
    hideGeneration: generationGuard(),
    evaluations: [{ evaluation: declared, canonical: canonicalJson(declared) }],
    drawPlace: async (statistics: PlaceStatistics, shown: Chapters) => {
      const { compared, evaluations, hidden } = statistics;
      drawn.set(statistics.place.code, canonicalJson({ compared, evaluations, hidden }));
      return twin.drawPlace(statistics, shown);
    },
  };
  let people = 0;
  const come = async (practice: string, n: number) => {
    for (let i = 0; i < n; i++) {
      const person = personIn(practice, i % 2 === 0 ? "2026-03" : "2026-01", [8 + (people % 15), people % 4 === 0 ? null : people % 9]);
      const role = people % 3 === 0 ? "gp" : "nurse";
      await keepEpisode(table.client, { refKey: `R${people++}`, contribution: { ...person, role, sex: people % 2 === 0 ? "F" : "M" } });
    }
  };
  const night = async (civilDate: string) => {
    drawn.clear();
    read.length = 0;
    await runNight({ civilDate }, ports);
    return new Map(drawn);
  };
  const memories = () => [...bucket.objects.keys()].filter((key) => /^runs\/\d+\/boards\//.test(key));
  return {
    ...{ come, night, memories, read, bucket, ports },
    forget: () => {
      for (const key of memories()) bucket.objects.delete(key);
    },
    damage: () => {
      for (const [key, stored] of bucket.objects)
        if (key.startsWith(prefixes.released) && stored.body.includes('"parts"')) bucket.objects.set(key, { ...stored, body: "{}" });
    },
    moves: (code: string, to: string) => {
      organisations = organisations.map((each) => (each.code === code ? { ...each, parent: to } : each));
    },
  };
}

it("boards are drawn the same whether or not earlier drawings left what they worked out, through people who come, a move to another network and a new month", async () => {
  const [remembering, forgetting, damaged] = [comparingService(), comparingService(), comparingService()];
  const all = [remembering, forgetting, damaged];
  const random = randomOf(20_261_123);
  for (let day = 10; day < 20; day++) {
    const arrivals = practices.map(
      (practice) => [practice, random.chance(0.4) || day === 10 ? random.below(3) * random.below(12) : 0] as const,
    );
    for (const service of all) {
      for (const [practice, n] of arrivals) await service.come(practice, n);
      await service.come("A81001", 1);
      if (day === 14) service.moves("A81003", "U10001");
      if (day === 17) service.moves("B82002", "U20001");
    }
    forgetting.forget();
    damaged.damage();
    const civilDate = day < 16 ? `2026-06-${day}` : `2026-07-${day}`;
    const [drawn, anew, despite] = [await remembering.night(civilDate), await forgetting.night(civilDate), await damaged.night(civilDate)];

    expect(drawn, `night of the ${day}th`).toEqual(anew);
    expect(despite, `night of the ${day}th`).toEqual(anew);
    expect(drawn.has("ENG")).toBe(true);
  }
  expect(remembering.memories().length).toBeGreaterThan(10);
});

it("a night that changed one practice does not read the tables of the others to set them beside it", async () => {
  const counted = async (forgets: boolean) => {
    const { come, night, read, forget, ports } = comparingService();
    for (const practice of practices) await come(practice, 40);
    await night("2026-06-10");
    if (forgets) forget();
    await come("A81002", 1);
    const drawn = await night("2026-06-11");
    expect([...drawn.keys()].sort()).toEqual(["A81002", "ENG", "QA1", "U10001"]);
    const gen = (await ports.reports.readPointer())?.pointer.gen ?? 0;
    const { releases } = JSON.parse((await ports.reports.readRunFile(gen, "manifest.json")) ?? "{}");
    return practices.filter((code) => read.includes(releases[code].table));
  };

  expect(await counted(false)).toEqual(["A81001", "A81002", "A81003"]);
  expect(await counted(true)).toEqual(practices);
});
