import { Logger } from "@aws-lambda-powertools/logger";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type * as z from "zod";
import { Busy } from "../core/night/busy.ts";
import { figuresOf } from "./metric-line.ts";
import type { NightClients } from "./night-settings.ts";

/** A step of the night as the state machine calls it. */
export type NightStep<Input extends z.ZodType, Result> = {
  readonly name: string;
  readonly input: Input;
  readonly work: (input: z.infer<Input>) => Promise<Result>;
};

/**
 * The handler of a step: reads the call, does the work, logs the run's number and how long it took, and gives every fault that passes by itself
 * the one name that the state machine repeats.
 */
export function nightStep<Input extends z.ZodType, Result>({
  name,
  input,
  work,
}: NightStep<Input, Result>): (event: unknown) => Promise<Result> {
  const logger = new Logger({ serviceName: name });
  const tellFigures = figuresOf(name);
  return async (event) => {
    const started = performance.now();
    const gen = generationOf(event);
    try {
      const result = await work(input.parse(event));
      const milliseconds = Math.round(performance.now() - started);
      logger.info("step done", { gen: gen ?? generationOf(result), milliseconds });
      tellFigures({ milliseconds });
      return result;
    } catch (error) {
      const fate = fateOf(error);
      logger.error("step failed", { gen, fate, errorName: error instanceof Error ? error.name : "unknown" });
      if (fate === "fail") tellFigures({ failed: 1 });
      throw fate === "retry" && !(error instanceof Busy) ? new Busy(`${name} requires another attempt`, { cause: error }) : error;
    }
  };
}

function generationOf(value: unknown): number | undefined {
  const gen = typeof value === "object" && value !== null && "gen" in value ? value.gen : undefined;
  return typeof gen === "number" ? gen : undefined;
}

/** What becomes of a step that failed: `retry` when nothing but time is needed, `fail` when a person must look. */
export function fateOf(error: unknown): "retry" | "fail" {
  if (error instanceof Busy) return "retry";
  if (!(error instanceof Error)) return "fail";
  const { $metadata, $retryable } = error as { $metadata?: { httpStatusCode?: number }; $retryable?: object };
  const status = $metadata?.httpStatusCode ?? 0;
  const passes = $retryable !== undefined || status >= 500 || status === 429 || passing.has(error.name);
  return passes ? "retry" : "fail";
}

const passing = new Set([
  "ThrottlingException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "TransactionConflictException",
  "TransactionInProgressException",
  "TimeoutError",
  "SlowDown",
]);

/** The clients of a night's step. Where another store than AWS's is named, it is asked in the way that every such store understands. */
export function nightClients(environment: Readonly<Record<string, string | undefined>>): NightClients {
  return {
    dynamo: DynamoDBDocumentClient.from(new DynamoDBClient({}), { marshallOptions: { removeUndefinedValues: true } }),
    s3: new S3Client({ forcePathStyle: environment.AWS_ENDPOINT_URL_S3 !== undefined }),
  };
}
