import { Command } from "@commander-js/extra-typings";
import { progressOn } from "../../local/progress.ts";
import type { BenchRow } from "./bench-core.ts";
import { wholeNumber } from "./options.ts";

/** What a benchmark is told of how much is wanted. */
type Wanted = {
  readonly referrals?: number | undefined;
  readonly throughTheStack?: number | undefined;
  readonly undrawn?: boolean | undefined;
};

const megabyte = 1024 ** 2;

/** The benchmarks by name. Each is loaded only when it is run. */
const benchmarks: Readonly<Record<string, (wanted: Wanted) => Promise<readonly BenchRow[]>>> = {
  core: async () => (await import("./bench-core.ts")).benchCore(),
  analyse: async () => (await import("./bench-analyse.ts")).benchAnalyse(),
  cold: async () => (await import("./bench-cold.ts")).benchCold(),
  reports: async () => (await import("./bench-reports.ts")).benchReports(),
  night: async (wanted) => (await import("./bench-night.ts")).benchNight(wanted),
  history: async (wanted) => (await import("./bench-night.ts")).benchHistory(wanted),
  truth: async () => (await import("./bench-truth.ts")).benchTruth(),
  ingest: async ({ throughTheStack }) => {
    const { benchIngest, benchPassage } = await import("./bench-ingest.ts");
    const progress = process.stderr.isTTY ? progressOn(process.stderr) : undefined;
    return throughTheStack === undefined ? benchIngest({}, progress) : benchPassage(throughTheStack * megabyte, progress);
  },
};

/** `hearten bench`: figures as ratios within one run, because a machine's own speed says nothing. */
export function benchCommand() {
  const names = Object.keys(benchmarks);
  return new Command("bench")
    .description("Measures Hearten beside its peers, where they are present.")
    .argument("[name]", `which one: ${names.join(", ")}; all unless told`)
    .option(
      "--referrals <number>",
      "for the night: so many referrals in the place of 10,000, 30,000 and 100,000, such as 1000000",
      wholeNumber,
    )
    .option("--undrawn", "for the night and its history: pages are disclosed and not drawn, so that larger services can be measured")
    .option("--through-the-stack <megabytes>", "for ingest, in its place: one file of so many MB through the whole product", wholeNumber)
    .option("--json", "one JSON document on stdout")
    .action(async (name, { json, ...wanted }) => {
      if (name !== undefined && benchmarks[name] === undefined) {
        process.stderr.write(`There is no benchmark of that name: choose from ${names.join(", ")}.\n`);
        process.exitCode = 2;
        return;
      }
      const rows: (BenchRow & { benchmark: string })[] = [];
      for (const benchmark of name === undefined ? names : [name]) {
        rows.push(...((await benchmarks[benchmark]?.(wanted)) ?? []).map((row) => ({ benchmark, ...row })));
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
