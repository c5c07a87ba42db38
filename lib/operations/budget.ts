import * as budgets from "aws-cdk-lib/aws-budgets";
import type * as sns from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import type { Stage } from "../stages.ts";

const shares = [50, 80, 100];

/** Tells the topic when half, four fifths and all of a month's money is spent, and when all of it is going to be. */
export function monthlyBudget(scope: Construct, { name, budgetDollars }: Stage, topic: sns.Topic): budgets.CfnBudget {
  const subscribers = [{ subscriptionType: "SNS", address: topic.topicArn }];
  const warning = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
    notification: { notificationType, threshold, thresholdType: "PERCENTAGE", comparisonOperator: "GREATER_THAN" },
    subscribers,
  });
  return new budgets.CfnBudget(scope, "budget", {
    budget: {
      budgetName: `hearten-${name}`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      budgetLimit: { amount: budgetDollars, unit: "USD" },
    },
    notificationsWithSubscribers: [...shares.map((share) => warning("ACTUAL", share)), warning("FORECASTED", 100)],
  });
}
