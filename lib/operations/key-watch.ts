import * as events from "aws-cdk-lib/aws-events";
import type * as sns from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { alarmText } from "./runbooks.ts";

/**
 * Tells the topic the moment somebody disables one of the keys or schedules its end: before anything fails, and while it can be taken back. It
 * sees what CloudTrail sees, so the account needs a trail.
 */
export function watchKeys(scope: Construct, stage: string, topic: sns.Topic): events.Rule {
  const impact =
    "A key was disabled or is to be deleted: what is encrypted under it, and every new submission with it, is about to be out of reach.";
  const told = alarmText({ impact, runbook: "key-disabled" });
  return new events.Rule(scope, "key-disabled", {
    ruleName: `hearten-${stage}-key-disabled`,
    description: told,
    eventPattern: {
      source: ["aws.kms"],
      detailType: ["AWS API Call via CloudTrail"],
      detail: { eventSource: ["kms.amazonaws.com"], eventName: ["DisableKey", "ScheduleKeyDeletion"] },
    },
    // The library's own target would let every account's events write to the topic.
    targets: [{ bind: () => ({ arn: topic.topicArn, input: events.RuleTargetInput.fromText(told) }) }],
  });
}
