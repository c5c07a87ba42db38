import { expect, it } from "vitest";
import { benchReports } from "../../../bin/commands/bench-reports.ts";
import { simulatedReports } from "../../../bin/commands/reports-bench/simulated-reports.ts";

it("measures figures, pages, weight and memory, with the peer of each", async () => {
  const rows = await benchReports({ practices: 3, referrals: 300, pages: 1_000, places: 400, browser: false });

  expect(rows.map(({ name, unit }) => `${name}: ${unit}`)).toEqual([
    "a figure in both widths, warm, p50: ms",
    "a figure in both widths, warm, p95: ms",
    "a figure in both widths, cold, p50: ms",
    "a figure in both widths, cold, p95: ms",
    "the same compiled and parsed each time, p50: ms",
    "pages drawn a second of processor time: pages/s",
    "1000 pages of 5 figures in two widths: CPU s",
    "the heaviest page, compressed: KB",
    "a page, compressed, p50: KB",
    "the first page read of 400 places, processor time: ms",
    "the first page read of 400 places, memory added: MB",
    "memory at its highest: MB",
  ]);
  for (const { name, value } of rows) expect([name, Number.isFinite(value) && value > 0]).toEqual([name, true]);
}, 120_000);

it("keeps the heaviest page below the limit", async () => {
  const rows = await benchReports({ practices: 3, referrals: 300, pages: 10, places: 20, browser: false });
  expect(rows.find(({ name }) => name.startsWith("the heaviest page"))?.ratio).toBeLessThan(1);
}, 120_000);

it("draws what the night would draw: everybody simulated is counted once, in England and in a practice", () => {
  const { england, practices } = simulatedReports(3, 300);
  const referred = england.outcomes[0]?.flow.referred;
  expect(referred).toEqual({ kind: "value", value: 300 });
  expect(practices).toHaveLength(3);
});
