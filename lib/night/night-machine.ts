import { Duration } from "aws-cdk-lib";
import * as logs from "aws-cdk-lib/aws-logs";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Watched } from "../surroundings.ts";
import { type NightFunctions, nightDefinition } from "./night-definition.ts";
import { nightRole } from "./night-role.ts";

/** One night, from what changed to what is published. Its safety is in the writes of its steps; this only keeps it going. */
export class NightMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, functions: NightFunctions, { stage, removalPolicy, logKey }: Watched) {
    super(scope, "night");
    const logGroup = new logs.LogGroup(this, "logs", {
      logGroupName: `/aws/vendedlogs/states/hearten-${stage.name}-night`,
      retention: stage.logRetentionDays,
      encryptionKey: logKey,
      removalPolicy,
    });
    const { role, policy } = nightRole(this, Object.values(functions));
    this.machine = new sfn.StateMachine(this, "machine", {
      definitionBody: sfn.DefinitionBody.fromChainable(nightDefinition(this, functions)),
      stateMachineType: sfn.StateMachineType.STANDARD,
      role: role.withoutPolicyUpdates(),
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
    });
    this.machine.node.addDependency(policy);
  }
}
