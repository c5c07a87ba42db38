import type { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import type * as sns from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";
import { alarmText, type Runbook } from "./runbooks.ts";

/** An alarm. One that cannot say whom it hurts and what to do about it does not compile. */
export type AlarmDeclaration = {
  name: string;
  /** What people notice, in a sentence: never what a machine notices. */
  impact: string;
  runbook: Runbook;
  metric: cloudwatch.IMetric;
  /** It goes off when the figure is at least this, or below it. */
  when: { atLeast: number } | { below: number };
  /** So many periods of the metric in a row. */
  periods: number;
  /** Whether silence is itself the alarm, as it is for what must happen every night. */
  silence: "is well" | "is the alarm";
};

/** Makes an alarm that tells the topic, when it goes off and when it is over. */
export function makeAlarm(
  scope: Construct,
  { topic, stage }: { topic: sns.Topic; stage: string },
  declared: AlarmDeclaration,
): cloudwatch.Alarm {
  const { name, metric, when, periods, silence } = declared;
  const alarm = new cloudwatch.Alarm(scope, name, {
    alarmName: `hearten-${stage}-${name}`,
    alarmDescription: alarmText(declared),
    metric,
    evaluationPeriods: periods,
    ...("atLeast" in when ? { threshold: when.atLeast } : { threshold: when.below }),
    comparisonOperator:
      "atLeast" in when
        ? cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
        : cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: silence === "is well" ? cloudwatch.TreatMissingData.NOT_BREACHING : cloudwatch.TreatMissingData.BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  alarm.addOkAction(new SnsAction(topic));
  return alarm;
}

/** A figure of one of AWS's services, or of ours. */
export type Figure = { namespace: string; name: string; of: Record<string, string>; statistic: string; every: Duration };

export function figure({ namespace, name, of, statistic, every }: Figure): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName: name, dimensionsMap: of, statistic, period: every });
}
