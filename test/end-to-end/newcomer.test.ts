import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Truth } from "../../core/simulation/truth.ts";
import { chromiumPath, hasChromium } from "../support/chromium.ts";
import { ended, type RunningProduct, startProduct } from "./running-product.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "hearten-newcomer-"));
const dataDir = join(folder, "data");
let product: RunningProduct;

beforeAll(async () => {
  product = await startProduct(dataDir);
}, 600_000);

afterAll(async () => {
  await ended(product.process, "SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** The truth of the very service that was started, made by `hearten simulate` and never by the pipeline. */
async function truthOfSample(): Promise<Truth> {
  const { referrals, practices, seed, until } = JSON.parse(readFileSync(join(dataDir, "sample.json"), "utf8"));
  const out = join(folder, "truth");
  const size = ["--referrals", String(referrals), "--practices", String(practices), "--seed", String(seed), "--until", until];
  await run(process.execPath, ["bin/hearten.mjs", "simulate", "--out", out, ...size]);
  return JSON.parse(readFileSync(join(out, "truth.json"), "utf8"));
}

/** Pairs of an instrument, counted out: one entry for each person. */
function changesIn(truth: Truth, instrument: string): readonly number[] {
  return (truth.england.scores[instrument] ?? []).flatMap(([baseline, followUp, people]) =>
    followUp === null ? [] : Array.from({ length: people }, () => followUp - baseline),
  );
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
/** As the pages write points: one decimal and a real minus sign. */
const inPoints = (value: number) => value.toFixed(1).replace("-", "\u2212");

it(`looks at the pages in Chromium: ${hasChromium ? "it is installed, and did" : "it is not installed here, so only the bytes were read"}`, () => {
  expect(typeof hasChromium).toBe("boolean");
});

describe("a newcomer's first start", () => {
  it("prints where the reports and the description of the API are, and how to sign in", () => {
    const { baseUrl } = product.access();
    for (const line of [`${baseUrl}/reports`, `${baseUrl}/docs`, "access.json"]) expect(product.printed()).toContain(line);
  });

  it("says of every step what it is, with the sample's progress", () => {
    expect(product.printed()).toMatch(/Loading the sample service through the API: 6000 referrals/);
    expect(product.printed()).toMatch(/100%/);
  });

  it("publishes every change in England exactly as the truth file has it", async () => {
    const truth = await truthOfSample();
    const { baseUrl } = product.access();
    const page = await fetch(`${baseUrl}/reports`);
    for (const [outcome, instrument] of [
      ["anxiety", "gad-7"],
      ["depression", "phq-9"],
      ["isolation", "lsns-6"],
      ["loneliness", "ucla-3"],
    ] as const) {
      const csv = await (await fetch(new URL(`${outcome}/figures/change.csv`, page.url))).text();
      const value = (statistic: string) =>
        Number(
          csv
            .split("\r\n")
            .find((line) => line.includes(`,${statistic},`))
            ?.split(",")[10],
        );
      const changes = changesIn(truth, instrument);
      expect([outcome, value("people with both scores")]).toEqual([outcome, changes.length]);
      expect(value("mean change")).toBeCloseTo(mean(changes), 9);
    }
  });

  it("answers 404 to somebody who asks for a practice without having signed in", async () => {
    const england = await fetch(`${product.access().baseUrl}/reports`);
    const practice = await fetch(new URL("../practice/V99001/index.html", england.url), { redirect: "manual" });
    expect([england.status, practice.status]).toEqual([200, 404]);
  });
});

describe.runIf(hasChromium)("in a browser", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    });
    page = await browser.newPage();
  }, 60_000);

  afterAll(() => browser.close());

  it("shows England's change in anxiety as the truth file has it, a click from the first page", async () => {
    const changes = changesIn(await truthOfSample(), "gad-7");
    await page.goto(`${product.access().baseUrl}/reports`);
    await page.getByRole("navigation").getByRole("link", { name: "Anxiety" }).click();
    const key = page.getByRole("list", { name: "Key numbers" });

    expect(await key.textContent()).toContain(`${inPoints(mean(changes))} points`);
    expect(await key.textContent()).toContain(changes.length.toLocaleString("en-GB"));
    expect(await page.getByText("Sample data").first().isVisible()).toBe(true);
  }, 60_000);

  it("lets a practice sign in and read its own page, and no other practice's", async () => {
    const practice = product.access().users.find(({ kind }) => kind === "practice");
    await page.goto(`${product.access().baseUrl}/sign-in`);
    await page.getByLabel(/account|name/i).fill(String(practice?.account));
    await page.getByLabel(/password/i).fill(String(practice?.password));
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.waitForURL(/\/reports\//);
    const own = await page.goto(new URL(`../practice/${practice?.organisation}/index.html`, page.url()).href);
    expect(own?.status()).toBe(200);
    const other = practice?.organisation === "V99001" ? "V99002" : "V99001";
    expect((await page.goto(new URL(`../../practice/${other}/index.html`, page.url()).href))?.status()).toBe(404);
  }, 60_000);
});

describe("killed at any moment", () => {
  it("keeps everything it had acknowledged, publishes the same and takes no sample twice", async () => {
    const before = await (await fetch(`${product.access().baseUrl}/reports`)).text();
    await ended(product.process, "SIGKILL");

    product = await startProduct(dataDir);

    expect(product.printed()).not.toMatch(/Loading the sample/);
    expect(await (await fetch(`${product.access().baseUrl}/reports`)).text()).toBe(before);
  }, 300_000);
});
