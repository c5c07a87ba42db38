import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "@commander-js/extra-typings";
import { organisationsOn } from "../../core/organisations/organisation.ts";
import { longFormColumns, longFormRows } from "../../core/simulation/long-form.ts";
import { type Simulation, simulate } from "../../core/simulation/simulate.ts";
import { dateOption, wholeNumber } from "./options.ts";

/** `hearten simulate`: a synthetic service with known truth, as `events.csv` (the long form), `events.ndjson` (everything that was sent) and `truth.json`. */
export function simulateCommand() {
  return new Command("simulate")
    .description("Makes a synthetic service with a known truth.")
    .option("--referrals <n>", "how many referrals", wholeNumber, 6000)
    .option("--practices <n>", "how many practices", wholeNumber, 40)
    .option("--seed <n>", "the same seed makes the same service", wholeNumber, 1)
    .option("--until <date>", "the last day of which anything is known", dateOption, "2026-10-31")
    .requiredOption("--out <dir>", "where to write it")
    .action(async ({ out, ...options }) => {
      await mkdir(out, { recursive: true });
      const simulation = simulate(options);
      await pipeline(Readable.from(csvLines(simulation, options.until)), createWriteStream(join(out, "events.csv")));
      await pipeline(Readable.from(eventLines(simulation)), createWriteStream(join(out, "events.ndjson")));
      await writeFile(join(out, "organisations.json"), `${JSON.stringify(simulation.organisations, null, 1)}\n`);
      await writeFile(join(out, "truth.json"), `${JSON.stringify(simulation.truth())}\n`);
      process.stdout.write(`${out}: events.csv, events.ndjson, organisations.json, truth.json\n`);
    });
}

function* csvLines(simulation: Simulation, until: string): Iterable<string> {
  const organisations = organisationsOn(simulation.organisations, until);
  yield `${longFormColumns.join(",")}\n`;
  for (const { referral } of simulation.referrals())
    yield longFormRows(referral, organisations)
      .map((row) => `${row}\n`)
      .join("");
}

function* eventLines(simulation: Simulation): Iterable<string> {
  for (const { events } of simulation.referrals()) yield events.map((event) => `${JSON.stringify(event)}\n`).join("");
}
