import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoFiles } from "../../adapters/dynamo-files.ts";
import { eachMessage } from "../../adapters/each-message.ts";
import { keepingPorts, keepingSettings } from "../../adapters/ingest-settings.ts";
import { figuresOf } from "../../adapters/metric-line.ts";
import { nameOfError } from "../../adapters/name-of-error.ts";
import { s3Acknowledgements } from "../../adapters/s3-acknowledgements.ts";
import { s3Parts } from "../../adapters/s3-parts.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sqsFiles } from "../../adapters/sqs-files.ts";
import { partMessageFrom } from "../../adapters/sqs-parts.ts";
import { env } from "../../names.ts";
import { storePart } from "./store-part.ts";

// on cold start
const settings = z.object({ ...keepingSettings.shape, [env.filesQueueUrl]: z.url() }).parse(process.env);
const [client, s3] = [documentClient(), new S3Client()];
const deps = {
  ...keepingPorts(settings, client),
  parts: s3Parts(s3, settings[env.rawBucket]),
  files: dynamoFiles(client, settings[env.sourceTable]),
  acknowledgements: s3Acknowledgements(s3, settings[env.rawBucket]),
  fileQueue: sqsFiles(new SQSClient(), settings[env.filesQueueUrl]),
};
const logger = serviceLogger("store-part");
const tellFigures = figuresOf("store-part");

// for every message
async function storeMessage(body: string): Promise<void> {
  logger.info("part stored", await storePart(partMessageFrom(body), deps));
}

// for every message that fails
function tellFailure(error: unknown): void {
  logger.error("part not stored", nameOfError(error));
  tellFigures({ failed: 1 });
}

// called by AWS
export const handler = middy<SQSEvent, SQSBatchResponse>().handler((event) => eachMessage(event, storeMessage, tellFailure));
