import { S3Client } from "@aws-sdk/client-s3";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { derivedTable } from "../../adapters/derived-table.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAcknowledgements } from "../../adapters/dynamo-acknowledgements.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { practiceLists } from "../../adapters/practice-lists.ts";
import { practicePorts, practiceSettings } from "../../adapters/practice-settings.ts";
import { publishedReports } from "../../adapters/published-reports.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { env, pointerKey, prefixes } from "../../names.ts";
import { answerPage } from "./answer-page.ts";

// on cold start
const named = z.string().min(1);
const settings = z
  .object({ ...practiceSettings.shape, [env.derivedTable]: named, [env.reportsBucket]: named, [env.publicUrl]: z.url() })
  .parse(process.env);
const logger = serviceLogger("show-practice");
const client = documentClient();
const table = settings[env.derivedTable];
const now = () => Date.now();
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
const reports = publishedReports({ client: s3, bucket: settings[env.reportsBucket], prefixes, pointerKey, now });
const deps = {
  ...practicePorts(settings, client),
  ...readDeployed(),
  lists: practiceLists(client, table),
  ledgers: dynamoLedgers(client, settings[env.sourceTable]),
  acknowledgements: dynamoAcknowledgements(client, settings[env.sourceTable]),
  digest: sha256,
  contributionsOf: derivedTable({ client, table, pause: pauseWithJitter }).contributionsOf,
  liveGeneration: async () => (await reports.pointer())?.gen ?? null,
  publicUrl: settings[env.publicUrl],
  now,
  audit: (line: object) => logger.info("practice access", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerPage(event, deps));
