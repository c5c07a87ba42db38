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
  /** What the function's role allows. */
  policy: readonly Statement[];
};
/** One invocation, and what came of it. Events and answers cross as JSON, as they do on AWS. */
export type Invocation = { requestId: string; event: string };
export type Loaded = "loaded";
export type Outcome = { requestId: string } & ({ answer: string } | { errorType: string; errorMessage: string; stack: string });

const { bundle, functionName, functionArn, memoryMb, timeoutMs, policy }: WorkerSetting = workerData;
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
