import { Duration } from "aws-cdk-lib";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as s3 from "aws-cdk-lib/aws-s3";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";
import type { Construct } from "constructs";

/** What passes by itself, in its time: Lambda broke, or a step says that the stores it works with do. Everything else is for a person. */
const passing = [
  "Busy",
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.ClientExecutionTimeoutException",
  "Lambda.TooManyRequestsException",
  "Lambda.Unknown",
  // The process that worked on it died, of memory or by itself: another one begins again.
  "Runtime.ExitError",
  "Sandbox.Timedout",
];

/** How often and how long is waited for what passes by itself. */
const patiently = {
  maxAttempts: 6,
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.seconds(60),
  jitterStrategy: sfn.JitterType.FULL,
} satisfies sfn.RetryProps;

/** The name that every line of the night's logs carries: the first step answers with it, and every other is told it. */
const correlationId = sfn.JsonPath.stringAt("$.correlationId");

export type Step = {
  function: lambda.Function;
  /** What the function is called with besides the night's own name; the whole state, where nothing is said. */
  payload?: Record<string, unknown>;
  /** Where the answer goes; the answer becomes the state, where nothing is said, and is let go where this is `null`. */
  resultPath?: string | null;
};

/** One call of one function. It is safe to run any number of times, so a fault that passes is met by trying again, never in step with others. */
export function step(scope: Construct, name: string, { function: lambdaFunction, payload, resultPath }: Step): sfn.TaskStateBase {
  const task = new LambdaInvoke(scope, name, {
    lambdaFunction,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...(payload === undefined ? {} : { payload: sfn.TaskInput.fromObject({ ...payload, correlationId }) }),
    ...(resultPath === undefined ? {} : { resultPath: resultPath ?? sfn.JsonPath.DISCARD }),
  });
  return task.addRetry({ ...patiently, errors: passing });
}

export type Spread = {
  /** The list of batches: a file in the store, written by the step before. */
  over: { bucket: s3.IBucket; key: string };
  concurrency: number;
  /** Of a hundred batches, how many may fail before the rest is given up; none, where nothing is said. */
  toleratedPercentage?: number;
  with: sfn.TaskStateBase;
};

/**
 * The same call for each batch of a list, each in an execution of its own: a list may be longer than an execution's input or history could hold. The batches stay
 * in the store, and only their keys pass through here.
 */
export function spread(scope: Construct, name: string, { over, concurrency, toleratedPercentage, with: task }: Spread): sfn.DistributedMap {
  const map = new sfn.DistributedMap(scope, name, {
    label: name,
    mapExecutionType: sfn.StateMachineType.STANDARD,
    itemReader: new sfn.S3JsonItemReader(over),
    itemSelector: { gen: sfn.JsonPath.stringAt("$.gen"), key: sfn.JsonPath.stringAt("$$.Map.Item.Value.key"), correlationId },
    maxConcurrency: concurrency,
    ...(toleratedPercentage === undefined ? {} : { toleratedFailurePercentage: toleratedPercentage }),
    resultPath: sfn.JsonPath.DISCARD,
  });
  map.addRetry({ ...patiently, errors: ["States.ItemReaderFailed"] });
  return map.itemProcessor(task);
}
