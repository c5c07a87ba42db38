import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { dynamoFiles } from "../../adapters/dynamo-files.ts";
import { eachMessage } from "../../adapters/each-message.ts";
import { kmsPseudonyms } from "../../adapters/kms-pseudonyms.ts";
import { figuresOf } from "../../adapters/metric-line.ts";
import { nameOfError } from "../../adapters/name-of-error.ts";
import { s3Acknowledgements } from "../../adapters/s3-acknowledgements.ts";
import { s3Files } from "../../adapters/s3-files.ts";
import { s3Parts } from "../../adapters/s3-parts.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { fileMessageFrom, sqsFiles } from "../../adapters/sqs-files.ts";
import { sqsParts } from "../../adapters/sqs-parts.ts";
import { withoutAsides } from "../../adapters/without-asides.ts";
import { env, unscanned } from "../../names.ts";
import { acknowledgeFile } from "./acknowledge-file.ts";
import { splitFile } from "./split-file.ts";

// on cold start
const named = z.string().min(1);
const settings = z
  .object({
    ...{ [env.sourceTable]: named, [env.rawBucket]: named, [env.referralKeyId]: named, [env.personKeyId]: named },
    ...{ [env.filesQueueUrl]: z.url(), [env.partsQueueUrl]: z.url(), [env.malwareScan]: named },
  })
  .parse(process.env);
const [client, s3, sqs] = [documentClient(), new S3Client(), new SQSClient()];
const keys = { referralKeyId: settings[env.referralKeyId], personKeyId: settings[env.personKeyId] };
const logger = serviceLogger("split-file");
const tellFigures = figuresOf("split-file");
const deps = {
  files: dynamoFiles(client, settings[env.sourceTable]),
  store: s3Files(settings[env.rawBucket]),
  queue: sqsFiles(sqs, settings[env.filesQueueUrl]),
  parts: s3Parts(s3, settings[env.rawBucket]),
  partQueue: sqsParts(sqs, settings[env.partsQueueUrl]),
  acknowledgements: s3Acknowledgements(s3, settings[env.rawBucket]),
  authority: dynamoAuthority({ client, table: settings[env.sourceTable], now: Date.now }),
  pseudonyms: kmsPseudonyms({ client: withoutAsides(new KMSClient()), ...keys }),
  sha256,
  audit: (line: object) => logger.info("practice access", { ...line }),
  // Whatever else stands there, a file is not read unscanned by mistake.
  isScanned: settings[env.malwareScan] !== unscanned,
  now: Date.now,
  ...readDeployed(),
};
/** Kept back of a run's time for what was begun: the parts in hand, and the note of how far it is. */
const keptBackMs = 60_000;

// for every message
async function workOn(body: string, context: Context): Promise<void> {
  const message = fileMessageFrom(body);
  const hasTime = () => context.getRemainingTimeInMillis() > keptBackMs;
  const outcome = message.step === "cut" ? await splitFile(message, { ...deps, hasTime }) : await acknowledgeFile(message, deps);
  logger.info("file worked on", { step: message.step, outcome });
}

// for every message that fails
function tellFailure(error: unknown): void {
  logger.error("file not worked on", nameOfError(error));
  tellFigures({ failed: 1 });
}

// called by AWS
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event, context) =>
  eachMessage(event, (body) => workOn(body, context), tellFailure),
);
