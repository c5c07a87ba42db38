import { ArnFormat, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { lake } from "../../names.ts";
import type { DataStack } from "../data/data-stack.ts";
import type { Catalogue } from "./catalogue.ts";

export type EvaluatorPolicyProps = { data: DataStack; workgroup: string; catalogue: Catalogue };

const asking = [
  "athena:BatchGetNamedQuery",
  "athena:GetNamedQuery",
  "athena:GetQueryExecution",
  "athena:GetQueryResults",
  "athena:GetWorkGroup",
  "athena:ListNamedQueries",
  "athena:ListQueryExecutions",
  "athena:StartQueryExecution",
  "athena:StopQueryExecution",
];

/**
 * What somebody may do who asks the lake: ask in the workgroup, read the tables, and keep and fetch answers; no table, bucket or key beside these.
 * It hangs on no role here: the deployer gives it to whoever was approved, and takes it away.
 */
export function evaluatorPolicy(scope: Construct, { data, workgroup, catalogue }: EvaluatorPolicyProps): iam.ManagedPolicy {
  const arn = (service: string, resource: string, resourceName?: string) =>
    Stack.of(scope).formatArn({
      service,
      resource,
      ...(resourceName === undefined ? { arnFormat: ArnFormat.NO_RESOURCE_NAME } : { resourceName }),
    });
  const tables = catalogue.tables.map((table) => arn("glue", "table", `${catalogue.database}/${table}`));
  const allow = (actions: readonly string[], ...resources: string[]) => new iam.PolicyStatement({ actions: [...actions], resources });
  const results = data.answers;
  return new iam.ManagedPolicy(scope, "evaluator", {
    description: "Hearten: may ask the lake in the evaluators' workgroup",
    statements: [
      allow(asking, arn("athena", "workgroup", workgroup)),
      allow(
        ["glue:GetDatabase", "glue:GetTable", "glue:GetTables"],
        arn("glue", "catalog"),
        arn("glue", "database", catalogue.database),
        ...tables,
      ),
      allow(["s3:GetObject"], data.lake.holder.arnForObjects(`${lake.tables}*`)),
      allow(["s3:GetBucketLocation", "s3:ListBucket"], data.lake.holder.bucketArn, results.bucketArn),
      allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], results.arnForObjects(`${lake.results}*`)),
      allow(["kms:Decrypt", "kms:GenerateDataKey"], data.lake.key.keyArn),
    ],
  });
}
