import middy from "@middy/core";
import httpHeaderNormalizer from "@middy/http-header-normalizer";
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import * as z from "zod";
import { documentClient } from "../../adapters/document-client.ts";
import { dynamoAuthority } from "../../adapters/dynamo-authority.ts";
import { grantRegister } from "../../adapters/grant-register.ts";
import { problemsForErrors } from "../../adapters/http-problem.ts";
import { keepingPorts, keepingSettings } from "../../adapters/ingest-settings.ts";
import { newLetterId } from "../../adapters/letter-id.ts";
import { figuresOf } from "../../adapters/metric-line.ts";
import { nameOfError } from "../../adapters/name-of-error.ts";
import { readerTokens } from "../../adapters/reader-tokens.ts";
import { serviceLogger } from "../../adapters/service-logger.ts";
import { submissionFigures } from "../../adapters/submission-figures.ts";
import { tokenSettings } from "../../adapters/token-settings.ts";
import { env } from "../../names.ts";
import { answerFillIn } from "./answer-fill-in.ts";

// on cold start
const settings = z
  .object({
    ...keepingSettings.omit({ [env.rawBucket]: true }).shape,
    ...tokenSettings.shape,
    [env.signInClientId]: z.string().min(1),
    [env.publicUrl]: z.url(),
  })
  .parse(process.env);
const client = documentClient();
const table = settings[env.sourceTable];
const logger = serviceLogger("fill-in");
const tellFigures = figuresOf("fill-in");
const now = () => Date.now();
const grants = grantRegister(client, table);
const subjectOf = readerTokens({
  issuer: settings[env.tokenIssuer],
  jwksUrl: settings[env.tokenJwksUrl],
  signInClientId: settings[env.signInClientId],
});
const deps = {
  ...keepingPorts(settings, client),
  authority: dynamoAuthority({ client, table, now }),
  senders: { grantsOf: (subject: string) => grants.heldBy({ kind: "supplier", id: subject }) },
  newFormId: newLetterId,
  publicUrl: settings[env.publicUrl],
  subjectOf: (cookie: string | undefined) => subjectOf({ cookie, authorization: undefined }),
  failed: (error: unknown) => logger.error("form not kept", nameOfError(error)),
  tell,
  audit: (line: object) => logger.info("practice access", { ...line }),
  now,
};

// for every form
function tell(counts: Readonly<Record<string, string | number>>): void {
  logger.info("form answered", counts);
  tellFigures(submissionFigures(counts));
}

// called by AWS
export const handler = middy<APIGatewayProxyEvent, APIGatewayProxyResult>()
  .use(httpHeaderNormalizer())
  .use(problemsForErrors(logger))
  .handler((event) => answerFillIn(event, deps));
