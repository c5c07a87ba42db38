import { Duration } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { scopes } from "../../names.ts";
import type { People } from "../data/people.ts";

/** One client for each supplier's system; which practices it speaks for stands in its grants, record by record. */
export class SupplierClients extends Construct {
  constructor(scope: Construct, people: People, suppliers: readonly string[]) {
    super(scope, "suppliers");
    for (const supplier of suppliers) {
      const client = new cognito.UserPoolClient(this, supplier, {
        userPool: people.pool,
        userPoolClientName: supplier,
        generateSecret: true,
        authFlows: {},
        oAuth: { flows: { clientCredentials: true }, scopes: [cognito.OAuthScope.custom(scopes.submit)] },
        accessTokenValidity: Duration.minutes(15),
        enableTokenRevocation: true,
      });
      client.node.addDependency(people.scopes);
    }
  }
}
