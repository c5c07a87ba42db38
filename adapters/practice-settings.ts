import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { londonDate } from "../core/night/london-date.ts";
import { env } from "../names.ts";
import { accessTokens } from "./access-tokens.ts";
import { dynamoAuthority } from "./dynamo-authority.ts";
import { dynamoGrantBook } from "./dynamo-grant-book.ts";
import { readerTokens } from "./reader-tokens.ts";
import { tokenSettings } from "./token-settings.ts";

const named = z.string().min(1);

/** What judging a request about a practice needs, whichever function does it. */
export const practiceSettings = z.object({ ...tokenSettings.shape, [env.sourceTable]: named, [env.signInClientId]: named });

/** The ports by which it is judged who may speak for a practice: suppliers and people, their grants, and the day in London. */
export function practicePorts(settings: z.infer<typeof practiceSettings>, client: DynamoDBDocumentClient) {
  const issued = { issuer: settings[env.tokenIssuer], jwksUrl: settings[env.tokenJwksUrl] };
  const now = () => Date.now();
  return {
    tokens: accessTokens(issued),
    subjectOf: readerTokens({ ...issued, signInClientId: settings[env.signInClientId] }),
    authority: dynamoAuthority({ client, table: settings[env.sourceTable], now }),
    grants: dynamoGrantBook(client, settings[env.sourceTable]),
    today: () => londonDate(new Date(now())),
  };
}
