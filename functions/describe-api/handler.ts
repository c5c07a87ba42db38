import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { answerDescription } from "./answer-description.ts";

// on cold start
const deployed = readDeployed();
const logger = serviceLogger("describe-api");

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(problemsForErrors(logger))
  .handler(async (event) => answerDescription(event, deployed));
