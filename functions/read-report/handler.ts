import { S3Client } from "@aws-sdk/client-s3";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoGrantBook } from "../../adapters/dynamo-grant-book.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { publishedReports } from "../../adapters/published-reports.ts";
import { readerTokens } from "../../adapters/reader-tokens.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { londonDate } from "../../core/night/london-date.ts";
import { env, pointerKey, prefixes } from "../../names.ts";
import { answerOutcomes } from "./answer-outcomes.ts";
import { answerReport } from "./answer-report.ts";

// on cold start
const settings = z
  .object({
    ...tokenSettings.shape,
    [env.sourceTable]: z.string().min(1),
    [env.reportsBucket]: z.string().min(1),
    [env.signInClientId]: z.string().min(1),
  })
  .parse(process.env);
const logger = serviceLogger("read-report");
const now = () => Date.now();
const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
const tokens = { issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl], signInClientId: settings[env.signInClientId] };
const deps = {
  reports: publishedReports({ client, bucket: settings[env.reportsBucket], prefixes, pointerKey, now }),
  grants: dynamoGrantBook(documentClient(), settings[env.sourceTable]),
  subjectOf: readerTokens(tokens),
  today: () => londonDate(new Date()),
  audit: (line: object) => logger.info("report", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => (event.path.includes("/v1/outcomes") ? answerOutcomes(event, deps) : answerReport(event, deps)));
