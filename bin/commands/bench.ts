import { Command } from "@commander-js/extra-typings";
import type { BenchRow } from "./bench-core.ts";
import { wholeNumber } from "./options.ts";

/** The benchmarks by name. Each is loaded only when it is run. */
const benchmarks: Readonly<Record<string, (referrals?: number) => Promise<readonly BenchRow[]>>> = {
  core: async () => (await import("./bench-core.ts")).benchCore(),
  analyse: async () => (await import("./bench-analyse.ts")).benchAnalyse(),
  cold: async () => (await import("./bench-cold.ts")).benchCold(),
  reports: async () => (await import("./bench-reports.ts")).benchReports(),
  night: async (referrals) => (await import("./bench-night.ts")).benchNight(referrals),
  truth: async () => (await import("./bench-truth.ts")).benchTruth(),
  ingest: async () => (await import("./bench-ingest.ts")).benchIngest(),
};

/** `hearten bench`: figures as ratios within one run, because a machine's own speed says nothing. */
export function benchCommand() {
  const names = Object.keys(benchmarks);
  return new Command("bench")
    .description("Measures Hearten beside its peers, where they are present.")
    .argument("[name]", `which one: ${names.join(", ")}; all unless told`)
    .option("--referrals <number>", "for the night: so many referrals in the place of 10,000 and 100,000, such as 1000000", wholeNumber)
    .option("--json", "one JSON document on stdout")
    .action(async (name, { json, referrals }) => {
      if (name !== undefined && benchmarks[name] === undefined) {
        process.stderr.write(`There is no benchmark of that name: choose from ${names.join(", ")}.\n`);
        process.exitCode = 2;
        return;
      }
      const rows: (BenchRow & { benchmark: string })[] = [];
      for (const benchmark of name === undefined ? names : [name]) {
        rows.push(...((await benchmarks[benchmark]?.(referrals)) ?? []).map((row) => ({ benchmark, ...row })));
      }
      process.stdout.write(json === true ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
    });
}

function table(rows: readonly (BenchRow & { benchmark: string })[]): string {
  const lines = rows.map(({ benchmark, name, value, unit, ratio, peer }) => [
    `${benchmark}: ${name}`,
    `${value.toLocaleString("en-GB")} ${unit}`,
    ratio === null ? "" : `${ratio.toPrecision(3)} x`,
    peer,
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}
