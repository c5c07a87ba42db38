import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";

/** Episode summaries, dirty marks, statistics and runs: everything in it can be rebuilt from the source table to the same bytes. */
export function derivedTable(scope: Construct, key: kms.IKey, { stage, removalPolicy }: Surroundings): dynamodb.TableV2 {
  return new dynamodb.TableV2(scope, "derived", {
    partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
    sortKey: { name: "sk", type: dynamodb.AttributeType.STRING },
    billing: dynamodb.Billing.onDemand(),
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: stage.recoveryDays },
    deletionProtection: stage.keepsData,
    removalPolicy,
  });
}
