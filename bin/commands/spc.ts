import { readFile } from "node:fs/promises";
import { Command } from "@commander-js/extra-typings";
import { RecordTooLong } from "../../core/analysis/csv-records.ts";
import type { Branch } from "../../core/analysis/describe-pairs.ts";
import { chartSeries } from "../../core/analysis/spc-series.ts";
import { type Parsed, refused } from "../../core/refusal.ts";
import { describeSeries } from "../../reports/words/series-words.ts";
import { type AnalysisDoor, refuse, thisProcess } from "./analysis-door.ts";

/** `hearten spc SERIES.csv`: XmR limits and special causes of any series. */
export function spcCommand(door: AnalysisDoor = thisProcess) {
  return new Command("spc")
    .description("Draws the limits of an XmR chart around any series and names its special causes.")
    .argument("<file>", "CSV with the columns series, month, value and, where a new stretch starts, rebase")
    .option("--json", "one JSON document on standard output")
    .action(async (file, { json }) => {
      const charts = await chartsFrom(file);
      if (!charts.ok) return refuse(door, charts.refusals, json === true);
      door.write(json ? `${JSON.stringify(charts.value)}\n` : describeSeries(charts.value));
    });
}

async function chartsFrom(file: string): Promise<Parsed<Branch>> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined) return refused("file-unreadable", "", "name a file that exists and can be read");
  try {
    return chartSeries(bytes);
  } catch (error) {
    if (error instanceof RecordTooLong)
      return refused("record-too-long", "", "close every quote: a record may not be longer than a mebibyte");
    throw error;
  }
}
