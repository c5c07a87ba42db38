import { S3Client } from "@aws-sdk/client-s3";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { accessTokens } from "../../adapters/access-tokens.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoFiles } from "../../adapters/dynamo-files.ts";
import { dynamoReceipts } from "../../adapters/dynamo-receipts.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { s3Acknowledgements } from "../../adapters/s3-acknowledgements.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { env } from "../../names.ts";
import { answerReceipt } from "./answer-receipt.ts";

// on cold start
const settings = z
  .object({ ...tokenSettings.shape, [env.sourceTable]: z.string().min(1), [env.rawBucket]: z.string().min(1) })
  .parse(process.env);
const logger = serviceLogger("read-receipt");
const tokens = accessTokens({ issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl] });
const client = documentClient();
const receipts = dynamoReceipts(client, settings[env.sourceTable]);
const files = dynamoFiles(client, settings[env.sourceTable]);
const acknowledgements = s3Acknowledgements(new S3Client(), settings[env.rawBucket]);
const audit = (line: object) => logger.info("practice access", { ...line });

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerReceipt(event, { tokens, receipts, files, acknowledgements, audit }));
