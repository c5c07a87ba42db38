import { Duration } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import type { Construct } from "constructs";
import { scopes } from "../../names.ts";
import type { People } from "../data/people.ts";

/**
 * The client by which an operator's program erases people and applies opt-outs. It may neither submit nor read, and by itself it may do nothing: for
 * whom it may do so stands in its grants, as for every other client.
 */
export function operatorClient(scope: Construct, people: People): cognito.UserPoolClient {
  const client = new cognito.UserPoolClient(scope, "operator-client", {
    userPool: people.pool,
    userPoolClientName: "operator-program",
    generateSecret: true,
    authFlows: {},
    oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.custom(scopes.operate)] },
    accessTokenValidity: Duration.minutes(15),
    enableTokenRevocation: true,
  });
  client.node.addDependency(people.scopes);
  return client;
}
