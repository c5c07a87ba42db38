import { readFileSync } from "node:fs";
import { join } from "node:path";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { answerExplore } from "./answer-explore.ts";

// on cold start
const logger = serviceLogger("explore-figures");

// once, when it is first asked for
let script: string | undefined;
function builtScript(): string {
  script ??= readFileSync(join(import.meta.dirname, "explore.js"), "utf8");
  return script;
}

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler(async (event) => answerExplore(event, builtScript));
