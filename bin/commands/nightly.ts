import { Command } from "@commander-js/extra-typings";
import { dryRun } from "../../functions/preview-night/dry-run.ts";
import { counted } from "../../reports/words/practice-words.ts";
import { runNight } from "./night/run-night.ts";
import { type Outcome, withStore } from "./night/with-store.ts";
import { dateOption, stageOption } from "./options.ts";

/** `hearten nightly`: one night now, or what it would do. */
export function nightlyCommand() {
  return new Command("nightly")
    .description("Runs one night: recomputes what changed, draws it and publishes it.")
    .option("--date <date>", "the day it is run for, in London; today unless told otherwise", dateOption)
    .option("--dry-run", "say what would change and write nothing")
    .option("--data <dir>", "where everything is kept", ".hearten")
    .option("--stage <name>", "a stage on AWS in the place of a directory", stageOption)
    .option("--json", "one JSON document on stdout")
    .action(async ({ date, dryRun: isDry, ...options }) => {
      const input = date === undefined ? {} : { civilDate: date };
      await withStore(options, async ({ ports }): Promise<Outcome> => {
        if (isDry === true) {
          const preview = await dryRun(input, ports);
          return { document: preview, lines: previewLines(preview) };
        }
        const result = await runNight(input, ports);
        return { document: result, lines: [endingOf(result)], exitCode: result.reason === "newer" ? 1 : 0 };
      });
    });
}

function numberLines(places: Awaited<ReturnType<typeof dryRun>>["places"]): readonly string[] {
  const sum = (kind: "changed" | "hidden" | "shown" | "added" | "gone") => places.reduce((total, place) => total + place[kind], 0);
  return [
    `Of their numbers ${sum("changed")} would be others, ${sum("hidden")} would be hidden that are shown now and ${sum("shown")} shown that are hidden now; ` +
      `${sum("added")} would be new and ${sum("gone")} gone.`,
    ...places
      .filter(({ hidden, shown }) => hidden + shown > 0)
      .map(({ code, changed, hidden, shown }) => `  ${code}: ${changed} others, ${hidden} hidden, ${shown} shown`),
  ];
}

function endingOf({ gen, published, reason }: Awaited<ReturnType<typeof runNight>>): string {
  if (published) return `Generation ${gen} is published.`;
  return reason === "unchanged" ? `Run ${gen} found nothing new: readers keep what they see.` : `Run ${gen} was overtaken by a newer one.`;
}

function previewLines({
  civilDate,
  units,
  waiting,
  drawn,
  gone,
  assets,
  places,
  rules,
}: Awaited<ReturnType<typeof dryRun>>): readonly string[] {
  return [
    `A night for ${civilDate} would recompute ${counted(units, "practice-month")} and draw ${counted(drawn.length, "place")}.`,
    ...(waiting > 0 ? [`At ${counted(waiting, "practice")} more would be kept than may be seen: fewer than eight people have moved.`] : []),
    ...(rules ? ["The rules of folding are others than before: everything would be made anew from its events."] : []),
    ...(places.length > 0 ? numberLines(places) : []),
    ...(drawn.length > 0 ? [`Drawn anew: ${drawn.join(", ")}`] : []),
    ...(gone.length > 0 ? [`Not shown any more: ${gone.join(", ")}`] : []),
    ...(assets ? ["What all pages share would change."] : []),
    "Nothing was written.",
  ];
}
