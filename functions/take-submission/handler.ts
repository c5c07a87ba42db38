import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient } from "@aws-sdk/client-sqs";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { accessTokens } from "../../adapters/access-tokens.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { keepingPorts, keepingSettings } from "../../adapters/ingest-settings.ts";
import { figuresOf } from "../../adapters/metric-line.ts";
import { s3Parts } from "../../adapters/s3-parts.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sqsParts } from "../../adapters/sqs-parts.ts";
import { submissionFigures } from "../../adapters/submission-figures.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { env } from "../../names.ts";
import { answerSubmission } from "./answer-submission.ts";

// on cold start
const settings = z.object({ ...keepingSettings.shape, ...tokenSettings.shape, [env.partsQueueUrl]: z.url() }).parse(process.env);
const client = documentClient();
const logger = serviceLogger("take-submission");
const tellFigures = figuresOf("take-submission");
const now = () => Date.now();
const { readRow, ...keeping } = keepingPorts(settings, client);
const deps = {
  ...keeping,
  authority: dynamoAuthority({ client, table: settings[env.sourceTable], now, readRow }),
  parts: s3Parts(new S3Client(), settings[env.rawBucket]),
  queue: sqsParts(new SQSClient(), settings[env.partsQueueUrl]),
  now,
  audit: (line: object) => logger.info("practice access", { ...line }),
};
const tokens = accessTokens({ issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl] });

// for every answer
function tell(message: string, counts: Readonly<Record<string, string | number>>): void {
  logger.info(message, counts);
  tellFigures(submissionFigures(counts));
}

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerSubmission(event, { tokens, deps, tell }));
