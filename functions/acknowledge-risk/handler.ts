import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAcknowledgements } from "../../adapters/dynamo-acknowledgements.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { practiceLists } from "../../adapters/practice-lists.ts";
import { practicePorts, practiceSettings } from "../../adapters/practice-settings.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { env } from "../../names.ts";
import { answerAcknowledgement } from "./answer-acknowledgement.ts";

// on cold start
const settings = z.object({ ...practiceSettings.shape, [env.derivedTable]: z.string().min(1) }).parse(process.env);
const logger = serviceLogger("acknowledge-risk");
const client = documentClient();
const deps = {
  ...practicePorts(settings, client),
  lists: practiceLists(client, settings[env.derivedTable]),
  acknowledgements: dynamoAcknowledgements(client, settings[env.sourceTable]),
  digest: sha256,
  now: () => Date.now(),
  audit: (line: object) => logger.info("practice access", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerAcknowledgement(event, deps));
