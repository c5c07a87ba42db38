import { describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { generationGuard } from "../../core/disclosure/generation-guard.ts";
import type { Chapters, PlaceReport } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { liveManifest } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { realDrawing } from "../support/real-drawing.ts";
import { tableTwin } from "../support/table-twin.ts";

const practices = ["A81001", "A81002", "A81003", "B82001", "B82002"] as const;
const [improved, same] = [3, 13];

/** Five practices whose nights read the generation as a whole, and what was disclosed of each place in each run. */
function drawnService() {
  const table = tableTwin();
  const bucket = bucketTwin();
  const hideGeneration = generationGuard();
  const ports = { ...nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland }), ...realDrawing, hideGeneration };
  const reports = new Map<string, PlaceReport>();
  const drawPlace = (statistics: PlaceStatistics, shown: Chapters) => {
    reports.set(`${statistics.provenance.run} ${statistics.place.code}`, disclosePlace(statistics));
    return realDrawing.drawPlace(statistics, shown);
  };
  const person = (practice: string, followUp: number) => personIn(practice, "2026-01", [14, followUp]);
  return {
    ports,
    /** Half of the people improve. */
    come: async () => {
      for (const practice of practices)
        for (let i = 0; i < 40; i++) {
          const contribution = person(practice, i % 2 === 0 ? improved : same);
          await keepEpisode(table.client, { refKey: `${practice}.${i}`, contribution });
        }
    },
    /** So many of those who had not improved have. */
    improve: async (practice: string, n: number) => {
      for (let i = 0; i < n; i++) {
        const refKey = `${practice}.${2 * i + 1}`;
        await keepEpisode(table.client, { refKey, contribution: person(practice, improved), was: person(practice, same) });
      }
    },
    night: (civilDate: string, over: Partial<typeof ports> = {}) => runNight({ civilDate }, { ...ports, ...over, drawPlace }),
    ownPoint: (run: number, practice: string) =>
      reports.get(`${run} ${practice}`)?.outcomes.find(({ outcome }) => outcome === "depression")?.funnel,
  };
}

describe("the range that a practice's page shows its own point in", { timeout: 120_000 }, () => {
  it("comes from all of England with no other practice in it, stays for the month while others change, and is the next month's then", async () => {
    const here = drawnService();
    await here.come();
    await here.night("2026-06-10");
    const first = here.ownPoint(1, "A81001");
    await here.improve("A81001", 12);

    await here.night("2026-06-11");
    const within = await liveManifest(here.ports);
    await here.night("2026-07-01");
    const next = await liveManifest(here.ports);

    expect(first?.chart).toMatchObject({ target: 50, tau2: 0 });
    expect(first?.points).toMatchObject([{ name: "The practice A81001", n: { value: 40 }, improved: { value: 50 }, standing: "within" }]);
    expect([within?.gen, within?.places.A81001?.run, within?.places.B82001?.run, within?.places.B82002?.run]).toEqual([2, 2, 1, 1]);
    expect(here.ownPoint(2, "A81001")?.chart?.target).toBe(50);
    expect(here.ownPoint(2, "A81001")?.points[0]?.standing).toBe("above");
    expect(within?.expected?.asOf).toBe("2026-06-01");
    expect(next?.expected?.asOf).toBe("2026-07-01");
    expect(next?.expected?.ranges.depression?.target).toBeCloseTo((100 + 12) / 200, 3);
    expect(here.ownPoint(3, "B82002")?.chart?.target).toBeCloseTo(56, 6);
  });

  it("keeps a generation from being shown whose range is another than the month's", async () => {
    const here = drawnService();
    await here.come();
    await here.night("2026-06-10");
    await here.improve("A81001", 12);
    const { reports } = here.ports;
    const tampered = {
      ...reports,
      readRunFile: async (gen: number, key: string) => {
        const text = await reports.readRunFile(gen, key);
        return gen === 2 && key === "plan.json" && text !== null ? text.replace('"target":0.5', '"target":0.4') : text;
      },
    };

    await expect(here.night("2026-06-11", { reports: tampered })).rejects.toThrow(/another than the month/);
    expect((await liveManifest(here.ports))?.gen).toBe(1);
  });
});
