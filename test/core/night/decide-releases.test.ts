import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import { placeAbove } from "../../../core/night/pinned-organisations.ts";
import type { OrganisationVersion } from "../../../core/organisations/organisation.ts";
import { movedBy, parseTable, type SeenTables, seenText, seenTexts, sumOfSeen, tableText } from "../../../core/release/release-texts.ts";
import { randomOf } from "../../../core/simulation/random.ts";
import { emptyStatistic, mergeStatistics } from "../../../core/statistic.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { liveManifest } from "../../support/night-states.ts";
import { keepEpisode, nightPorts, personIn } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

const counts = fc.dictionary(
  fc.constantFrom("2026-03|flow|gp|arts|referred", "2026-03|flow|gp|arts|started", "2026-04|ledger|used"),
  fc.integer({ min: 1, max: 4 }),
);
const tables: fc.Arbitrary<SeenTables> = fc
  .dictionary(fc.constantFrom("flow", "phq-9"), counts)
  .map((families) => new Map(Object.entries(families).map(([family, table]) => [family, new Map(Object.entries(table))] as const)));
const seen = tables.map((shown) => seenTexts(tableText(shown)));

/** Counted key by key, without any text. */
function countedIn(all: readonly (string | null)[]): SeenTables {
  const shown = all.map(parseTable);
  const families = new Set(shown.flatMap((table) => [...table.keys()]));
  return new Map([...families].map((family) => [family, mergeStatistics(shown.map((table) => table.get(family) ?? emptyStatistic))]));
}

it("the sum of what is seen counts everybody who is seen, for any tables", () => {
  fc.assert(
    fc.property(fc.array(tables), (below) => {
      const texts = below.map(tableText);

      expect(seenText(sumOfSeen(texts.map(seenTexts)))).toBe(tableText(countedIn(texts)));
    }),
  );
});

it("a sum that is moved by what came and what left is the sum of all, to the byte, for any tables", () => {
  fc.assert(
    fc.property(fc.array(seen), fc.array(seen), fc.array(seen), (stay, left, came) => {
      const before = seenTexts(seenText(sumOfSeen([...stay, ...left])));
      // of a place that showed nobody nothing was seen that could be moved
      fc.pre(before.size > 0);

      expect(seenText(movedBy(before, came, left))).toBe(seenText(sumOfSeen([...stay, ...came])));
    }),
  );
});

const codes = Array.from({ length: 9 }, (_, at) => `A8100${at + 1}`);

function organisations(parentOf: (code: string) => string): readonly OrganisationVersion[] {
  const stand = (code: string, level: OrganisationVersion["level"], parent: string | null): OrganisationVersion => ({
    ...{ code, level, kind: level, name: code, parent, validFrom: "2000-01-01", validTo: null, sample: true },
  });
  return [
    ...[stand("ENG", "england", null), stand("QA1", "icb", "ENG"), stand("U10001", "pcn", "QA1"), stand("U10002", "pcn", "QA1")],
    ...codes.map((code) => stand(code, "practice", parentOf(code))),
  ];
}

describe("what is released of places above practices", () => {
  it("is the sum of what is released below them after every night, through practices that come, empty and move, and reads no more than what moved", async () => {
    const [table, bucket, random] = [tableTwin(), bucketTwin(), randomOf(20_261_124)];
    let parentOf = (_code: string) => "U10001";
    const twin = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: () => organisations(parentOf) });
    const read: string[] = [];
    const readRelease = (sha256: string) => {
      read.push(sha256);
      return twin.reports.readRelease(sha256);
    };
    const ports = { ...twin, reports: { ...twin.reports, readRelease } };
    let people = 0;
    const come = (practice: string) =>
      keepEpisode(table.client, {
        refKey: `R${people++}`,
        contribution: personIn(practice, "2026-03", [random.below(28), random.below(28)]),
      });
    for (let day = 10; day < 18; day++) {
      for (const code of codes.slice(0, day === 10 ? 7 : 9)) if (day === 10 || random.chance(0.2)) await come(code);
      await come("A81001");
      if (day === 15) parentOf = (code) => (code === "A81004" ? "U10002" : "U10001");
      await runNight({ civilDate: `2026-06-${day}` }, ports);

      const { releases = {} } = (await liveManifest(ports)) ?? {};
      const snapshot = new Map(organisations(parentOf).map((each) => [each.code, each] as const));
      for (const [code, { table: sum }] of Object.entries(releases).filter(([, { level }]) => level !== "practice")) {
        const below = Object.entries(releases).filter(
          ([child, { table: of }]) => of !== null && placeAbove(snapshot, child)?.code === code,
        );
        const text = tableText(countedIn(await Promise.all(below.map(([, { table: of }]) => twin.reports.readRelease(of ?? "")))));
        expect(sum === null ? null : await twin.reports.readRelease(sum), `${code} on the ${day}th`).toBe(text);
      }
    }

    await come("A81002");
    read.length = 0;
    await runNight({ civilDate: "2026-06-18" }, ports);
    const { releases = {}, gen } = (await liveManifest(ports)) ?? {};
    expect(gen).toBe(9);
    // the table of a practice that is alone in its network is the network's too, and two networks are no fewer to read than one that moved
    const unmoved = codes.filter((code) => code !== "A81002" && code !== "A81004").map((code) => releases[code]?.table ?? "");
    expect(unmoved.filter((sha256) => read.includes(sha256))).toEqual([]);
  });
});
