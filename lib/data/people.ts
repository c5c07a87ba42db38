import { Aws, Duration } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import { Construct } from "constructs";
import { scopes } from "../../names.ts";
import type { Surroundings } from "../surroundings.ts";

/** The accounts of people and of supplier systems, and the scopes that a token may carry. Nobody signs up by themselves. */
export class People extends Construct {
  readonly pool: cognito.UserPool;
  readonly domain: cognito.UserPoolDomain;
  readonly scopes: cognito.UserPoolResourceServer;

  constructor(scope: Construct, { stage, removalPolicy }: Surroundings) {
    super(scope, "people");
    this.pool = new cognito.UserPool(this, "pool", {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: cognito.Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 14,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
      deletionProtection: stage.keepsData,
      removalPolicy,
    });
    this.domain = this.pool.addDomain("domain", {
      // The prefix is one namespace for all of AWS, so it carries the account.
      cognitoDomain: { domainPrefix: `hearten-${stage.name}-${Aws.ACCOUNT_ID}` },
    });
    this.scopes = this.pool.addResourceServer("scopes", {
      identifier: "hearten",
      scopes: Object.values(scopes).map((full) => ({ scopeName: full.replace("hearten/", ""), scopeDescription: full })),
    });
  }

  /** What a token of this pool says of its origin. */
  get issuer(): string {
    return this.pool.userPoolProviderUrl;
  }

  get jwksUrl(): string {
    return `${this.issuer}/.well-known/jwks.json`;
  }
}
