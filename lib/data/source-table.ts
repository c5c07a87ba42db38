import * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type { Construct } from "constructs";
import { indexes } from "../../names.ts";
import type { Surroundings } from "../surroundings.ts";

/** Events, episode heads, receipts, organisation versions, grants and erasures: the truth, which nothing else can rebuild. */
export function sourceTable(scope: Construct, key: kms.IKey, { stage, removalPolicy }: Surroundings): dynamodb.TableV2 {
  const { receiptsByPractice, organisationsByParent } = indexes;
  return new dynamodb.TableV2(scope, "source", {
    partitionKey: { name: "pk", type: dynamodb.AttributeType.STRING },
    sortKey: { name: "sk", type: dynamodb.AttributeType.STRING },
    globalSecondaryIndexes: [receiptsByPractice, organisationsByParent].map((indexName) => ({
      indexName,
      partitionKey: { name: `${indexName}pk`, type: dynamodb.AttributeType.STRING },
      sortKey: { name: `${indexName}sk`, type: dynamodb.AttributeType.STRING },
    })),
    billing: dynamodb.Billing.onDemand(),
    encryption: dynamodb.TableEncryptionV2.customerManagedKey(key),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: stage.recoveryDays },
    deletionProtection: stage.keepsData,
    removalPolicy,
  });
}
