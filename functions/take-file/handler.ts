import { KMSClient } from "@aws-sdk/client-kms";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { accessTokens } from "../../adapters/access-tokens.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoFiles } from "../../adapters/dynamo-files.ts";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { kmsReferences } from "../../adapters/kms-pseudonyms.ts";
import { figuresOf } from "../../adapters/metric-line.ts";
import { addressSeconds, s3Files } from "../../adapters/s3-files.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { sqsFiles } from "../../adapters/sqs-files.ts";
import { submissionFigures } from "../../adapters/submission-figures.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { withoutAsides } from "../../adapters/without-asides.ts";
import { env } from "../../names.ts";
import { answerFile } from "./answer-file.ts";

// on cold start
const named = z.string().min(1);
const settings = z
  .object({
    ...tokenSettings.shape,
    ...{ [env.sourceTable]: named, [env.rawBucket]: named, [env.filesQueueUrl]: z.url() },
    [env.referralKeyId]: named,
  })
  .parse(process.env);
const client = documentClient();
const logger = serviceLogger("take-file");
const tellFigures = figuresOf("take-file");
const deps = {
  files: dynamoFiles(client, settings[env.sourceTable]),
  store: s3Files(settings[env.rawBucket]),
  queue: sqsFiles(new SQSClient(), settings[env.filesQueueUrl]),
  receipts: dynamoReceipts(client, settings[env.sourceTable]),
  pseudonyms: kmsReferences(withoutAsides(new KMSClient()), settings[env.referralKeyId]),
  sha256,
  addressSeconds,
  now: () => Date.now(),
};
const tokens = accessTokens({ issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl] });

const audit = (line: object) => logger.info("practice access", { ...line });

// for every answer
function tell(message: string, counts: Readonly<Record<string, string | number>>): void {
  logger.info(message, counts);
  tellFigures(submissionFigures(counts));
}

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerFile(event, { tokens, deps, tell, audit }));
