import { Aws } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import type * as kms from "aws-cdk-lib/aws-kms";
import * as sns from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** Where every alarm goes, and from there to whoever is on call. Only this account's alarms and budgets may write to it, and whoever has a role for it. */
export function onCallTopic(scope: Construct, { onCall }: Stage, masterKey: kms.IKey): sns.Topic {
  const topic = new sns.Topic(scope, "on-call", { masterKey, enforceSSL: true });
  topic.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: "AlarmsOfThisAccount",
      principals: ["budgets", "cloudwatch"].map((service) => new iam.ServicePrincipal(`${service}.amazonaws.com`)),
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID } },
    }),
  );
  for (const address of onCall) topic.addSubscription(new EmailSubscription(address));
  return topic;
}
