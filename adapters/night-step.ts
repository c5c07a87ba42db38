import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { Busy } from "../core/night/busy.ts";
import { type Fate, isNightStep } from "../core/night/night-steps.ts";
import { noteTrouble } from "../core/night/note-trouble.ts";
import type { ReportStore } from "../core/ports/report-store.ts";
import { correlated } from "./correlation.ts";
import { figuresOf } from "./metric-line.ts";
import { withoutForeignWords } from "./name-of-error.ts";
import type { NightClients } from "./night-settings.ts";
import { serviceLogger } from "./service-logger.ts";

/** A step of the night as the state machine calls it. */
export type NightStep<Input extends z.ZodType, Result extends object> = {
  readonly name: string;
  readonly input: Input;
  readonly work: (input: z.infer<Input>) => Promise<Result>;
  /** Where a run notes that a step of it failed, for the status page; a step that is not told of there has none. */
  readonly reports?: Pick<ReportStore, "writeRunFile">;
};

/**
 * The handler of a step: reads the call, does the work, logs the run's number and how long it took, and gives every fault that passes by itself
 * the one name that the state machine repeats. The name under which the night was started comes with every call and goes out with every answer;
 * a night that was started without one is given one by its first step.
 */
export function nightStep<Input extends z.ZodType, Result extends object>({
  name,
  input,
  work,
  reports,
}: NightStep<Input, Result>): (event: unknown) => Promise<Result & Correlated> {
  const logger = serviceLogger(name);
  const tellFigures = figuresOf(name);
  const perform = async (event: object, correlationId: string) => {
    const started = performance.now();
    const gen = generationOf(event);
    try {
      const result = await work(input.parse({ ...event, correlationId }));
      const milliseconds = Math.round(performance.now() - started);
      logger.info("step done", { gen: gen ?? generationOf(result), milliseconds });
      tellFigures({ milliseconds });
      return { ...result, correlationId };
    } catch (error) {
      const fate = fateOf(error);
      logger.error("step failed", { gen, fate, errorName: error instanceof Error ? error.name : "unknown" });
      if (fate === "fail") tellFigures({ failed: 1 });
      if (reports !== undefined && gen !== undefined && isNightStep(name)) await noteTrouble(reports, { gen, step: name, fate });
      throw fate === "retry" ? new Busy(`${name} requires another attempt`) : withoutForeignWords(error);
    }
  };
  return async (event) => {
    const call = called.parse(event ?? {});
    return correlated(call.correlationId, (id) => perform(call, id));
  };
}

type Correlated = { readonly correlationId: string };

const called = z.looseObject({ correlationId: z.unknown().optional() });

function generationOf(value: unknown): number | undefined {
  const gen = typeof value === "object" && value !== null && "gen" in value ? value.gen : undefined;
  return typeof gen === "number" ? gen : undefined;
}

/** What becomes of a step that failed: `retry` when nothing but time is needed, `fail` when a person must look. */
export function fateOf(error: unknown): Fate {
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
