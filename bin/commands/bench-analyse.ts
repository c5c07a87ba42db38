import { spawnSync } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import Papa from "papaparse";
import { analyseTable } from "../../core/analysis/analyse-table.ts";
import type { BenchRow } from "./bench-core.ts";
import { writeService } from "./bench-service.ts";
import { readTable } from "./read-table.ts";

const seconds = "s";
const rProgram = "Rscript";

/** `hearten bench analyse`: 200,000 and 1,000,000 referrals, beside reading the file alone and beside R where it is present. */
export async function benchAnalyse(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "hearten-bench-"));
  try {
    const large = join(folder, "large.csv");
    await writeService(large, { referrals: 200_000, practices: 1500 });
    const [first, again, papa] = [await timed(large), await timed(large), await papaTime(large)];
    const best = first.total < again.total ? first : again;
    const [huge, memory] = await hugeTimes(join(folder, "huge.csv"));
    return [
      row("200,000 referrals analysed", best.total, best.total / best.read, "reading the file alone"),
      row("200,000 referrals analysed", best.total, best.total / papa, "papaparse splitting the file alone"),
      row("1,000,000 referrals analysed", huge, huge / best.total / 5, "five times 200,000 referrals"),
      { name: "1,000,000 referrals, most memory held", value: memory, unit: "MB", ratio: memory / 1500, peer: "1,500 MB" },
      ...(await besideR(folder)),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

function row(name: string, milliseconds: number, ratio: number | null, peer: string): BenchRow {
  return { name, value: Math.round(milliseconds) / 1000, unit: seconds, ratio, peer };
}

type Times = { readonly read: number; readonly total: number };

async function timed(file: string): Promise<Times> {
  const start = performance.now();
  const table = await readTable(file);
  const read = performance.now() - start;
  if (!table.ok) throw new Error("timed requires a file that can be read");
  analyseTable("bench.csv", table.value);
  return { read, total: performance.now() - start };
}

async function hugeTimes(file: string): Promise<readonly [milliseconds: number, megabytes: number]> {
  await writeService(file, { referrals: 1_000_000, practices: 6500 });
  const { total } = await timed(file);
  return [total, Math.round(process.resourceUsage().maxRSS / 1024)];
}

function papaTime(file: string): Promise<number> {
  const start = performance.now();
  return new Promise((done, fail) => {
    Papa.parse(createReadStream(file), { step: () => {}, complete: () => done(performance.now() - start), error: fail });
  });
}

/** The reference program lies beside the checkout where somebody keeps it; without it or R, this part has no peer and is left out. */
async function besideR(folder: string): Promise<readonly BenchRow[]> {
  const reference = fileURLToPath(new URL("../../../shared/conformance/reference.R", import.meta.url));
  if (!existsSync(reference)) return [];
  const file = join(folder, "service.csv");
  await writeService(file, { referrals: 20_000, practices: 300 });
  const ours = await timed(file);
  const start = performance.now();
  const run = spawnSync(rProgram, [reference, folder, join(folder, "expected"), "service.csv"], { stdio: "ignore" });
  if (run.status !== 0) return [];
  return [row("20,000 referrals analysed", ours.total, ours.total / (performance.now() - start), "R computing the same (reference.R)")];
}
