import { ArnFormat, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import { lists as listNames, prefixes } from "../../names.ts";
import type { DataStack } from "../data/data-stack.ts";

/** What Step Functions asks for in order to write a machine's log; AWS knows no resource for any of it. */
const logDelivery = [
  "logs:CreateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
];
const tracing = ["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"];

type NightRole = { functions: readonly lambda.Function[]; machineName: string; lists: DataStack["reports"] };

/**
 * The role of the night: it may call these functions, say how that went, read its lists of batches, and start, follow, stop and repeat the executions in which the
 * batches are worked. https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
 */
export function nightRole(scope: Construct, { functions, machineName, lists }: NightRole): { role: iam.Role; policy: iam.ManagedPolicy } {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ service: "states", resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const ofBatches = arn("execution", `${machineName}/*`);
  const allow = (actions: string[], ...resources: string[]) => new iam.PolicyStatement({ actions, resources });
  const role = new iam.Role(scope, "role", { assumedBy: new iam.ServicePrincipal("states.amazonaws.com") });
  const policy = new iam.ManagedPolicy(scope, "policy", {
    roles: [role],
    statements: [
      allow(["lambda:InvokeFunction"], ...functions.map((each) => each.functionArn)),
      allow(["states:StartExecution"], arn("stateMachine", machineName)),
      allow(["states:DescribeExecution", "states:StopExecution"], arn("execution", `${machineName}:*`), ofBatches),
      allow(["states:RedriveExecution"], ofBatches),
      allow(["s3:GetObject"], ...Object.values(listNames).map((list) => lists.holder.arnForObjects(`${prefixes.runs}*/${list}`))),
      allow(["kms:Decrypt"], lists.key.keyArn),
      allow([...logDelivery, ...tracing], "*"),
    ],
  });
  return { role, policy };
}
