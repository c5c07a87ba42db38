import { createHash } from "node:crypto";
import { runNight } from "../../bin/commands/night/run-night.ts";
import { bucketTwin } from "./bucket-twin.ts";
import { publishedFiles, statisticsIn } from "./night-states.ts";
import { keepEpisode, nightPorts, personIn, smallEngland } from "./night-twin.ts";
import { realDrawing } from "./real-drawing.ts";
import { seeded } from "./service-history.ts";
import { tableTwin } from "./table-twin.ts";

/** One night over the same people, kept in an order of this process's own: prints the hash of all that it published. */
const [seed = "0"] = process.argv.slice(2);
const draw = seeded(Number(seed));
const people = Array.from({ length: 40 }, (_, at) => ({
  refKey: `R${at}`,
  contribution: personIn("A81001", at % 2 === 0 ? "2026-02" : "2026-03", [6 + (at % 20), at % 9]),
}));
for (let at = people.length - 1; at > 0; at--) {
  const other = draw(at + 1);
  const [a, b] = [people[at], people[other]];
  if (a !== undefined && b !== undefined) [people[at], people[other]] = [b, a];
}
const [table, bucket] = [tableTwin(), bucketTwin()];
const ports = { ...nightPorts({ dynamo: table.client, s3: bucket.client, organisations: smallEngland }), ...realDrawing };
for (const person of people) await keepEpisode(table.client, person);
await runNight({ civilDate: "2026-06-10" }, ports);
const published = { files: await publishedFiles(ports), statistics: statisticsIn(table.rows()) };
process.stdout.write(`${createHash("sha256").update(JSON.stringify(published)).digest("hex")} ${Object.keys(published.files).length}\n`);
