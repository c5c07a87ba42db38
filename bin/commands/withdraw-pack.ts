import { Command } from "@commander-js/extra-typings";
import { withdrawPack } from "../../core/night/withdraw-pack.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

/** `hearten withdraw-pack`: the public pack of a month is open no longer. */
export function withdrawPackCommand() {
  return new Command("withdraw-pack")
    .description("Closes the public pack of a month: whoever is not signed in is told that there is no such page.")
    .argument("<month>", "which one, as 2026-11")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (month, options) => {
      await withStore(options, async ({ ports }) => {
        const result = await withdrawPack(month, ports);
        if (!result.ok) return { document: result, lines: result.refusals.map(({ fix }) => fix), exitCode: 1 };
        const lines = [
          `The public pack of ${month} is closed. Signed-in readers still see generation ${result.value.gen}: \`hearten rollback\` shows them an earlier one.`,
        ];
        return { document: result.value, lines };
      });
    });
}
