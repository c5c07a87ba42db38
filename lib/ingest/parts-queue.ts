import { Duration } from "aws-cdk-lib";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { declarationOf } from "../functions.ts";
import type { Surroundings } from "../surroundings.ts";

/** A message is given up after this many tries, and then waits with the ones that failed. */
const tries = 5;
/** AWS's own advice: long enough for every retry that Lambda makes inside one receipt. */
const timeoutsPerVisibility = 6;

/** The parts of a large submission, waiting to be stored. Order does not matter, so that one bad part holds nobody up. */
export class PartsQueue extends Construct {
  readonly queue: sqs.Queue;
  /** Where the parts wait that could not be stored. */
  readonly failed: sqs.Queue;

  constructor(scope: Construct, encryptionMasterKey: kms.IKey, { removalPolicy }: Surroundings) {
    super(scope, "parts");
    const kept = { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey, enforceSSL: true, removalPolicy };
    this.failed = new sqs.Queue(this, "failed", { ...kept, retentionPeriod: Duration.days(14) });
    this.queue = new sqs.Queue(this, "queue", {
      ...kept,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(declarationOf("store-part").timeoutSeconds * timeoutsPerVisibility),
      deadLetterQueue: { queue: this.failed, maxReceiveCount: tries },
    });
  }

  /** Hands each part to the function, which says by itself which of a batch it could not store. */
  feed(storePart: lambda.Function): void {
    storePart.addEventSource(new SqsEventSource(this.queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency: 20 }));
  }
}
