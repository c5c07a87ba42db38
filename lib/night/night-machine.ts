import { Duration } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";
import { nightDefinition } from "./night-definition.ts";

/** The functions a night is made of. */
export type NightFunctions = {
  planNight: lambda.Function;
  refreshUnits: lambda.Function;
  rollUp: lambda.Function;
  planPages: lambda.Function;
  renderPages: lambda.Function;
  verifyGeneration: lambda.Function;
  publishGeneration: lambda.Function;
};

/** One night, from what changed to what is published. Its safety is in the writes of its steps; this only keeps it going. */
export class NightMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, functions: NightFunctions, { stage, removalPolicy }: Surroundings) {
    super(scope, "night");
    const role = new iam.Role(this, "role", { assumedBy: new iam.ServicePrincipal("states.amazonaws.com") });
    const logGroup = new logs.LogGroup(this, "logs", {
      logGroupName: `/aws/vendedlogs/states/hearten-${stage.name}-night`,
      retention: stage.logRetentionDays,
      removalPolicy,
    });
    const policy = new iam.ManagedPolicy(this, "policy", {
      roles: [role],
      statements: [
        allow(
          ["lambda:InvokeFunction"],
          Object.values(functions).map((each) => each.functionArn),
        ),
        // Neither the delivery of logs nor X-Ray has resources to name.
        allow(logDelivery, ["*"]),
        allow(["xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"], ["*"]),
      ],
    });
    this.machine = new sfn.StateMachine(this, "machine", {
      definitionBody: sfn.DefinitionBody.fromChainable(nightDefinition(this, functions)),
      stateMachineType: sfn.StateMachineType.STANDARD,
      role: role.withoutPolicyUpdates(),
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: { destination: logGroup, level: sfn.LogLevel.ERROR, includeExecutionData: false },
    });
    this.machine.node.addDependency(policy);
  }
}

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

function allow(actions: string[], resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}
