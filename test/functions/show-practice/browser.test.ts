import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sessionCookie } from "../../../adapters/http-cookies.ts";
import { sharedFile } from "../../../functions/fill-in/fill-in.ts";
import { listenOnLoopback } from "../../../local/loopback.ts";
import { chromiumPath, hasChromium } from "../../support/chromium.ts";
import { practicePages } from "../../support/practice-pages.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const looked: string[] = [];
let server: Server;
let url: string;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (!hasChromium) return;
  const service = await practicePages();
  server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "", "http://localhost").pathname;
    const shared = sharedFile(path.replace("/fill-in/", ""));
    if (shared !== null) return void response.writeHead(200, { "content-type": shared.contentType }).end(shared.body);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    // The front door of the service has the address that the service says of itself.
    const origin = headers.origin === undefined ? {} : { origin: "http://localhost:8080" };
    const answer = await service.ask(request.method ?? "", path, { headers: { ...headers, ...origin }, body: await bodyOf(request) });
    return void response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  });
  url = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.addCookies([{ name: sessionCookie, value: "practice-1", url }]);
  page = await context.newPage();
}, 60_000);

afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((done) => (server === undefined ? done(null) : server.close(done)));
});

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString("utf8");
}

/** Runs in the page. */
const examination = `(async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run({ runOnly: tags, preload: false });
  return {
    violations: violations.map(({ id, nodes }) => id + " (" + nodes.length + ")"),
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
})()`;

async function look(name: string): Promise<void> {
  for (const width of [320, 375, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(axeSource);
    const found = await page.evaluate<{ violations: readonly string[]; sideways: number }>(examination);
    expect([name, width, found.violations, found.sideways]).toEqual([name, width, [], 0]);
  }
  looked.push(name);
}

describe.runIf(hasChromium)("the pages of a practice, in a browser", () => {
  it("have no fault that axe finds and never scroll sideways, on a desk, on a telephone and at 320 pixels", async () => {
    for (const path of ["", "/risk-flags", "/follow-ups", "/data-quality", "/elsewhere"]) {
      await page.goto(`${url}/practice/A81001${path}`);
      await look(path);
    }
  }, 120_000);

  it("lead from the start to the acknowledgement by the keyboard alone", async () => {
    await page.goto(`${url}/practice`);
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to main content");
    await tabTo("See them and acknowledge each");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/risk-flags");
    await tabTo("Somebody is seeing to it: referral R1029, PHQ-9 of 4 November 2026");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#seen");

    expect(await page.textContent("main")).toContain("1 answer points to thoughts of self-harm");
    await look("acknowledged");
    await tabTo("What is to be done");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/practice/A81001");
  }, 120_000);
});

describe("whether the pages of a practice were looked at in a browser", () => {
  it("is told: where there is a browser, all of them were", () => {
    expect(looked).toEqual(hasChromium ? ["", "/risk-flags", "/follow-ups", "/data-quality", "/elsewhere", "acknowledged"] : []);
  });
});

/** Goes on by the keyboard alone until what has those words has the focus. */
async function tabTo(words: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await page.evaluate("document.activeElement.textContent.trim()")) === words) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no key leads to ${words}`);
}
