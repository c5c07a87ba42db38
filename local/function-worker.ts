import { parentPort, workerData } from "node:worker_threads";
import type { Context, Handler } from "aws-lambda";

/** What the thread is told once: where the bundle is and what Lambda would say of the function. */
export type WorkerSetting = { bundle: string; functionName: string; functionArn: string; memoryMb: number };
/** One invocation, and what came of it. Events and answers cross as JSON, as they do on AWS. */
export type Invocation = { requestId: string; event: string; deadline: number };
export type Outcome = { requestId: string } & ({ answer: string } | { errorType: string; errorMessage: string; stack: string });

const { bundle, functionName, functionArn, memoryMb }: WorkerSetting = workerData;
const handler: Promise<Handler> = import(bundle).then((module: { handler: Handler }) => module.handler);
// The first invocation reports that the bundle does not load; before one there is nobody to tell.
handler.catch(() => undefined);

parentPort?.on("message", async (invocation: Invocation) => {
  parentPort?.postMessage(await outcomeOf(invocation));
});

async function outcomeOf({ requestId, event, deadline }: Invocation): Promise<Outcome> {
  try {
    const answer: unknown = await (await handler)(JSON.parse(event), contextOf(requestId, deadline), () => undefined);
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
