import { Duration } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { declarationOf, type FunctionName } from "../functions.ts";
import type { Surroundings } from "../surroundings.ts";

/** A message is given up after this many tries, and then waits with the ones that failed. */
const tries = 5;
/** AWS's own advice: long enough for every retry that Lambda makes inside one receipt. */
const timeoutsPerVisibility = 6;

export type WorkQueueProps = { encryptionMasterKey: kms.IKey; surroundings: Surroundings; worker: FunctionName };

/** Work that waits for one function. Order does not matter, so that one bad message holds nobody up. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  /** Where the messages wait that could not be worked on. */
  readonly failed: sqs.Queue;
  private readonly worker: FunctionName;

  constructor(scope: Construct, id: "parts" | "files", { encryptionMasterKey, surroundings: { removalPolicy }, worker }: WorkQueueProps) {
    super(scope, id);
    this.worker = worker;
    const kept = { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey, enforceSSL: true, removalPolicy };
    this.failed = new sqs.Queue(this, "failed", { ...kept, retentionPeriod: Duration.days(14) });
    this.queue = new sqs.Queue(this, "queue", {
      ...kept,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(declarationOf(worker).timeoutSeconds * timeoutsPerVisibility),
      deadLetterQueue: { queue: this.failed, maxReceiveCount: tries },
    });
  }

  /** Hands each message to the function, which says by itself which of a batch it could not work on. */
  feed(worker: lambda.Function, batchSize: number): void {
    const maxConcurrency = declarationOf(this.worker).atOnce;
    worker.addEventSource(new SqsEventSource(this.queue, { batchSize, reportBatchItemFailures: true, maxConcurrency }));
  }
}
