import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { progressOn } from "../../local/progress.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";

const dataDir = mkdtempSync(join(tmpdir(), "hearten-explore-"));
let stack: Stack | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (!hasChromium) return;
  stack = await startStack({ dataDir, port: 0 });
  await startSample(stack, { today: "2026-11-22", size: { referrals: 120, practices: 4 } }, progressOn({ write: () => true }));
  await stack.runNight();
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  rmSync(dataDir, { recursive: true });
});

describe.runIf(hasChromium)("the page on which figures can be pointed at", () => {
  it("draws what is published, under its own policy and asking nobody else, and shows the numbers under the pointer", {
    timeout: 120_000,
  }, async () => {
    const base = stack?.baseUrl ?? "";
    const page = (await browser?.newPage({ viewport: { width: 1280, height: 900 } })) ?? expect.unreachable();
    const [asked, complaints]: [string[], string[]] = [[], []];
    page.on("request", (request) => void asked.push(request.url()));
    page.on("console", (message) => void complaints.push(message.text()));
    await page.goto(`${base}/explore#ENG/anxiety/flow`);
    await page.waitForSelector("#picture svg");

    expect(await page.locator("#place, #outcome, #figure").evaluateAll((all) => all.map((one) => Reflect.get(one, "value")))).toEqual([
      "ENG",
      "anxiety",
      "flow",
    ]);
    expect(await page.locator("#says").textContent()).toMatch(/^\d+ numbers/);
    await page.locator("#picture svg .mark-symbol path").first().hover();
    await page.waitForSelector("#vg-tooltip-element.visible");
    expect(await page.locator("#vg-tooltip-element").textContent()).toMatch(/Referred.*120/i);
    expect(complaints).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(`${base}/`))).toEqual([]);
    await page.close();
  });

  it("lets every choice be made by the keyboard, keeps it in the address, and leads to the page with the table", {
    timeout: 120_000,
  }, async () => {
    const page = (await browser?.newPage({ viewport: { width: 375, height: 700 } })) ?? expect.unreachable();
    await page.goto(`${stack?.baseUrl}/explore`);
    await page.waitForSelector("#picture svg");
    await page.locator("#outcome").focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/#ENG\/depression\//);
    const way = await page.locator("#way").getAttribute("href");

    expect(way).toMatch(/^reports\/\d+\/england\/depression\/index\.html#/);
    expect((await fetch(`${stack?.baseUrl}/${way}`)).status).toBe(200);
    await page.close();
  });

  it("draws anew for the width there is, and never scrolls sideways", { timeout: 120_000 }, async () => {
    const page = (await browser?.newPage({ viewport: { width: 1280, height: 900 } })) ?? expect.unreachable();
    await page.goto(`${stack?.baseUrl}/explore#ENG/anxiety/flow`);
    await page.waitForSelector("#picture svg");
    const widthDrawn = "document.querySelector('#picture svg')?.clientWidth";
    const sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    const wide = Number(await page.evaluate(widthDrawn));

    for (const width of [375, 320, 768]) {
      await page.setViewportSize({ width, height: 900 });
      const fits = `Math.abs(${widthDrawn} - document.querySelector('#picture').clientWidth) <= 1`;
      await expect.poll(() => page.evaluate(fits), { timeout: 10_000 }).toBe(true);
      const names =
        "[...document.querySelectorAll('#picture svg text')].map((text) => text.textContent).filter((text) => text.endsWith('…'))";
      expect([width, await page.evaluate(sideways), await page.evaluate(names)]).toEqual([width, 0, []]);
    }
    expect(wide).toBeGreaterThan(800);
    await page.close();
  });

  it("has every number of the picture, and those that are not shown, in a table that the keyboard reaches", {
    timeout: 120_000,
  }, async () => {
    const page = (await browser?.newPage({ viewport: { width: 375, height: 700 } })) ?? expect.unreachable();
    await page.goto(`${stack?.baseUrl}/explore#ENG/anxiety/flow`);
    await page.waitForSelector("#picture svg");
    await page.locator("#measure").focus();
    await page.keyboard.press("Tab");

    expect(await page.evaluate("document.activeElement.id")).toBe("numbers");
    const told = Number.parseInt((await page.locator("#says").textContent()) ?? "", 10);
    const rows = await page.locator("#numbers tbody tr").allTextContents();
    expect(rows).toHaveLength(told);
    const drawn = await page.locator("#picture svg .mark-symbol path").count();
    expect(rows.filter((row) => row.includes("[c]"))).toHaveLength(told - drawn);
    await page.close();
  });

  it("keeps nobody out, and says where to go without script", { timeout: 120_000 }, async () => {
    for (const width of [1280, 768, 375, 320]) {
      const page = (await browser?.newPage({ viewport: { width, height: 900 }, bypassCSP: true })) ?? expect.unreachable();
      await page.goto(`${stack?.baseUrl}/explore`);
      await page.waitForSelector("#picture svg");
      await page.addScriptTag({ content: axe.source });
      const violations = await page.evaluate("axe.run({ preload: false }).then(({ violations }) => violations.map(({ id }) => id))");
      expect([width, violations]).toEqual([width, []]);
      await page.close();
    }
    const without = (await browser?.newPage({ javaScriptEnabled: false })) ?? expect.unreachable();
    await without.goto(`${stack?.baseUrl}/explore`);
    expect(await without.locator("noscript").textContent()).toContain("need none");
    expect(await without.locator("select").evaluateAll((all) => all.filter((one) => one.checkVisibility()))).toEqual([]);
    await without.close();
  });
});

it(`was ${hasChromium ? "explored in Chromium" : "not explored in a browser: apt-get install chromium, and it is"}`, () => {
  expect(hasChromium).toBe(browser !== undefined);
});
