import { Command } from "@commander-js/extra-typings";
import { repairTables } from "../../adapters/repair-tables.ts";
import { rebuild } from "../../core/night/rebuild.ts";
import { runNight } from "./night/run-night.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

/** `hearten rebuild`: everything that can be rebuilt is made anew from the events, and a night is run. */
export function rebuildCommand() {
  return new Command("rebuild")
    .description("Makes everything that can be rebuilt anew from the events, and runs a night.")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (options) => {
      await withStore(options, async ({ ports, dynamo, source, derived, instruments }) => {
        const rebuilt = await rebuild(repairTables({ client: dynamo, source, derived }), ports.now(), instruments);
        const night = await runNight({}, ports);
        const lines = [
          `${rebuilt.episodes} referrals folded again: ${rebuilt.summariesWritten} summaries differed, ${rebuilt.summariesRemoved} had no events.`,
          `${rebuilt.unitsMarked} practice-months and sums recomputed.`,
          night.published ? `Generation ${night.gen} is published.` : "What readers see was right already: nothing to publish.",
        ];
        return { document: { ...rebuilt, night }, lines };
      });
    });
}
