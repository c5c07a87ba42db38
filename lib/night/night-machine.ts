import { Duration } from "aws-cdk-lib";
import * as logs from "aws-cdk-lib/aws-logs";
import type * as s3 from "aws-cdk-lib/aws-s3";
import * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { DataStack } from "../data/data-stack.ts";
import type { Watched } from "../surroundings.ts";
import { type NightFunctions, nightDefinition } from "./night-definition.ts";
import { nightRole } from "./night-role.ts";

/** What surrounds the night, and the bucket in which its lists of batches are. */
export type NightMachineProps = { surroundings: Watched; reports: DataStack["reports"] };

/** One night, from what changed to what is published. Its safety is in the writes of its steps; this only keeps it going. */
export class NightMachine extends Construct {
  readonly machine: sfn.StateMachine;

  constructor(scope: Construct, functions: NightFunctions, { surroundings, reports }: NightMachineProps) {
    super(scope, "night");
    const { stage, removalPolicy, logKey } = surroundings;
    const name = `hearten-${stage.name}-night`;
    const logGroup = new logs.LogGroup(this, "logs", {
      logGroupName: `/aws/vendedlogs/states/hearten-${stage.name}-night`,
      retention: stage.logRetentionDays,
      encryptionKey: logKey,
      removalPolicy,
    });
    const { role, policy } = nightRole(this, { functions: Object.values(functions), machineName: name, lists: reports });
    this.machine = new sfn.StateMachine(this, "machine", {
      // The role names the machine, whose batches are executions of the machine itself; so the name comes first.
      stateMachineName: name,
      // The library's own class and interface disagree on whether an absent policy is undefined.
      definitionBody: sfn.DefinitionBody.fromChainable(nightDefinition(this, functions, reports.holder as s3.IBucket)),
      stateMachineType: sfn.StateMachineType.STANDARD,
      role: role.withoutPolicyUpdates(),
      timeout: Duration.hours(6),
      tracingEnabled: true,
      logs: { destination: logGroup, level: sfn.LogLevel.ALL, includeExecutionData: false },
    });
    // What the role may do is the policy above; the library would hang another beside it, which the role does not take.
    this.machine.node.tryRemoveChild("DistributedMapPolicy");
    this.machine.node.addDependency(policy);
  }
}
