import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import type { PlaceFile } from "../../../core/place-report.ts";
import { listenOnLoopback } from "../../../local/loopback.ts";

const chromiumPath = "/usr/bin/chromium";

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 0.75 up, 150 ms there and back. */
const slow4G = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (0.75 * 1024 * 1024) / 8 };

/** By the page's own clock, which begins with the reader's click: what looks for the figure from outside takes longer than the page to get there. */
const sinceFirstFigure = `new Promise((done) => {
  const look = () => requestAnimationFrame(() => (isThere() ? requestAnimationFrame(() => setTimeout(() => done(performance.now()))) : look()));
  const isThere = () => [...document.querySelectorAll("figure svg, figure img")].some((one) => one.getBoundingClientRect().height > 0);
  look();
})`;

/** Milliseconds until the first figure of a page stands in a fresh Chromium over slow 4G on a processor four times as slow; `null` without Chromium. */
export async function firstFigureMs(files: readonly PlaceFile[], path: string): Promise<number | null> {
  if (!existsSync(chromiumPath)) return null;
  const { chromium } = await import("playwright-core");
  const packed = new Map(files.map((file) => [`/${file.path}`, { ...file, bytes: gzipSync(file.body) }]));
  const server = createServer((request, response) => {
    const file = packed.get(new URL(request.url ?? "/", "http://localhost").pathname);
    if (file === undefined) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": file.contentType, "content-encoding": "gzip" }).end(file.bytes);
  });
  const port = await listenOnLoopback(server, 0);
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage({ viewport: { width: 375, height: 667 } });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", slow4G);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.addInitScript(`window.firstFigure = ${sinceFirstFigure}`);
    await page.goto(`http://127.0.0.1:${port}/${path}`, { waitUntil: "load" });
    return Math.round(await page.evaluate<number>("window.firstFigure"));
  } finally {
    await browser.close();
    server.close();
  }
}
