import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays, type CivilDate } from "../../../core/civil-date.ts";
import { londonDate } from "../../../core/night/london-date.ts";
import { progressOn } from "../../../local/progress.ts";
import { writeAccess } from "../../../local/sample/access-file.ts";
import { tokenSource } from "../../../local/sample/access-token.ts";
import { startSample } from "../../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../../local/stack.ts";
import { chromiumPath, hasChromium } from "../../support/chromium.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const today = londonDate(new Date());
const referredOn = addDays(today, -80);
const looked: string[] = [];

let dataDir: string;
let stack: Stack;
let readersToken = "";
let suppliers: readonly {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly practices: readonly string[];
}[];
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  if (!hasChromium) return;
  dataDir = mkdtempSync(join(tmpdir(), "hearten-fill-in-"));
  stack = await startStack({ dataDir, port: 0 });
  const { roles } = await startSample(stack, { today, size: { referrals: 300, practices: 5 } }, progressOn({ write: () => true }));
  const { users, tokenUrl } = JSON.parse(readFileSync(writeAccess(stack, roles), "utf8"));
  const reader = users.find(({ kind }: { kind: string }) => kind === "practice");
  readersToken = await tokenSource(tokenUrl, reader, reader.scope)();
  suppliers = users.filter(({ kind }: { kind: string }) => kind === "supplier");
  await stack.runNight();
  browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  page = await context.newPage();
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  if (dataDir !== undefined) rmSync(dataDir, { recursive: true, force: true });
});

type Found = { readonly violations: readonly string[]; readonly sideways: number };

/** Runs in the page. */
const examination = `(async () => {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run({ runOnly: tags, preload: false });
  return {
    violations: violations.map(({ id, nodes }) => id + " (" + nodes.length + ")"),
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
})()`;

/** What axe finds on the page as it stands, on a desk and on a telephone. */
async function look(name: string): Promise<void> {
  for (const width of [375, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(axeSource);
    const { violations, sideways } = await page.evaluate<Found>(examination);
    expect([name, width, violations, sideways]).toEqual([name, width, [], 0]);
  }
  looked.push(name);
}

/** Goes on by the keyboard alone until a field of that name has the focus. */
async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate<string>("document.activeElement.name || document.activeElement.textContent.trim()");
    if (at === name) return;
  }
  throw new Error(`no key leads to ${name}`);
}

async function typeInto(name: string, text: string): Promise<void> {
  await tabTo(name);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

async function typeDay(name: string, date: CivilDate): Promise<void> {
  const [year = "", month = "", day = ""] = date.split("-");
  await typeInto(`${name}-day`, day);
  await typeInto(`${name}-month`, month);
  await typeInto(`${name}-year`, year);
}

/** Chooses an answer by its place: the space bar takes the first, the arrow goes to the next. */
async function answer(name: string, place: number): Promise<void> {
  await tabTo(name);
  await page.keyboard.press("Space");
  for (let at = 0; at < place; at += 1) await page.keyboard.press("ArrowDown");
}

async function press(button: string): Promise<void> {
  await tabTo(button);
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
}

async function signIn(): Promise<void> {
  const { account, password } = stack.directory.people.find(({ kind }) => kind === "practice") ?? { account: "", password: "" };
  await page.goto(`${stack.baseUrl}/fill-in`);
  await press("Sign in");
  await typeInto("account", account);
  await typeInto("password", password);
  await press("Sign in");
  expect(page.url()).toBe(`${stack.baseUrl}/fill-in`);
}

/** People of England with depression scores, by the figure that the live generation publishes. */
/** England of the latest night: whoever is not signed in reads the month's public pack. */
async function peopleInEngland(): Promise<Record<string, number>> {
  const { generation } = await (await fetch(`${stack.baseUrl}/v1/status`)).json();
  const headers = { authorization: `Bearer ${readersToken}` };
  const csv = await (await fetch(`${stack.baseUrl}/reports/${generation}/england/depression/figures/flow.csv`, { headers })).text();
  const [header = "", ...lines] = csv.trim().split("\n");
  const [group, value] = ["group", "value"].map((name) => header.split(",").indexOf(name));
  const rows = lines.map((line) => line.split(","));
  return Object.fromEntries(rows.map((cells) => [cells[group ?? -1] ?? "", Number(cells[value ?? -1])]));
}

/** Other people of the practice, sent by the supplier that speaks for it. */
async function othersCome(practice: string, people: number): Promise<void> {
  const supplier = suppliers.find(({ practices }) => practices.includes(practice));
  if (supplier === undefined) throw new Error("every practice of the sample requires a supplier");
  const token = await tokenSource(stack.tokenUrl, supplier, supplier.scope)();
  const events = Array.from({ length: people }, (_, at) => {
    const [referralId, survey] = [`OTHER-${at}`, { type: "survey.completed", practice, referralId: `OTHER-${at}`, instrument: "phq-9" }];
    return [
      {
        type: "referral.recorded",
        eventId: `o-r${at}`,
        practice,
        referralId,
        patient: { localId: `other-${at}` },
        referredOn,
        referrerRole: "gp",
      },
      { ...survey, eventId: `o-s${at}`, completedOn: addDays(referredOn, 1), total: 17 },
      { ...survey, eventId: `o-f${at}`, completedOn: today, total: 4 },
    ];
  });
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ submissionId: "others", events: events.flat() });
  const answer = await fetch(`${stack.baseUrl}/v1/submissions`, { method: "POST", headers, body });
  expect(await answer.json()).toMatchObject({ accepted: 3 * people, rejected: 0 });
}

async function eventsKept(): Promise<number> {
  const found = await stack.clients.dynamo.send(
    new ScanCommand({
      TableName: stack.source,
      Select: "COUNT",
      ConsistentRead: true,
      FilterExpression: "begins_with(pk, :episode) AND begins_with(sk, :event) AND contains(sk, :form)",
      ExpressionAttributeValues: { ":episode": { S: "EP#" }, ":event": { S: "EV#" }, ":form": { S: "form-" } },
    }),
  );
  return found.Count ?? 0;
}

describe.runIf(hasChromium)("in Chromium, by the keyboard alone", () => {
  it("records a referral, fills in two questionnaires on a connection that drops, and a night counts them once, with seven others who come", async () => {
    const before = await peopleInEngland();

    await page.goto(`${stack.baseUrl}/fill-in`);
    await look("sign in");
    await signIn();
    await look("start");

    await press("Record a new referral");
    await press("Record the referral");
    await look("new referral, with errors");
    await typeInto("referralId", "BROWSER-1");
    await typeInto("nhsNumber", "9990000018");
    await typeDay("referredOn", referredOn);
    await answer("referrerRole", 0);
    await press("Record the referral");
    expect(await page.textContent("h1")).toBe("The referral is recorded");
    await look("receipt of the referral");

    await press("Fill in a questionnaire");
    await look("referral");
    await press("PHQ-9");
    await press("Send the answers");
    await look("questionnaire, with errors");
    expect(await page.evaluate<string>("document.activeElement.className")).toBe("nhsuk-error-summary");
    await typeDay("completedOn", addDays(referredOn, 1));
    for (let question = 1; question <= 9; question += 1) await answer(`q${question}`, question === 9 ? 1 : 2);
    await press("Send the answers");
    expect(await page.textContent("main")).toContain("Score 17: moderately severe");
    expect(await page.textContent("[role=alert]")).toContain("follow your procedure for risk today");
    expect(await page.evaluate<string>("document.activeElement.className")).toBe("act");
    await look("receipt with a risk");

    await press("Back to the referral");
    await press("PHQ-9");
    await look("questionnaire");
    for (let question = 1; question <= 9; question += 1) await answer(`q${question}`, 0);
    await context.setOffline(true);
    await tabTo("Send the answers");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.url()).not.toContain(stack.baseUrl);
    await context.setOffline(false);
    await page.goBack();
    expect(await page.locator("input[type=radio]:checked").count()).toBe(9);
    await page.getByRole("button", { name: "Send the answers" }).dblclick();
    await page.waitForURL(/\/receipts\//);
    expect(await page.textContent("main")).toContain("17 points lower, which is better");
    expect(await page.textContent("main")).toContain("A zero is not reassurance.");
    await look("receipt without a risk");

    expect(await eventsKept()).toBe(3);
    await stack.runNight();
    // one person more is not shown of a practice, and so not of England: whoever holds both nights would know them
    expect(await peopleInEngland()).toEqual(before);
    const practice = /[A-Z]\d{5}/.exec(
      (await (await context.newPage().then((tab) => tab.goto(`${stack.baseUrl}/fill-in`)))?.text()) ?? "",
    )?.[0];
    await othersCome(practice ?? "", 7);
    await stack.runNight();
    const counted = async () => {
      const after = await peopleInEngland();
      return ["referred", "baseline", "followedUp"].map((group) => (after[group] ?? 0) - (before[group] ?? 0));
    };
    // The live generation is remembered for half a minute.
    await expect.poll(counted, { timeout: 60_000, interval: 1000 }).toEqual([8, 8, 8]);
    expect(before.referred).toBeGreaterThan(0);
  }, 300_000);

  it("sends a file, says what each row comes to, and finds the referral again by its own reference", async () => {
    await page.goto(`${stack.baseUrl}/fill-in`);
    const practice = /[A-Z]\d{5}/.exec((await page.textContent("main")) ?? "")?.[0];
    const rows = [
      `survey.completed,f1,${practice},BROWSER-1,gad-7,${addDays(referredOn, 1)},9`,
      `survey.completed,f2,${practice},BROWSER-1,gad-7,${today},99`,
    ];
    const file = ["type,eventId,practice,referralId,instrument,completedOn,total", ...rows].join("\n");

    await press("Send a CSV file");
    await look("upload");
    await page.locator("input[type=file]").setInputFiles({ name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
    await press("Send the file");
    await look("receipt of a file");
    const told = (await page.textContent("main")) ?? "";
    await page.goto(`${stack.baseUrl}/fill-in`);
    await typeInto("referralId", "BROWSER-1");
    await press("Find the referral");

    expect(told).toMatch(/Rejected\s*1/);
    expect(told).toMatch(/9\s*mild/);
    expect(await page.textContent("main")).toContain("GAD-7");
  }, 120_000);
});

describe.runIf(hasChromium)("in Chromium, after the sign-in has ended", () => {
  it("keeps what was filled in, takes it once signed in again, and takes it back when it was sent in error", async () => {
    await press("GAD-7");
    for (let question = 1; question <= 7; question += 1) await answer(`q${question}`, 1);
    await context.clearCookies();
    await press("Send the answers");
    await look("signed out");
    const form = page;
    page = await context.newPage();
    await signIn();
    await page.close();
    page = form;

    await press("Send again");
    expect(await page.locator("input[type=radio]:checked").count()).toBe(7);
    await press("Send the answers");
    expect(await page.textContent("main")).toContain("Score 7: mild");
    await press("Withdraw it, if it was sent in error");
    await look("withdrawal");
    await press("Withdraw it");
    await look("receipt of a withdrawal");

    expect(await page.textContent("h1")).toBe("It is withdrawn");
  }, 120_000);

  it("has left nothing in any log that was filled in, nor what stands for it in addresses", () => {
    const logs = join(dataDir, "logs");
    const written = readdirSync(logs).map((file) => readFileSync(join(logs, file), "utf8"));
    const refKey = /referrals\/[A-Z]\d{5}\/([a-z2-7]{52})/.exec(page.url())?.[1] ?? "";

    expect(written.join("")).toContain("form answered");
    expect(refKey).toHaveLength(52);
    for (const text of ["BROWSER-1", "9990000018", refKey]) expect(written.filter((log) => log.includes(text))).toEqual([]);
  });
});

it(`was ${hasChromium ? "driven in Chromium" : "not driven in a browser: apt-get install chromium, and it is"}`, () => {
  expect(hasChromium).toBe(looked.length > 0);
});
