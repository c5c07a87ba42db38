import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { placeFolder } from "../../reports/html/page-shell.ts";
import { renderPlace } from "../../reports/render-place.ts";
import { siteFiles } from "../../reports/site-files.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";
import { inventedReport } from "../support/invented-reports.ts";

/** England has the fullest pages, the PCN hidden numbers. */
const places = ["england", "pcn"];
/** A4 without its margins, in CSS pixels. */
const paper = { width: 680, height: 960 };

let root = "";
let browser: Browser;
const pages: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  root = mkdtempSync(join(tmpdir(), "hearten-reading-"));
  const write = (path: string, body: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), body);
  };
  for (const { path, body } of siteFiles()) write(path, body);
  for (const name of places) {
    const report = inventedReport(name);
    for (const { path, body } of await renderPlace(report)) {
      write(`${placeFolder(report.place)}/${path}`, body);
      if (path.endsWith(".html")) pages.push(`${placeFolder(report.place)}/${path}`);
    }
  }
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  if (root !== "") rmSync(root, { recursive: true, force: true });
});

/** What a page says when it is asked in some way, with the browser set up for one reader. */
async function eachPage<T>(options: Parameters<Browser["newPage"]>[0], ask: (page: Page) => Promise<T>): Promise<ReadonlyMap<string, T>> {
  const page = await browser.newPage(options);
  const answers = new Map<string, T>();
  for (const path of pages) {
    await page.goto(`file://${root}/${path}`);
    answers.set(path, await ask(page));
  }
  await page.close();
  return answers;
}

const faults = (answers: ReadonlyMap<string, readonly unknown[]>) => [...answers].filter(([, found]) => found.length > 0);

/** In the page: texts of pictures that lie on one another, by more than the edge of a letter. */
const overlaps = `[...document.querySelectorAll("figure svg")].filter((svg) => getComputedStyle(svg).display !== "none").flatMap((svg) => {
  const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim() !== "" && getComputedStyle(text).opacity !== "0");
  const boxes = texts.map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() })).filter(({ box }) => box.width > 0);
  return boxes.flatMap((a, at) => boxes.slice(at + 1).filter((b) => {
    const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    return wide > 2 && high > 4;
  }).map((b) => (svg.closest("figure")?.id ?? "") + ": " + a.text + " / " + b.text));
})`;

describe.runIf(hasChromium)("in Chromium", () => {
  for (const width of [1280, 375]) {
    it(`no text of a picture lies on another at ${width} pixels`, { timeout: 120_000 }, async () => {
      expect(faults(await eachPage({ viewport: { width, height: 900 } }, (page) => page.evaluate<string[]>(overlaps)))).toEqual([]);
    });
  }

  it("a page is whole without script", { timeout: 120_000 }, async () => {
    const without = await eachPage({ javaScriptEnabled: false }, (page) => page.locator("main").ariaSnapshot());
    const withScript = await eachPage({}, (page) => page.locator("main").ariaSnapshot());
    expect([...without]).toEqual([...withScript]);
  });

  it("a page fits on A4 and prints its words and pictures, without what only a screen can use", { timeout: 120_000 }, async () => {
    const printed = await eachPage({ viewport: paper }, async (page) => {
      await page.emulateMedia({ media: "print" });
      return page.evaluate<string[]>(`(() => {
        const wrong = [];
        const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
        for (const one of document.querySelectorAll("body *")) if (shown(one) && one.getBoundingClientRect().right > ${paper.width} + 2 && one.closest(".scroll") === null) wrong.push("wider than the paper: " + one.tagName + "." + one.getAttribute("class") + " " + Math.round(one.getBoundingClientRect().right));
        for (const name of ["h1", "figure"]) for (const one of document.querySelectorAll("main " + name)) if (!shown(one)) wrong.push(name + " is not printed");
        for (const one of document.querySelectorAll("nav, .nhsuk-skip-link, details")) if (shown(one)) wrong.push(one.tagName + " is printed");
        return wrong;
      })()`);
    });
    expect(faults(printed)).toEqual([]);
  });

  it("every link, control and unfolding part is reached by Tab in the order of the page, and shows where the focus is", {
    timeout: 180_000,
  }, async () => {
    const found = await eachPage({ viewport: { width: 1280, height: 900 } }, async (page) => {
      const expected = await page.evaluate<number>(`(() => {
        window.reachable = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((one) => one.checkVisibility({ contentVisibilityAuto: true }));
        return window.reachable.length;
      })()`);
      const wrong: string[] = [];
      for (let at = 0; at < Math.min(expected, 60); at++) {
        await page.keyboard.press("Tab");
        const fault = await page.evaluate<string | null>(`(() => {
          const active = document.activeElement;
          if (active !== window.reachable[${at}]) return "${at}: focus is on " + active?.tagName + " " + active?.textContent?.slice(0, 30);
          const style = getComputedStyle(active);
          return style.outlineStyle === "none" && style.boxShadow === "none" && style.backgroundColor === "rgba(0, 0, 0, 0)" ? "${at}: no sign of focus on " + active.textContent?.slice(0, 30) : null;
        })()`);
        if (fault !== null) wrong.push(fault);
      }
      return wrong.slice(0, 3);
    });
    expect(faults(found)).toEqual([]);
  });

  it("the first Tab leads past the navigation, and a folded table opens by the keyboard", async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`file://${root}/england/anxiety/index.html`);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("location.hash + ' ' + (document.querySelector(location.hash)?.tagName ?? '')")).toMatch(/^#\S+ MAIN$/);
    await page.locator("figure summary, details summary").first().focus();
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.querySelectorAll('details[open]').length")).toBe(1);
    await page.close();
  });

  it("pictures keep their colours where a reader's system forces its own, and links and boxes take the system's", {
    timeout: 120_000,
  }, async () => {
    const found = await eachPage({ viewport: { width: 1280, height: 900 }, forcedColors: "active", colorScheme: "dark" }, (page) =>
      page.evaluate<string[]>(`(() => {
        const wrong = [];
        for (const svg of document.querySelectorAll("figure svg")) if (getComputedStyle(svg).forcedColorAdjust !== "none") wrong.push("a picture lets its colours be replaced");
        for (const svg of document.querySelectorAll("figure svg")) if (!/rgb\\(255, 255, 255\\)/.test(getComputedStyle(svg).backgroundColor)) wrong.push("a picture has no ground of its own: " + getComputedStyle(svg).backgroundColor);
        return wrong.slice(0, 2);
      })()`),
    );
    expect(faults(found)).toEqual([]);
  });
});

it(`was ${hasChromium ? "read in Chromium" : "not read in a browser: apt-get install chromium, and it is"}`, () => {
  expect(hasChromium).toBe(pages.length > 0);
});
