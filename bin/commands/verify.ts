import { Command } from "@commander-js/extra-typings";
import { repairTables } from "../../adapters/repair-tables.ts";
import { readLive } from "../../core/night/read-run-files.ts";
import { type Verification, verifyEverything } from "../../core/night/verify-everything.ts";
import { type PublishedObjects, verifyPublished } from "../../core/night/verify-published.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

/** `hearten verify`: every published file against its hash and, with `--full`, every statistic against the events. */
export function verifyCommand() {
  return new Command("verify")
    .description("Checks every published file against its hash; with --full, also every statistic against the events.")
    .option("--full", "recompute every statistic from raw events, by a second implementation")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async ({ full, ...options }) => {
      await withStore(options, async ({ ports, dynamo, source, derived, instruments }) => {
        const { manifest } = await readLive(ports.reports);
        const published = await verifyPublished(manifest, ports);
        const repair = repairTables({ client: dynamo, source, derived });
        const statistics = full === true ? await verifyEverything({ ...ports, repair, instruments }) : null;
        return outcomeOf(published, statistics);
      });
    });
}

function outcomeOf(published: PublishedObjects, statistics: Verification | null): Outcome {
  const isRight = published.damaged.length === 0 && (statistics?.different.length ?? 0) === 0;
  const lines = [
    `${published.checked} published files checked, ${published.damaged.length} missing or damaged.`,
    ...published.damaged.map((path) => `  ${path}`),
    ...(statistics === null ? [] : statisticLines(statistics)),
  ];
  return { document: { published, statistics }, lines, exitCode: isRight ? 0 : 1 };
}

function statisticLines({ episodes, equal, waiting, different }: Verification): readonly string[] {
  return [
    `${episodes} referrals recomputed from their events: ${equal} statistics equal, ${different.length} different, ${waiting} waiting for the next night.`,
    ...different.map((name) => `  ${name}`),
  ];
}
