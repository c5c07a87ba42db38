import { randomBytes } from "node:crypto";
import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { codeExchange } from "../../adapters/code-exchange.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { readerTokens } from "../../adapters/reader-tokens.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { env, scopes } from "../../names.ts";
import { answerSignIn } from "./answer-sign-in.ts";

// on cold start
const settings = z
  .object({
    ...tokenSettings.shape,
    [env.signInClientId]: z.string().min(1),
    [env.signInAuthorizeUrl]: z.url(),
    [env.signInTokenUrl]: z.url(),
    [env.publicUrl]: z.url(),
  })
  .parse(process.env);
const clientId = settings[env.signInClientId];
const publicUrl = settings[env.publicUrl];
const redirectUri = `${publicUrl}/sign-in/callback`;
const subjectOf = readerTokens({ issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl], signInClientId: clientId });
const logger = serviceLogger("sign-in");
const deps = {
  publicUrl,
  place: { authorizeUrl: settings[env.signInAuthorizeUrl], clientId, redirectUri, scope: `openid ${scopes.read}` },
  newSecrets: () => ({ state: randomBytes(24).toString("base64url"), verifier: randomBytes(48).toString("base64url") }),
  exchange: codeExchange({ tokenUrl: settings[env.signInTokenUrl], clientId, redirectUri }),
  readerOf: (token: string) => subjectOf({ cookie: undefined, authorization: `Bearer ${token}` }),
  audit: (line: object) => logger.info("practice access", { ...line }),
};

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerSignIn(event, deps));
