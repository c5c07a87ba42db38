import { openSync, writeSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import type { Context, Handler } from "aws-lambda";
import { enforcePolicy } from "./policy/enforce-policy.ts";
import type { Statement } from "./policy/policy.ts";

/** What the thread is told once: where the bundle is and what Lambda would say of the function. */
export type WorkerSetting = {
  bundle: string;
  functionName: string;
  functionArn: string;
  memoryMb: number;
  timeoutMs: number;
  /** Where everything goes that it prints. */
  logFile: string;
  /** What the function's role allows. */
  policy: readonly Statement[];
};
/** One invocation, and what came of it. Events and answers cross as JSON, as they do on AWS. */
export type Invocation = { requestId: string; event: string };
export type Loaded = "loaded";
export type Outcome = { requestId: string } & ({ answer: string } | { errorType: string; errorMessage: string; stack: string });

const { bundle, functionName, functionArn, memoryMb, timeoutMs, logFile, policy }: WorkerSetting = workerData;
printTo(logFile);
enforcePolicy(policy, process.env);
const handler: Promise<Handler> = import(bundle).then((module: { handler: Handler }) => module.handler);
// The first invocation reports that the bundle does not load; until then it is enough that loading is over.
const loaded = handler.then(
  () => undefined,
  () => undefined,
);
void loaded.then(() => parentPort?.postMessage("loaded" satisfies Loaded));

parentPort?.on("message", async (invocation: Invocation) => {
  parentPort?.postMessage(await outcomeOf(invocation));
});

async function outcomeOf({ requestId, event }: Invocation): Promise<Outcome> {
  try {
    const handle = await handler;
    const answer: unknown = await handle(JSON.parse(event), contextOf(requestId, Date.now() + timeoutMs), () => undefined);
    return { requestId, answer: JSON.stringify(answer ?? null) };
  } catch (error) {
    const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { requestId, errorType: name, errorMessage: message, stack };
  }
}

function contextOf(awsRequestId: string, deadline: number): Context {
  return {
    awsRequestId,
    functionName,
    functionVersion: "$LATEST",
    invokedFunctionArn: functionArn,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: () => undefined,
    fail: () => undefined,
    succeed: () => undefined,
  };
}

/** Every line straight to the file, whole and before the answer: by way of the main thread each would be a message, and be lost with a thread that dies. */
function printTo(path: string): void {
  const file = openSync(path, "a", 0o600);
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      appendTo(file, text);
      const written = rest.find((one) => typeof one === "function");
      if (written !== undefined) queueMicrotask(() => written(null));
      return true;
    };
  }
}

/** A full disk takes the line and not the answer. */
function appendTo(file: number, text: string | Uint8Array): void {
  try {
    writeSync(file, typeof text === "string" ? Buffer.from(text) : text);
  } catch {
    return;
  }
}
