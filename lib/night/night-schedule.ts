import { Duration, TimeZone } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import type * as sfn from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";

/**
 * Starts the night at a quarter past three in London, in summer and in winter: an hour that no change of the clocks skips or repeats.
 * A schedule in the hour that spring skips does not run at all.
 */
export class NightSchedule extends Construct {
  constructor(scope: Construct, machine: sfn.StateMachine) {
    super(scope, "schedule");
    const role = new iam.Role(this, "role", { assumedBy: new iam.ServicePrincipal("scheduler.amazonaws.com") });
    const start = new iam.PolicyStatement({ actions: ["states:StartExecution"], resources: [machine.stateMachineArn] });
    new iam.ManagedPolicy(this, "policy", { roles: [role], statements: [start] });
    new scheduler.Schedule(this, "nightly", {
      description: "Starts Hearten's night",
      schedule: scheduler.ScheduleExpression.cron({ minute: "15", hour: "3", timeZone: TimeZone.EUROPE_LONDON }),
      target: new StepFunctionsStartExecution(machine, {
        role: role.withoutPolicyUpdates(),
        input: scheduler.ScheduleTargetInput.fromObject({
          scheduledTime: scheduler.ContextAttribute.scheduledTime,
          correlationId: scheduler.ContextAttribute.executionId,
        }),
        maxEventAge: Duration.hours(2),
        retryAttempts: 10,
      }),
    });
  }
}
