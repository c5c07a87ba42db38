import { S3Client } from "@aws-sdk/client-s3";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { accessTokens } from "../../adapters/access-tokens.ts";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { erasedLeftovers } from "../../adapters/erased-leftovers.ts";
import { exclusionRegister } from "../../adapters/exclusion-register.ts";
import { exclusionTables } from "../../adapters/exclusion-tables.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { keepingPorts, keepingSettings } from "../../adapters/ingest-settings.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { env } from "../../names.ts";
import { answerExclusion } from "./answer-exclusion.ts";

// on cold start
const settings = z.object({ ...keepingSettings.shape, ...tokenSettings.shape }).parse(process.env);
const client = documentClient();
const source = settings[env.sourceTable];
const logger = serviceLogger("exclude-people");
const now = () => Date.now();
const s3 = new S3Client();
const leftovers = erasedLeftovers({ client, table: source, s3, bucket: settings[env.rawBucket], now });
const { pseudonyms, nextId, pause, instruments } = keepingPorts(settings, client);
const deps = {
  ...{ pseudonyms, nextId, pause, now, ...(instruments && { instruments }) },
  store: exclusionTables({ client, source, derived: settings[env.derivedTable], leftovers }),
  register: exclusionRegister(s3, settings[env.rawBucket]),
  authority: dynamoAuthority({ client, table: source, now }),
  tokens: accessTokens({ issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl] }),
  audit: (line: object) => logger.info("practice access", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerExclusion(event, deps));
