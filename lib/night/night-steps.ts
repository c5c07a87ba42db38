import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";

/** What trying again cannot change: the run was outrun by a newer one, or what it made must not be shown. */
const final = ["MixedRunError", "OutrunError", "VerificationError"];

/** What passes by itself, in its time: the function was throttled, or Lambda itself broke. */
const passing = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
];

export type Step = {
  function: lambda.Function;
  /** What the function is called with; the whole state, where nothing is said. */
  payload?: Record<string, unknown>;
  /** Where the answer goes; the answer becomes the state, where nothing is said, and is let go where this is `null`. */
  resultPath?: string | null;
};

/** One call of one function. Each is safe to run any number of times, so whatever is not final is tried again, never in step with its neighbours. */
export function step(scope: Construct, name: string, { function: lambdaFunction, payload, resultPath }: Step): sfn.TaskStateBase {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...(payload === undefined ? {} : { payload: sfn.TaskInput.fromObject(payload) }),
    ...(resultPath === undefined ? {} : { resultPath: resultPath ?? sfn.JsonPath.DISCARD }),
  });
  const growing = { interval: Duration.seconds(2), backoffRate: 2, maxDelay: Duration.seconds(60), jitterStrategy: sfn.JitterType.FULL };
  task.addRetry({ errors: final, maxAttempts: 0 });
  task.addRetry({ errors: passing, maxAttempts: 6, ...growing });
  task.addRetry({ errors: [sfn.Errors.ALL], maxAttempts: 2, ...growing });
  return task;
}

export type Spread = { over: string; concurrency: number; with: sfn.TaskStateBase };

/** The same call for each batch of a list; the batches stay in the store, and only their keys pass through here. */
export function spread(scope: Construct, name: string, { over, concurrency, with: task }: Spread): sfn.Map {
  const map = new sfn.Map(scope, name, {
    itemsPath: over,
    itemSelector: { gen: sfn.JsonPath.stringAt("$.gen"), key: sfn.JsonPath.stringAt("$$.Map.Item.Value.key") },
    maxConcurrency: concurrency,
    resultPath: sfn.JsonPath.DISCARD,
  });
  return map.itemProcessor(task, { mode: sfn.ProcessorMode.INLINE });
}
