import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { derivedTable } from "../../adapters/derived-table.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAcknowledgements } from "../../adapters/dynamo-acknowledgements.ts";
import { dynamoLedgers } from "../../adapters/dynamo-ledgers.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { pauseWithJitter } from "../../adapters/pause-with-jitter.ts";
import { practiceLists } from "../../adapters/practice-lists.ts";
import { practicePorts, practiceSettings } from "../../adapters/practice-settings.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { env } from "../../names.ts";
import { answerPractice } from "./answer-practice.ts";

// on cold start
const settings = z.object({ ...practiceSettings.shape, [env.derivedTable]: z.string().min(1) }).parse(process.env);
const logger = serviceLogger("read-practice");
const client = documentClient();
const table = settings[env.derivedTable];
const deps = {
  ...practicePorts(settings, client),
  lists: practiceLists(client, table),
  ledgers: dynamoLedgers(client, settings[env.sourceTable]),
  acknowledgements: dynamoAcknowledgements(client, settings[env.sourceTable]),
  digest: sha256,
  contributionsOf: derivedTable({ client, table, pause: pauseWithJitter }).contributionsOf,
  audit: (line: object) => logger.info("practice access", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerPractice(event, deps));
