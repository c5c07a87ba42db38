import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { functionNames } from "../../lib/functions.ts";
import { localCredentials, region } from "../../local/place.ts";
import { progressOn } from "../../local/progress.ts";
import { writeSite } from "../../local/published-site.ts";
import { writeAccess } from "../../local/sample/access-file.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { killed, startedChild } from "./support/child.ts";
import { scratchDirectory } from "./support/scratch.ts";

const dataDir = mkdtempSync(join(tmpdir(), "hearten-stack-"));
const size = { referrals: 60, practices: 5 };
const today = "2026-11-22";
const silent = progressOn({ write: () => true });
let stack: Stack;

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
}, 120_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true });
});

async function countIn(table: string): Promise<number> {
  let [count, from]: [number, Record<string, never> | undefined] = [0, undefined];
  do {
    const page = await stack.clients.dynamo.send(
      new ScanCommand({ TableName: table, Select: "COUNT", ConsistentRead: true, ExclusiveStartKey: from }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey as Record<string, never> | undefined;
  } while (from !== undefined);
  return count;
}

it("runs every function that the cloud has, and no other", () => {
  expect([...stack.functionNames].sort()).toEqual([...functionNames].sort());
});

it("refuses a second start on the same data while the first one runs", async () => {
  await expect(startStack({ dataDir, port: 0 })).rejects.toThrow(`in use by process ${process.pid}`);
});

it("answers 401 to a submission without a token, and 404 where there is nothing", async () => {
  const unsigned = await fetch(`${stack.baseUrl}/v1/submissions`, {
    method: "POST",
    body: "{}",
    headers: { "content-type": "application/json" },
  });

  expect(unsigned.status).toBe(401);
  expect((await fetch(`${stack.baseUrl}/nowhere`)).status).toBe(404);
});

it("takes the sample through the public API, publishes it, and takes nothing twice at the next start", async () => {
  const { isNew, roles } = await startSample(stack, { today, size }, silent);
  await stack.runNight();
  const site = await writeSite(stack, join(dataDir, "site"));
  const before = await countIn(stack.source);

  const again = await startSample(stack, { today, size }, silent);

  expect([isNew, again.isNew]).toEqual([true, false]);
  expect(await countIn(stack.source)).toBe(before);
  expect(before).toBeGreaterThan(size.referrals * 3);
  expect(site?.generation).toBe(1);
  expect(readFileSync(join(dataDir, "site", "england", "index.html"), "utf8")).toContain("Sample data");
  expect(existsSync(join(dataDir, "site", "practice", roles.people.practice.organisation, "index.html"))).toBe(true);
}, 180_000);

it("writes who may do what into a file that its owner alone can read, and every client in it gets a token", async () => {
  const { roles } = await startSample(stack, { today, size }, silent);
  const path = writeAccess(stack, roles);
  const access = JSON.parse(readFileSync(path, "utf8"));
  const { users }: { users: { kind: string; clientId: string; clientSecret: string; scope: string; practices?: string[] }[] } = access;

  const tokens = await Promise.all(users.map((user) => tokenSource(access.tokenUrl, user, user.scope)()));

  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect([access.baseUrl, access.tokenUrl]).toEqual([stack.baseUrl, stack.tokenUrl]);
  expect(users.map(({ kind }) => kind)).toEqual([
    "supplier",
    "supplier",
    "practice",
    "pcn-commissioner",
    "icb-commissioner",
    "evaluator",
    "operator",
  ]);
  expect(new Set(users.flatMap(({ practices }) => practices ?? [])).size).toBe(size.practices);
  expect(tokens.every((token) => token.split(".").length === 3)).toBe(true);
});

it("is killed without losing what it acknowledged, leaves no engine behind, and starts again without repair", async () => {
  const directory = scratchDirectory();
  const { child, firstLine } = await startedChild(new URL("./support/stack-process.ts", import.meta.url), directory);
  const first = JSON.parse(firstLine);
  const endpoint: string = first.endpoints.AWS_ENDPOINT_URL_DYNAMODB;
  const client = new DynamoDBClient({ endpoint, region, credentials: localCredentials, maxAttempts: 1 });
  await client.send(new PutItemCommand({ TableName: first.source, Item: { pk: { S: "a" }, sk: { S: "b" } } }));
  client.destroy();

  await killed(child);
  await expect
    .poll(() =>
      fetch(endpoint).then(
        () => "answers",
        () => "gone",
      ),
    )
    .toBe("gone");
  const again = await startStack({ dataDir: directory, port: 0 });
  const kept = await again.clients.dynamo.send(new GetItemCommand({ TableName: again.source, Key: { pk: { S: "a" }, sk: { S: "b" } } }));
  await again.stop();

  expect(kept.Item).toBeDefined();
  expect(existsSync(join(directory, "owner.pid"))).toBe(false);
}, 120_000);
