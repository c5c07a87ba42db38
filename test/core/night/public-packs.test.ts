import fc from "fast-check";
import { expect, it } from "vitest";
import { runNight } from "../../../bin/commands/night/run-night.ts";
import type { ManifestPlace } from "../../../core/night/manifest.ts";
import { maySucceed, packsAfter } from "../../../core/night/public-packs.ts";
import { rollBack } from "../../../core/night/roll-back.ts";
import { bucketTwin } from "../../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../../support/night-twin.ts";
import { tableTwin } from "../../support/table-twin.ts";

function service() {
  const table = tableTwin();
  const ports = nightPorts({ dynamo: table.client, s3: bucketTwin().client, organisations: smallEngland });
  let people = 0;
  const come = async (n: number) => {
    for (let i = 0; i < n; i++)
      await keepEpisode(table.client, {
        refKey: `R${people++}`,
        contribution: personIn("A81001", "2026-03", [20 - (people % 9), people % 7]),
      });
  };
  const night = (civilDate: string) => runNight({ civilDate }, ports);
  const packs = async () => (await ports.reports.readPointer())?.pointer.packs ?? [];
  return { ports, come, night, packs };
}

it("two nights of one month give one public pack, which nothing later makes again", async () => {
  const { come, night, packs } = service();
  await come(20);
  const first = await night("2026-06-10");
  await come(20);
  const second = await night("2026-06-11");

  expect(second.published).toBe(true);
  expect(await packs()).toEqual([{ month: "2026-06", gen: first.gen }]);
});

it("next month's pack waits until eight people or more stand between it and every pack before", async () => {
  const { come, night, packs } = service();
  await come(20);
  const first = await night("2026-06-10");
  await come(1);
  const tooSoon = await night("2026-07-01");
  expect([tooSoon.published, (await packs()).length]).toEqual([true, 1]);
  await come(8);
  const second = await night("2026-07-02");

  expect(await packs()).toEqual([
    { month: "2026-07", gen: second.gen },
    { month: "2026-06", gen: first.gen },
  ]);
});

it("a rollback makes no pack and takes none away", async () => {
  const { ports, come, night, packs } = service();
  await come(20);
  const first = await night("2026-06-10");
  await come(20);
  await night("2026-06-11");
  const before = await packs();

  await rollBack(first.gen, { ...ports, now: () => "2026-07-01T09:00:00Z" });

  expect(await packs()).toEqual(before);
});

const counts = fc.record({ referred: fc.nat(60), first: fc.nat(40), both: fc.nat(40) });

function englandOf({ referred, first, both }: { referred: number; first: number; both: number }): ManifestPlace {
  const measures = { "gad-7": { first: first + both, both } };
  const counted = {
    to: "2026-06",
    referred,
    leftOut: 0,
    measures,
    foldVersion: 1,
    methodVersion: 1,
    below: [],
  };
  return {
    level: "england",
    name: "England",
    parent: null,
    inputHash: JSON.stringify(counted),
    run: 1,
    drawnOn: "2026-06-10",
    files: {},
    counted,
  };
}

it("of any two packs, everything that England counts is the same in both or differs by eight people or more", () => {
  fc.assert(
    fc.property(counts, counts, (before, next) => {
      const moves = (["referred", "first", "both"] as const).map((name) => Math.abs(next[name] - before[name]));
      const isFit = moves.every((move) => move === 0 || move >= 8);
      expect(maySucceed(englandOf(next), englandOf(before))).toBe(isFit);
    }),
  );
});

it("a month is never given a second pack, and none is made for a month that has passed", () => {
  const packs = [{ month: "2026-06", gen: 4 }];

  expect(packsAfter(packs, { gen: 5, civilDate: "2026-06-30", mayBecome: true })).toEqual(packs);
  expect(packsAfter(packs, { gen: 5, civilDate: "2026-05-30", mayBecome: true })).toEqual(packs);
  expect(packsAfter(packs, { gen: 5, civilDate: "2026-07-01", mayBecome: false })).toEqual(packs);
  expect(packsAfter(packs, { gen: 5, civilDate: "2026-07-01", mayBecome: true })).toEqual([{ month: "2026-07", gen: 5 }, ...packs]);
});
