import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { type Functions, startFunctions, threadsOfLight } from "../../local/functions.ts";
import { appOf, bundledFunction } from "./support/bundle.ts";
import { scratchDirectory } from "./support/scratch.ts";

function functionsOf(source: string, properties: Record<string, unknown> = {}): { functions: Functions; logs: string } {
  const directory = scratchDirectory();
  const logs = join(directory, "logs");
  const app = appOf(bundledFunction(directory, "work", source, properties));
  const functions = startFunctions({ app, surroundings: { AWS_REGION: "eu-west-2" }, replaced: { TOKEN_ISSUER: "http://here" }, logs });
  onTestFinished(() => functions.stop());
  return { functions, logs };
}

it("answers to the folder's name, the function's name and its ARN, with or without a version", async () => {
  const { functions } = functionsOf("export const handler = async (event) => event;");
  const arn = "arn:aws:lambda:eu-west-2:000000000000:function:app-work";

  for (const name of ["work", "app-work", arn, `${arn}:live`]) expect(await functions.invoke(name, { n: 1 })).toEqual({ n: 1 });
  await expect(functions.invoke("other", {})).rejects.toThrow("there is no function other");
});

it("gives a function its own variables and where the engines are, and nothing of this process", async () => {
  const Environment = { Variables: { SOURCE_TABLE: "source", TOKEN_ISSUER: "https://cognito" } };
  const { functions } = functionsOf("export const handler = async () => ({ ...process.env });", { Environment });

  expect(await functions.invoke("work", {})).toEqual({
    SOURCE_TABLE: "source",
    TOKEN_ISSUER: "http://here",
    AWS_REGION: "eu-west-2",
    AWS_LAMBDA_FUNCTION_NAME: "app-work",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
  });
});

it("keeps the type of an error", async () => {
  const { functions } = functionsOf('export const handler = async () => { throw Object.assign(new Error("later"), { name: "Busy" }); };');

  await expect(functions.invoke("work", {})).rejects.toMatchObject({ name: "Busy", message: "later" });
});

it("says that a bundle does not load, each time it is asked", async () => {
  const { functions } = functionsOf('throw new TypeError("no settings");');

  for (let n = 0; n < 2; n += 1)
    await expect(functions.invoke("work", {})).rejects.toMatchObject({ name: "TypeError", message: "no settings" });
});

it("ends a function that outstays its timeout, and serves the next invocation", async () => {
  const source = "export const handler = async ({ spin }) => { while (spin); return 'ok'; };";
  const { functions } = functionsOf(source, { Timeout: 1 });

  await expect(functions.invoke("work", { spin: true })).rejects.toMatchObject({ name: "Sandbox.Timedout" });
  expect(await functions.invoke("work", { spin: false })).toBe("ok");
});

it("says that a function ended before it answered, and serves the next invocation", async () => {
  const { functions } = functionsOf("export const handler = async ({ end }) => { if (end) process.exit(3); return 'ok'; };");

  await expect(functions.invoke("work", { end: true })).rejects.toMatchObject({ name: "Runtime.ExitError" });
  expect(await functions.invoke("work", { end: false })).toBe("ok");
});

it("runs one invocation at a time in each thread, and several threads at once", async () => {
  const source = `let running = 0; export const handler = async () => { running += 1; const seen = running;
    await new Promise((wake) => setTimeout(wake, 30)); running -= 1; return { seen, thread: (await import("node:worker_threads")).threadId }; };`;
  const { functions } = functionsOf(source);

  const answers = (await Promise.all(Array.from({ length: 12 }, () => functions.invoke("work", {})))) as { seen: number; thread: number }[];

  expect(answers.every(({ seen }) => seen === 1)).toBe(true);
  expect(new Set(answers.map(({ thread }) => thread)).size).toBe(threadsOfLight);
  expect(threadsOfLight).toBeGreaterThan(1);
});

it("carries events and answers as JSON does, and none larger than Lambda's", async () => {
  const { functions } = functionsOf(
    "export const handler = async ({ size }) => ({ gone: undefined, date: new Date(0), text: 'x'.repeat(size) });",
  );

  expect(await functions.invoke("work", { size: 1 })).toEqual({ date: "1970-01-01T00:00:00.000Z", text: "x" });
  await expect(functions.invoke("work", { size: 7_000_000 })).rejects.toMatchObject({ name: "Function.ResponseSizeTooLarge" });
  await expect(functions.invoke("work", { text: "x".repeat(7_000_000) })).rejects.toMatchObject({ name: "RequestEntityTooLargeException" });
});

it.each([
  ["its answer", ""],
  ["its death", "process.exit(9);"],
])("writes what a function prints to a file of its own, every line of it there by %s", async (_when, end) => {
  const prints = 'console.log("taken 3"); console.error("or not"); process.stdout.write("plainly\\n");';
  const { functions, logs } = functionsOf(`export const handler = async () => { ${prints} ${end} };`);

  await functions.invoke("work", {}).catch(() => undefined);

  expect(readFileSync(join(logs, "work.log"), "utf8")).toMatch(/^taken 3\nor not\nplainly\n/);
});
