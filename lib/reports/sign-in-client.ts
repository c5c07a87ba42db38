import { Duration } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { scopes } from "../../names.ts";
import type { People } from "../data/people.ts";

/** The client that people sign in through: a code with proof of possession (PKCE), so it has no secret to lose. */
export function signInClient(scope: Construct, people: People, publicUrl: string): cognito.UserPoolClient {
  const client = new cognito.UserPoolClient(scope, "sign-in-client", {
    userPool: people.pool,
    userPoolClientName: "reports",
    generateSecret: false,
    authFlows: {},
    preventUserExistenceErrors: true,
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.custom(scopes.read)],
      callbackUrls: [`${publicUrl}/sign-in/callback`],
      logoutUrls: [`${publicUrl}/sign-in`],
    },
    accessTokenValidity: Duration.minutes(60),
    idTokenValidity: Duration.minutes(60),
    refreshTokenValidity: Duration.hours(12),
    enableTokenRevocation: true,
  });
  client.node.addDependency(people.scopes);
  return client;
}
