import { S3Client } from "@aws-sdk/client-s3";
import middy from "@middy/core";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../../adapters/document-client.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { reportBucket } from "../../adapters/report-bucket.ts";
import { newestRuns } from "../../adapters/run-history.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { env, pointerKey, prefixes } from "../../names.ts";
import { answerStatus } from "./answer-status.ts";

// on cold start
const settings = z.object({ [env.derivedTable]: z.string().min(1), [env.reportsBucket]: z.string().min(1) }).parse(process.env);
const dynamo = documentClient();
const client = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined });
const reports = reportBucket({
  client,
  bucket: settings[env.reportsBucket],
  objects: prefixes.objects,
  released: prefixes.released,
  runs: prefixes.runs,
  pointerKey,
});
const runsTold = 30;
const ports = {
  pointer: reports.readPointer,
  runs: () => newestRuns(dynamo, settings[env.derivedTable], runsTold),
  runFile: reports.readRunFile,
  now: () => new Date().toISOString(),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(problemsForErrors(serviceLogger("tell-status")))
  .handler((event) => answerStatus(event, ports));
