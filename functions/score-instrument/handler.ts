import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { readDeployed } from "../../adapters/deployment-file.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { answerScore } from "./answer-score.ts";

// on cold start
const { instruments } = readDeployed();
const logger = serviceLogger("score-instrument");

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler(async (event) => answerScore(event, instruments));
