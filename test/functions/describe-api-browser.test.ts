import axe from "axe-core";
import { chromium } from "playwright-core";
import { describe, expect, it } from "vitest";
import { docsPage } from "../../functions/describe-api/docs-page.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";

describe.runIf(hasChromium)("the description of the API in Chromium", () => {
  it("keeps nobody out and needs no sideways scroll, on a phone as on a desk", { timeout: 120_000 }, async () => {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    for (const width of [320, 1280]) {
      const page = await browser.newPage({ viewport: { width, height: 900 } });
      await page.setContent(docsPage());
      await page.addScriptTag({ content: axe.source });
      const violations = await page.evaluate<readonly string[]>(
        `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(({ violations }) => violations.map(({ id }) => id))`,
      );
      const sideways = await page.evaluate<number>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      expect([width, sideways, violations]).toEqual([width, 0, []]);
      await page.close();
    }
    await browser.close();
  });
});
