import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { monthsFrom } from "../../core/civil-date.ts";
import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import type { PlaceStatistics } from "../../core/place-statistics.ts";
import { mergeStatistics, type Statistic } from "../../core/statistic.ts";
import { placeFolder } from "../../reports/html/page-shell.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";
import { inventedEvaluations } from "../support/invented-evaluations.ts";
import { inventedPlace, inventedStatistic } from "../support/invented-place.ts";

/** A place whose people were referred over the months given, as many in each. */
function over(months: readonly string[], perMonth: number, code: string): PlaceStatistics {
  const monthly = months.map((month, index) => ({ month, statistic: inventedStatistic(perMonth, index + 1) }));
  const [from, to] = [months[0] ?? "2026-05", months.at(-1) ?? "2026-05"];
  const statistic: Statistic = mergeStatistics(monthly.map((one) => one.statistic));
  const base = inventedPlace("icb", statistic);
  return { ...base, place: { ...base.place, code }, months: monthly, period: { from, to }, evaluations: inventedEvaluations().slice(1) };
}

const unbroken = `Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch${"-and-district".repeat(6)}`;
const spoken =
  "The Very Long Named Group Practice of Upper and Lower Exampleshire with Branch Surgeries at Harbour, Fell View and Orchard Road";

function longNamed(): PlaceStatistics {
  const base = inventedPlace("pcn", inventedStatistic(400, 9));
  const named = (name: string, code: string) => ({ level: "practice" as const, code, name });
  return {
    ...base,
    place: { ...base.place, code: "U99777", name: unbroken },
    above: base.above.map((place) => ({ ...place, name: spoken })),
    below: [named(unbroken, "X99001"), named(spoken, "X99002")],
    compared: (base.compared ?? []).map((other, at) => ({ ...other, place: { ...other.place, name: at % 2 === 0 ? unbroken : spoken } })),
  };
}

/** Everybody's events were withdrawn, or they opted out: there were people here, and nobody is counted. */
function leftOut(): PlaceStatistics {
  const gone = new Map([
    ["ledger|received", 24],
    ["ledger|left-out", 8],
    ["ledger|left-out-events", 24],
  ]);
  const base = inventedPlace("practice", gone);
  return { ...base, place: { ...base.place, code: "X99888" } };
}

const extremes: Readonly<Record<string, () => PlaceReport>> = {
  "no months": () => disclosePlace(over([], 0, "QX0")),
  "one month": () => disclosePlace(over(["2026-05"], 300, "QX2")),
  "ten years of months": () => disclosePlace(over(monthsFrom("2016-11", "2026-10"), 40, "QX3")),
  "very long names": () => disclosePlace(longNamed()),
  "a place whose people were all withdrawn": () => disclosePlace(leftOut()),
};
const looked = ["index.html", "anxiety/index.html", "evidence/index.html", "missing-data/index.html", "data-quality/index.html"];

let root: string;
let browser: Browser;

beforeAll(async () => {
  if (!hasChromium) return;
  root = mkdtempSync(join(tmpdir(), "hearten-extremes-"));
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser?.close();
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});

function write(path: string, body: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), body);
}

/** Runs in the page. The widths between the widest and the narrowest are asked about scrolling alone: `browser.test.ts` asks axe at all four. */
const examination = (asksAxe: boolean) => `(async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = ${asksAxe} ? await axe.run({ runOnly: tags, preload: false }) : { violations: [] };
  return {
    violations: violations.map(({ id, nodes }) => id + " (" + nodes.length + ")"),
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    holes: /undefined|NaN|Infinity|\\[object/.test(document.body.innerText),
  };
})()`;

describe.runIf(hasChromium)("a page at its limits", () => {
  for (const [name, make] of Object.entries(extremes)) {
    it(`keeps nobody out, scrolls nowhere sideways and holds no number that is none: ${name}`, { timeout: 300_000 }, async () => {
      const report = make();
      for (const { path, body } of siteFiles()) write(path, body);
      const files = await renderPlace(report);
      for (const { path, body } of files) write(`${placeFolder(report.place)}/${path}`, body);
      const pages = files.filter(({ path }) => looked.includes(path));

      expect(pages.length).toBeGreaterThan(2);
      for (const width of [1280, 768, 375, 320]) {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        for (const { path } of pages) {
          await page.goto(`file://${root}/${placeFolder(report.place)}/${path}`);
          await page.addScriptTag({ content: axe.source });
          const found = await page.evaluate(examination(width === 1280 || width === 320));
          expect([path, width, found]).toEqual([path, width, { violations: [], sideways: 0, holes: false }]);
        }
        await page.close();
      }
    });
  }
});
