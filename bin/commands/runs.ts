import { Command } from "@commander-js/extra-typings";
import type { RunRecord } from "../../core/night/run-record.ts";
import { counted } from "../../reports/words/practice-words.ts";
import { withStore } from "./night/with-store.ts";
import { stageOption } from "./options.ts";

const endings: Record<RunRecord["phase"], string> = {
  planned: "not finished",
  verified: "not finished",
  published: "published",
  unchanged: "nothing to publish",
  outrun: "another run came first",
};

/** `hearten runs`: every run, newest first, and what came of it. */
export function runsCommand() {
  return new Command("runs")
    .description("Lists every run, newest first, and what came of it.")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async (options) => {
      await withStore(options, async ({ ports }) => {
        const live = (await ports.reports.readPointer())?.pointer.gen ?? null;
        const runs = await ports.derived.runs();
        return { document: { live, runs }, lines: runs.length === 0 ? ["No run yet."] : runs.map((run) => lineOf(run, live)) };
      });
    });
}

function lineOf({ gen, civilDate, phase, units, drawn, rolledBackTo }: RunRecord, live: number | null): string {
  const work =
    rolledBackTo === undefined
      ? `${counted(units, "practice-month")}, ${counted(drawn ?? 0, "place")} drawn`
      : `shows the pages of ${rolledBackTo}`;
  return `${gen === live ? "*" : " "} ${String(gen).padStart(5)}  ${civilDate}  ${endings[phase].padEnd(22)}  ${work}`;
}
