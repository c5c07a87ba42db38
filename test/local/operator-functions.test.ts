import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient, ScanCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exclusionRegister } from "../../adapters/exclusion-register.ts";
import { exclusionTables } from "../../adapters/exclusion-tables.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { progressOn } from "../../local/progress.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";

const dataDir = mkdtempSync(join(tmpdir(), "hearten-operator-"));
const call = { by: "pat.on-call", ticket: "INC-1042" };
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
  await startSample(stack, { today: "2026-11-22", size: { referrals: 40, practices: 3 } }, progressOn({ write: () => true }));
  await stack.runNight();
}, 300_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true });
});

const logOf = (name: string) => readFileSync(join(dataDir, "logs", `${name}.log`), "utf8");

it("an operator lists the runs, checks the published files, and asks what a collection would remove, each within its synthesized policy", async () => {
  expect(await stack.invoke("inspect-night", { action: "runs", ...call })).toMatchObject({
    live: 1,
    runs: [{ gen: 1, phase: "published" }],
  });
  expect(await stack.invoke("inspect-night", { action: "verify", ...call })).toMatchObject({ published: { damaged: [] } });
  expect(await stack.invoke("inspect-night", { action: "collect", ...call })).toMatchObject({ kept: [1], found: 0, removed: 0 });
}, 120_000);

it("an operator asks what a night would change and which events made a number, and is told counts", async () => {
  expect(await stack.invoke("preview-night", { action: "dry-run", ...call })).toMatchObject({ units: 0, drawn: [] });
  expect(await stack.invoke("preview-night", { action: "explain", cell: "ENG/depression/improved", ...call })).toMatchObject({ ok: true });
  expect(await stack.invoke("preview-night", { action: "explain", cell: "nowhere", ...call })).toMatchObject({ ok: false });
}, 120_000);

it("an operator holds every statistic against the events", async () => {
  expect(await stack.invoke("verify-statistics", call)).toMatchObject({
    published: { damaged: [] },
    statistics: { different: [], waiting: 0 },
  });
}, 120_000);

it("an operator rebuilds everything from the events, and the night that follows publishes nothing new", async () => {
  expect(await stack.invoke("rebuild-statistics", call)).toMatchObject({
    ...{ summariesWritten: 0, summariesRemoved: 0, statisticsRemoved: 0 },
    replayed: { entries: 0, episodes: 0 },
    next: expect.stringContaining("start the night's state machine"),
  });
  expect(await stack.runNight()).toMatchObject({ published: false });
}, 240_000);

it("an operator's rebuild erases again whom a restored copy brought back, within its synthesized policy", async () => {
  const { dynamo, s3 } = stack.clients;
  const client = DynamoDBDocumentClient.from(dynamo);
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: stack.source, FilterExpression: "begins_with(pk, :p)", ExpressionAttributeValues: { ":p": "PER#" } }),
  );
  const pid = String(Items[0]?.pk).slice("PER#".length);
  const excluding = exclusionTables({ client, source: stack.source, derived: stack.derived });
  const held = await excluding.episodesOf(pid);
  // as after a restore: the register knows of the erasure, and the tables do not
  const settled = {
    id: "01ERASED",
    at: "2026-11-22T09:00:00Z",
    by: "pat.on-call",
    kind: "erased",
    pid,
    practice: null,
    on: "2026-11-22",
  } as const;
  await exclusionRegister(s3, stack.raw).add(settled);

  expect(held.length).toBeGreaterThan(0);
  expect(await stack.invoke("rebuild-statistics", call)).toMatchObject({ replayed: { entries: 1, episodes: held.length } });

  expect(await excluding.episodesOf(pid)).toEqual([]);
  expect(await stack.invoke("rebuild-statistics", call)).toMatchObject({ replayed: { entries: 1, episodes: 0 } });
}, 240_000);

it("an operator goes back to an earlier generation, and is refused one that never was", async () => {
  expect(await stack.invoke("roll-back", { generation: 99, ...call })).toMatchObject({
    ok: false,
    refusals: [{ rule: "unknown-generation" }],
  });
  expect(await stack.invoke("roll-back", { generation: 1, ...call })).toMatchObject({ ok: false, refusals: [{ rule: "live-generation" }] });
}, 120_000);

it("every call is noted with who asked for what and why, before and after it; one that does not say so is refused without what it sent", async () => {
  await expect(stack.invoke("inspect-night", { action: "runs", by: "pat 943 476 5919" })).rejects.toThrow("cannot read: by, ticket");

  const lines = logOf("inspect-night");
  expect(lines).toContain('"message":"operation begun"');
  expect(lines).toContain('"by":"pat.on-call","ticket":"INC-1042","action":"verify"');
  expect(lines).not.toContain("943 476 5919");
}, 60_000);

it("anybody is told how up to date the reports are, as JSON and as a page", async () => {
  const json = await fetch(`${stack.baseUrl}/v1/status`);
  const page = await fetch(`${stack.baseUrl}/reports/status`);

  expect(json.status).toBe(200);
  expect(await json.json()).toMatchObject({ generation: 1, lastSuccess: { run: expect.any(Number) } });
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await page.text()).toContain("Status of the reports");
}, 60_000);

it("an operator closes the public pack of a month for good, and is refused a month that has none", async () => {
  const month = londonDate(new Date()).slice(0, 7);

  expect(await stack.invoke("withdraw-pack", { month: "2001-01", ...call })).toMatchObject({
    ok: false,
    refusals: [{ rule: "unknown-pack" }],
  });
  expect((await fetch(`${stack.baseUrl}/reports/public/${month}`, { redirect: "manual" })).status).toBe(302);
  expect(await stack.invoke("withdraw-pack", { month, ...call })).toMatchObject({ ok: true, value: { month, gen: 1 } });
  expect(await stack.invoke("withdraw-pack", { month, ...call })).toMatchObject({ ok: true, value: { month, gen: 1 } });
  await expect
    .poll(async () => (await fetch(`${stack.baseUrl}/reports/public/${month}`, { redirect: "manual" })).status, { timeout: 60_000 })
    .toBe(404);
  expect(logOf("withdraw-pack")).toContain('"action":"withdraw-pack"');
}, 120_000);
