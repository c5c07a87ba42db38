import { describe, expect, it } from "vitest";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { statisticText } from "../../core/statistic.ts";
import { bucketTwin } from "../support/bucket-twin.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "../support/night-twin.ts";
import { tableTwin } from "../support/table-twin.ts";
import { countKeys } from "../../core/statistic.ts";
import { statisticKeys } from "../../core/contribution.ts";

function service() {
  const table = tableTwin();
  const bucket = bucketTwin();
  const ports = nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland });
  return { table, bucket, ports };
}

describe("a whole night", () => {
  it("publishes every place that has people, each as the sum of those below it", async () => {
    const { table, ports } = service();
    const people = [
      personIn("A81001", "2026-03", [12, 8]),
      personIn("A81002", "2026-03", [15, 9]),
      personIn("A81003", "2026-04", [9, null]),
      personIn("B82002", "2026-03", [20, 20]),
    ];
    for (const [index, contribution] of people.entries()) await keepEpisode(table.client, { refKey: `R${index}`, contribution });

    const result = await runNight({ civilDate: "2026-06-10" }, ports);

    expect(result).toEqual({ gen: 1, published: true });
    const manifest = JSON.parse((await ports.reports.readRunFile(1, "manifest.json")) ?? "");
    expect(Object.keys(manifest.places).sort()).toEqual(["A81001", "A81002", "A81003", "B82002", "ENG", "QA1", "QB2", "U10001", "U10002"]);
    const england = await ports.reports.readObject(manifest.places.ENG.files["data.csv"].sha256);
    expect(england).toBe(statisticText(countKeys(people.flatMap(statisticKeys))));
  });
});
