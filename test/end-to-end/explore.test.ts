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

  it("keeps nobody out, and says where to go without script", { timeout: 120_000 }, async () => {
    for (const width of [1280, 375]) {
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
    expect(await without.locator("main").textContent()).toContain("need none");
    await without.close();
  });
});

it(`was ${hasChromium ? "explored in Chromium" : "not explored in a browser: apt-get install chromium, and it is"}`, () => {
  expect(hasChromium).toBe(browser !== undefined);
});
