import { Command } from "@commander-js/extra-typings";
import { rollBack } from "../../core/night/roll-back.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption, wholeNumber } from "./options.ts";

/** `hearten rollback`: an earlier generation is shown again, as a new one with the old pages. */
export function rollbackCommand() {
  return new Command("rollback")
    .description("Shows an earlier generation again, as a new one with the old pages.")
    .argument("<generation>", "which one, as `hearten runs` lists them", wholeNumber)
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (generation, options) => {
      await withStore(options, async ({ ports }) => {
        const result = await rollBack(generation, ports);
        if (!result.ok) return { document: result, lines: result.refusals.map(({ fix }) => fix), exitCode: 1 };
        const { gen, published } = result.value;
        const line = published
          ? `Generation ${gen} shows the pages of ${generation} again.`
          : "Another generation was published meanwhile: try again.";
        return { document: result.value, lines: [line], exitCode: published ? 0 : 1 };
      });
    });
}
