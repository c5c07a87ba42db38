import { describe, expect, it } from "vitest";
import { sha256 } from "../../adapters/sha256.ts";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { stampReport } from "../../core/disclosure/stamp-report.ts";
import type { Chapters, PlaceReport } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { liveManifest, publishedFiles } from "../support/night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { realDrawing } from "../support/real-drawing.ts";
import { tableTwin } from "../support/table-twin.ts";

/** A service of two practices whose nights draw for real, and the report of every place as each night had it. */
function drawnService() {
  const table = tableTwin();
  const bucket = bucketTwin();
  let name = "The practice";
  const organisations = () => smallEngland().map((each) => (each.code === "A81001" ? { ...each, name } : each));
  const ports = { ...nightPorts({ dynamo: table.client, s3: bucket.client, organisations }), ...realDrawing };
  const reports = new Map<string, PlaceReport>();
  const drawPlace = (statistics: PlaceStatistics, shown: Chapters) => {
    reports.set(`${statistics.provenance.run} ${statistics.place.code}`, stampReport(disclosePlace(statistics), sha256));
    return realDrawing.drawPlace(statistics, shown);
  };
  const person = (practice: string, followUp: number) => {
    const { outcomes, ...rest } = personIn(practice, "2026-03", [14, followUp]);
    return { ...rest, outcomes: { ...outcomes, "gad-7": { baseline: 12, followUp: 6, days: 90, dueMonth: "2026-03" } } };
  };
  const come = async (practice: string, n: number) => {
    for (let i = 0; i < n; i++) await keepEpisode(table.client, { refKey: `${practice}.${i}`, contribution: person(practice, 3) });
  };
  /** The later score for low mood of so many people was another. */
  const correct = async (practice: string, n: number) => {
    for (let i = 0; i < n; i++)
      await keepEpisode(table.client, { refKey: `${practice}.${i}`, contribution: person(practice, 13), was: person(practice, 3) });
  };
  return {
    ...{ ports, reports, come, correct },
    night: (civilDate: string) => runNight({ civilDate }, { ...ports, drawPlace }),
    rename: (to: string) => {
      name = to;
    },
    written: () =>
      bucket.operations.filter((operation) => operation.name === "PutObject" && operation.keys[0]?.startsWith("objects/")).length,
  };
}

const folderOf = (path: string) => path.split("/")[0] ?? "";

describe("a night in which one outcome of a place has changed", { timeout: 120_000 }, () => {
  it("keeps the very objects of the others, with the run that drew them", async () => {
    const here = drawnService();
    await here.come("A81001", 40);
    await here.come("A81002", 40);
    await here.night("2026-06-10");
    const before = await liveManifest(here.ports);
    const first = here.written();
    await here.correct("A81001", 10);

    await here.night("2026-06-11");

    const after = await liveManifest(here.ports);
    const changed = Object.entries(after?.places.A81001?.files ?? {}).filter(
      ([path, { sha256: object }]) => before?.places.A81001?.files[path]?.sha256 !== object,
    );
    const folders = new Set(changed.map(([path]) => folderOf(path)));
    expect(folders).toContain("depression");
    for (const other of ["anxiety", "isolation", "loneliness"]) expect(folders).not.toContain(other);
    expect(after?.places.A81001?.run).toBe(2);
    expect(here.written() - first).toBeLessThan(first / 2);
  });

  it("shows on every page what drawing the whole place anew shows, stamped with the run that drew it", async () => {
    const here = drawnService();
    await here.come("A81001", 40);
    await here.come("A81002", 40);
    await here.night("2026-06-10");
    const before = await liveManifest(here.ports);
    await here.correct("A81001", 10);
    await here.night("2026-06-11");
    const after = await liveManifest(here.ports);
    const shown = await publishedFiles(here.ports);
    let kept = 0;

    for (const code of ["A81001", "U10001", "QA1", "ENG"]) {
      const [older, newer] = [here.reports.get(`1 ${code}`), here.reports.get(`2 ${code}`)];
      if (older === undefined || newer === undefined) throw new Error(`${code} was to be drawn twice`);
      const fresh = new Map((await renderPlace(newer)).map(({ path, body }) => [path, body]));
      const aged = new Map((await renderPlace({ ...newer, provenance: older.provenance })).map(({ path, body }) => [path, body]));
      const [was, is] = [before?.places[code]?.chapters ?? {}, after?.places[code]?.chapters ?? {}];
      expect(Object.keys(after?.places[code]?.files ?? {}).sort()).toEqual([...fresh.keys()].sort());
      for (const path of fresh.keys()) {
        const isKept = is[folderOf(path)] !== undefined && is[folderOf(path)] === was[folderOf(path)];
        expect(shown[`${code}/${path}`], path).toBe((isKept ? aged : fresh).get(path));
        if (isKept) kept++;
      }
    }
    expect(kept).toBeGreaterThan(40);
  });

  it("draws every chapter of a place anew that has another name", async () => {
    const here = drawnService();
    await here.come("A81001", 40);
    await here.night("2026-06-10");
    const before = await liveManifest(here.ports);
    here.rename("Another practice");

    await here.night("2026-06-11");

    const after = await liveManifest(here.ports);
    const [was, is] = [before?.places.A81001?.chapters ?? {}, after?.places.A81001?.chapters ?? {}];
    expect(Object.keys(is)).toEqual(Object.keys(was));
    for (const folder of Object.keys(is)) expect(is[folder]).not.toBe(was[folder]);
    for (const [path, body] of Object.entries(await publishedFiles(here.ports)))
      if (path.startsWith("A81001/") && path.endsWith(".html")) expect(body, path).toContain("Another practice");
  });
});
