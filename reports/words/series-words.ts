import { branchAt, listAt } from "../../core/analysis/branch-reader.ts";
import type { Branch } from "../../core/analysis/describe-pairs.ts";
import { shown } from "./analysis-numbers.ts";

/** XmR charts in plain words: for each series its limits and every point that is no common cause. Direction is told, not judged. */
export function describeSeries(charts: Branch): string {
  return Object.keys(charts)
    .map((name) => describeChart(name, branchAt(charts, name, "screened")))
    .join("\n");
}

function describeChart(name: string, chart: Branch): string {
  const flags = listAt(chart, "flag").map(String);
  const special = flags.flatMap((flag, index) => (flag === "Common Cause" ? [] : [`  point ${index + 1}: ${flag}`]));
  const [mean, lower, upper] = ["mean", "lpl", "upl"].map((key) => listAt(chart, key).at(-1));
  const limits = lower === null ? "no limits: nothing moves" : `limits ${shown(lower)} to ${shown(upper)}`;
  const heading = `${name}: ${flags.length} points, mean ${shown(mean)}, ${limits} (last stretch)`;
  return `${[heading, ...(special.length === 0 ? ["  common cause throughout"] : special)].join("\n")}\n`;
}
