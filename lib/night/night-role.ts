import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";

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

/** The role of the night: it may call these functions, and say how that went. */
export function nightRole(scope: Construct, functions: readonly lambda.Function[]): { role: iam.Role; policy: iam.ManagedPolicy } {
  const role = new iam.Role(scope, "role", { assumedBy: new iam.ServicePrincipal("states.amazonaws.com") });
  const policy = new iam.ManagedPolicy(scope, "policy", {
    roles: [role],
    statements: [
      new iam.PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: functions.map((each) => each.functionArn) }),
      new iam.PolicyStatement({ actions: [...logDelivery, ...tracing], resources: ["*"] }),
    ],
  });
  return { role, policy };
}
