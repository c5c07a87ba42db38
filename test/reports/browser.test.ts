import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outcomes } from "../../core/reported-outcomes.ts";
import { signInErrorPage, signInPage } from "../../local/sign-in/page.ts";
import { html } from "../../reports/html/html.ts";
import { pageShell, placeFolder } from "../../reports/html/page-shell.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { formCss } from "../../reports/theme/form-css.ts";
import { reportCss } from "../../reports/theme/report-css.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";
import { statusPages, turnedAway } from "../support/every-page.ts";
import { inventedReport } from "../support/invented-reports.ts";

const widths = [1280, 768, 375, 320];
/** The fullest pages, those with hidden numbers, and those with nothing to draw. */
const looked: Readonly<Record<string, readonly string[]>> = {
  england: ["index.html", "anxiety/index.html", "evidence/index.html", "evaluation-methods/index.html"],
  icb: ["evidence/index.html", "missing-data/index.html", "data-quality/index.html", "what-changed/index.html"],
  pcn: ["index.html", "isolation/index.html"],
  "a tiny practice": ["anxiety/index.html"],
  practice: ["index.html", "anxiety/index.html"],
};

let root: string;
let browser: Browser;
const pages: string[] = [];
/** What the service answers where it has no report: how up to date the reports are, who is turned away, and where people sign in. */
const answered: string[] = [];

function write(path: string, body: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), body);
}

beforeAll(async () => {
  if (!hasChromium) return;
  root = mkdtempSync(join(tmpdir(), "hearten-pages-"));
  for (const { path, body } of siteFiles()) write(path, body);
  pages.push("methods/index.html");
  for (const [name, chosen] of Object.entries(looked)) {
    const invented = inventedReport(name);
    // practices of every size are one practice, and each has a folder of its own here
    const report = name === "practice" ? { ...invented, place: { ...invented.place, code: "X99002" } } : invented;
    for (const { path, body } of await renderPlace(report)) {
      write(`${placeFolder(report.place)}/${path}`, body);
      if (chosen.includes(path)) pages.push(`${placeFolder(report.place)}/${path}`);
    }
  }
  for (const [path, body] of answeredPages()) {
    write(path, body);
    answered.push(path);
  }
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
});

/** One status that is well and one that is not; two who are turned away; the sign-in of this machine, after a wrong password and when it cannot go on. */
function answeredPages(): readonly (readonly [path: string, body: string])[] {
  write("fill-in/style-1.css", formCss);
  write("reports/status/12/assets/report.css", reportCss);
  const [status, away] = [statusPages(), turnedAway()];
  const chosen = [status.at(0), status.at(-2), away.at(0), away.at(2), away.at(-1)].flatMap((page) => (page === undefined ? [] : [page]));
  return [
    ...chosen.map(([path, body]) => [`reports/status/${path}`, body] as const),
    ["reports/status/sign-in.html", signInPage({ action: "none", failed: true, accounts: ["practice", "operator"] })],
    ["reports/status/sign-in-stopped-here.html", signInErrorPage()],
  ];
}

afterAll(async () => {
  await browser?.close();
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});

type Found = { readonly violations: readonly string[]; readonly sideways: number; readonly pictures: number };

/** Runs in the page. */
const examination = `(async () => {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run({ runOnly: tags, preload: false });
  return {
    violations: violations.map(({ id, nodes }) => id + " (" + nodes.length + ")"),
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    pictures: [...document.querySelectorAll(".fig-svg")].filter((svg) => getComputedStyle(svg).display !== "none").length,
  };
})()`;

/** What a browser makes of a page opened from its folder, with every table unfolded. */
async function look(path: string, width: number) {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  const [asked, complaints]: [string[], string[]] = [[], []];
  page.on("request", (request) => void asked.push(request.url()));
  page.on("console", (message) => void complaints.push(message.text()));
  await page.goto(`file://${root}/${path}`);
  const heard = [...complaints];
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate<Found>(examination);
  await page.close();
  return { ...found, asked, complaints: heard };
}

describe.runIf(hasChromium)("in Chromium, opened from a folder", () => {
  for (const width of widths) {
    it(`has nothing that keeps people out, and no sideways scroll, at ${width} pixels`, { timeout: 180_000 }, async () => {
      for (const path of [...pages, ...answered]) {
        const { violations, sideways } = await look(path, width);
        expect([path, width, violations, sideways]).toEqual([path, width, [], 0]);
      }
    });
  }

  it("shows one picture of each figure, wide or narrow, and asks nobody for anything but its own files", { timeout: 60_000 }, async () => {
    for (const width of [1280, 375]) {
      const { pictures, asked, complaints } = await look("england/anxiety/index.html", width);
      expect([width, pictures, complaints]).toEqual([width, 8, []]);
      expect(asked.filter((url) => !url.startsWith(`file://${root}/`))).toEqual([]);
    }
  });
});

describe.runIf(hasChromium)("the links of a page's head", () => {
  it("stand in one row on a desk, with the evaluators' pages too", { timeout: 60_000 }, async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    for (const at of ["", "life-satisfaction", "evaluation-methods"]) {
      const path = `england/${at === "" ? "" : `${at}/`}every-link.html`;
      write(path, pageShell({ report: withEveryLink(), at, title: "Every link", main: html`` }));
      await page.goto(`file://${root}/${path}`);
      const tops = await page.evaluate<number[]>(`[...document.querySelectorAll(".head__item")].map((item) => item.offsetTop)`);
      expect([at, tops.length, new Set(tops).size]).toEqual([at, 10, 1]);
    }
    await page.close();
  });
});

/** England with the outcomes that the sample has, and an evaluation. */
function withEveryLink() {
  const report = inventedReport("england");
  const [some] = report.outcomes;
  const named = outcomes.filter((outcome) => outcome !== "wellbeing-long");
  return { ...report, outcomes: named.flatMap((outcome) => (some === undefined ? [] : [{ ...some, outcome }])) };
}

describe.runIf(hasChromium)("the first screen", () => {
  it.each([
    [1280, 900],
    [375, 812],
  ])("holds both boxes, what the data show and what they cannot, at %i by %i pixels", { timeout: 60_000 }, async (width, height) => {
    for (const path of pages.filter((each) => each !== "methods/index.html")) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(`file://${root}/${path}`);
      const tops = await page.evaluate<number[]>(
        `[...document.querySelectorAll(".say li")].map((item) => item.getBoundingClientRect().top)`,
      );
      const first = await page.evaluate<number>(`document.querySelector(".say--not li").getBoundingClientRect().bottom`);
      await page.close();
      expect([path, width, tops.length > 1 && first <= height]).toEqual([path, width, true]);
    }
  });
});

describe.runIf(hasChromium)("a practice's first page", () => {
  it("prints on two sides of A4", { timeout: 60_000 }, async () => {
    const page = await browser.newPage();
    await page.goto(`file://${root}/practice/X99002/index.html`);
    const printed = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString("latin1");
    await page.close();
    expect(printed.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  });
});

it(`was ${hasChromium ? "looked at in Chromium" : "not looked at in a browser: apt-get install chromium, and it is"}`, () => {
  expect(hasChromium).toBe(pages.length > 0);
});
