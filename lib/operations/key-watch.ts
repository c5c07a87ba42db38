import * as events from "aws-cdk-lib/aws-events";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as sns from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { alarmText } from "./runbooks.ts";

export type KeyWatchProps = { stage: string; topic: sns.Topic; topicKey: kms.IKey };

const impact =
  "A key was disabled or is to be deleted: what is encrypted under it, and every new submission with it, is about to be out of reach.";
const told = alarmText({ impact, runbook: "key-disabled" });

/**
 * Tells the topic the moment somebody disables one of the keys or schedules its end: before anything fails, and while it can be taken back. It
 * sees what CloudTrail sees, so the account needs a trail.
 */
export class KeyWatch extends Construct {
  constructor(scope: Construct, { stage, topic, topicKey }: KeyWatchProps) {
    super(scope, "key-watch");
    // EventBridge takes no conditions in a topic's policy, so it comes as a role that may write to this topic alone.
    const role = new iam.Role(this, "role", { assumedBy: new iam.ServicePrincipal("events.amazonaws.com") });
    new iam.ManagedPolicy(this, "policy", {
      roles: [role],
      statements: [
        new iam.PolicyStatement({ actions: ["sns:Publish"], resources: [topic.topicArn] }),
        new iam.PolicyStatement({ actions: ["kms:Decrypt", "kms:GenerateDataKey"], resources: [topicKey.keyArn] }),
      ],
    });
    new events.Rule(this, "key-disabled", {
      ruleName: `hearten-${stage}-key-disabled`,
      description: told,
      eventPattern: {
        source: ["aws.kms"],
        detailType: ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["kms.amazonaws.com"], eventName: ["DisableKey", "ScheduleKeyDeletion"] },
      },
      targets: [{ bind: () => ({ arn: topic.topicArn, input: events.RuleTargetInput.fromText(told), role: role.withoutPolicyUpdates() }) }],
    });
  }
}
