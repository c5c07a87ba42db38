import { ArnFormat, Duration, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as lambda from "aws-cdk-lib/aws-lambda";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";

export type OperatorProps = { functions: readonly lambda.Function[]; machine: sfn.StateMachine };

/**
 * The role that people on call take on: it may call the operator's functions, and start, follow and redrive a night. It reads no table and no bucket itself. Whoever of the
 * account may take it on does so with a second factor, for an hour; who those are is the deployer's to say.
 */
export class Operator extends Construct {
  constructor(scope: Construct, { functions, machine }: OperatorProps) {
    super(scope, "operator");
    const role = new iam.Role(this, "role", {
      assumedBy: new iam.AccountRootPrincipal().withConditions({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
      description: "Hearten's operator: repairs by named functions alone",
      maxSessionDuration: Duration.hours(1),
    });
    const allow = (actions: string[], ...resources: string[]) => new iam.PolicyStatement({ actions, resources });
    const executions = Stack.of(this).formatArn({
      ...{ service: "states", resource: "execution", resourceName: `${machine.stateMachineName}:*` },
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    new iam.ManagedPolicy(this, "policy", {
      roles: [role],
      statements: [
        allow(["lambda:InvokeFunction"], ...functions.map((each) => each.functionArn)),
        allow(["states:ListExecutions", "states:StartExecution"], machine.stateMachineArn),
        allow(["states:DescribeExecution", "states:GetExecutionHistory", "states:RedriveExecution"], executions),
      ],
    });
  }
}
