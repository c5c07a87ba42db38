import { Aws } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { region } from "../stages.ts";
import type { Surroundings } from "../surroundings.ts";
import { dataKey } from "./data-key.ts";

/** The key of what tells how the service is: logs and alarms. The services that write them may use it, for this account alone. */
export function operationsKey(scope: Construct, surroundings: Surroundings): kms.Key {
  const key = dataKey(scope, "operations", surroundings);
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "LogsOfThisAccount",
      principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      resources: ["*"],
      conditions: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${Aws.PARTITION}:logs:${region}:${Aws.ACCOUNT_ID}:log-group:*` },
      },
    }),
  );
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: ["budgets", "cloudwatch"].map((service) => new iam.ServicePrincipal(`${service}.amazonaws.com`)),
      actions: ["kms:Decrypt", "kms:GenerateDataKey"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
  return key;
}
