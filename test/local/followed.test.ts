import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, expect, it } from "vitest";
import { derivedTable } from "../../adapters/derived-table.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { readAssembly } from "../../local/assembly.ts";
import { progressOn } from "../../local/progress.ts";
import { tokenSource } from "../../local/sample/access-token.ts";
import { startSample } from "../../local/sample/start-sample.ts";
import { scheduledInput } from "../../local/scheduler.ts";
import { type Stack, startStack } from "../../local/stack.ts";
import { synthesize } from "../../local/synthesis.ts";
import { type App, resolveApp } from "../../local/template.ts";
import { scopes } from "../../names.ts";

const root = join(import.meta.dirname, "..", "..");
const dataDir = mkdtempSync(join(tmpdir(), "hearten-followed-"));
const silent = progressOn({ write: () => true });
let stack: Stack;
let practice: string;

beforeAll(async () => {
  stack = await startStack({ dataDir, port: 0 });
  const { roles } = await startSample(stack, { today: "2026-11-22", size: { referrals: 20, practices: 3 } }, silent);
  practice = roles.suppliers["supplier-one"]?.[0] ?? "";
}, 300_000);

afterAll(async () => {
  await stack.stop();
  rmSync(dataDir, { recursive: true });
});

type Line = { service: string; message?: string; correlationId?: string };

/** Every line that every function has written, each of which must be JSON. */
function everyLine(): Line[] {
  const files = readdirSync(join(dataDir, "logs")).map((file) => readFileSync(join(dataDir, "logs", file), "utf8"));
  return files.flatMap((text) =>
    text
      .trim()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line)),
  );
}

const servicesOf = (id: string) => [...new Set(everyLine().flatMap((line) => (line.correlationId === id ? [line.service] : [])))].sort();

/** The functions that the night's state machine calls. */
function stepsOf(app: App): readonly string[] {
  const definition = String(app.ofType("AWS::StepFunctions::StateMachine")[0]?.properties.DefinitionString);
  const called = app.ofType("AWS::Lambda::Function").filter(({ attributes }) => definition.includes(`"${attributes.Arn}"`));
  return called.map(({ properties }) => String(properties.Description).replace("functions/", "")).sort();
}

async function submit(id: string): Promise<{ status: number; answered: string | null }> {
  const [supplier] = stack.directory.suppliers;
  if (supplier === undefined) throw new Error("the sample has suppliers");
  const token = await tokenSource(stack.tokenUrl, supplier, scopes.submit)();
  const events = Array.from({ length: 600 }, (_, n) => ({
    ...{ type: "referral.recorded", eventId: `f${n}`, practice, referralId: `F${n}` },
    ...{ patient: { localId: `person-${n}` }, referredOn: "2026-03-02" },
  }));
  const answer = await fetch(`${stack.baseUrl}/v1/submissions`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", "x-correlation-id": id },
    body: JSON.stringify({ submissionId: "followed", events }),
  });
  return { status: answer.status, answered: answer.headers.get("x-correlation-id") };
}

it("one submission is followed from its request through the queue to the parts that are stored", async () => {
  const id = randomUUID();

  expect(await submit(id)).toEqual({ status: 202, answered: id });
  const stored = () => everyLine().filter(({ message, correlationId }) => message === "part stored" && correlationId === id);
  await expect.poll(() => stored().length, { timeout: 60_000 }).toBe(2);

  expect(servicesOf(id)).toEqual(["store-part", "take-submission"]);
}, 300_000);

it("one night is followed from its schedule through every step to the record of its run", async () => {
  const app = resolveApp(readAssembly(await synthesize(root)), { queues: "http://127.0.0.1:9", publicUrl: "http://127.0.0.1:8" });
  const target = app.ofType("AWS::Scheduler::Schedule")[0]?.properties.Target as { Input: string };
  const input = scheduledInput(target.Input, "nightly", new Date("2026-11-22T03:15:00Z")) as { correlationId: string };

  await stack.runNight(input);

  const client = DynamoDBDocumentClient.from(stack.clients.dynamo);
  const [run] = await derivedTable({ client, table: stack.derived, pause: pauseWithJitter }).runs();
  expect(stepsOf(app).length).toBeGreaterThan(6);
  expect(servicesOf(input.correlationId)).toEqual(stepsOf(app));
  expect(run).toMatchObject({ phase: "published", correlationId: input.correlationId });
}, 300_000);

it("no line of any log is without the name of what it is about", () => {
  const lines = everyLine();

  expect(lines.length).toBeGreaterThan(20);
  expect(lines.filter(({ correlationId }) => correlationId === undefined)).toEqual([]);
});
