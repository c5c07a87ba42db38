import { Logger } from "@aws-lambda-powertools/logger";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { answerDescription } from "./answer-description.ts";

// on cold start
const { instruments } = readDeployed();
const logger = new Logger({ serviceName: "describe-api" });

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(problemsForErrors(logger))
  .handler(async (event) => answerDescription(event, instruments));
