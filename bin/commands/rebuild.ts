import { Command } from "@commander-js/extra-typings";
import { repairTables } from "../../adapters/repair-tables.ts";
import { rebuild } from "../../core/night/rebuild.ts";
import { vouchForDerived } from "../../core/night/same-derived.ts";
import { replayExclusions } from "../../core/people/replay.ts";
import { runNight } from "./night/run-night.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";
import { withPeople } from "./people/with-people.ts";

/** `hearten rebuild`: everything that can be rebuilt is made anew from the events, and a night is run. */
export function rebuildCommand() {
  return new Command("rebuild")
    .description("Repeats every erasure and opt-out, makes everything that can be rebuilt anew from the events, and runs a night.")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (options) => {
      await withStore(options, async (store) => {
        const { ports, dynamo, source, derived, instruments } = store;
        const replayed = await withPeople(store, (people) => replayExclusions(people));
        const rebuilt = await rebuild(repairTables({ client: dynamo, source, derived }), ports.now(), instruments);
        await vouchForDerived(ports.derivedBook, ports.derived);
        const night = await runNight({}, ports);
        const lines = [
          `${replayed.entries} erasures and lists of opt-outs repeated: ${replayed.episodes} referrals were not as they say.`,
          `${rebuilt.episodes} referrals folded again: ${rebuilt.summariesWritten} summaries differed, ${rebuilt.summariesRemoved} had no events.`,
          `${rebuilt.unitsMarked} practice-months and sums recomputed.`,
          night.published ? `Generation ${night.gen} is published.` : "What readers see was right already: nothing to publish.",
        ];
        return { document: { ...rebuilt, replayed, night }, lines };
      });
    });
}
