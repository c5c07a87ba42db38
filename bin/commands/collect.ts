import { Command } from "@commander-js/extra-typings";
import { type Collected, collect } from "../../core/night/collect.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

/** `hearten collect`: what nobody can be reading any more is removed, or named. */
export function collectCommand() {
  return new Command("collect")
    .description("Removes the pages of generations that nobody can be reading any more; every night does so by itself.")
    .option("--dry-run", "say what would be removed and remove nothing")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async ({ dryRun, ...options }) => {
      await withStore(options, async ({ ports }) => {
        const collected = await collect({ ...ports, isDry: dryRun === true });
        return { document: collected, lines: linesOf(collected, dryRun === true), exitCode: collected.outrun === true ? 1 : 0 };
      });
    });
}

function linesOf({ kept, found, bytes, removed, outrun }: Collected, isDry: boolean): readonly string[] {
  const megabytes = (bytes / 1_000_000).toFixed(1);
  return [
    `${kept.length} generations stay whole: the live one and those that were live in the last 35 days.`,
    `${found} files that only older ones show: ${megabytes} MB.`,
    outrun === true
      ? "Another run published meanwhile, so nothing was removed: try again."
      : isDry
        ? "Nothing was removed."
        : `${removed} removed.`,
  ];
}
