import { Duration } from "aws-cdk-lib";
import type * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { metrics } from "../../names.ts";
import type { FunctionName } from "../functions.ts";
import { region } from "../stages.ts";
import { figure } from "./alarm.ts";
import type { Watchable } from "./watched.ts";

const often = Duration.minutes(5);
const hourly = Duration.hours(1);

/** A figure that a function tells of itself. */
export function told(service: FunctionName, name: keyof typeof metrics, every: Duration = often): cloudwatch.Metric {
  return figure({ namespace: metrics.namespace, name: metrics[name], of: { [metrics.dimension]: service }, statistic: "Sum", every });
}

/** The figures that AWS keeps of what is watched. */
export function keptFigures(watched: Watchable) {
  const queue = (QueueName: string, name: string) =>
    figure({ namespace: "AWS/SQS", name, of: { QueueName }, statistic: "Maximum", every: often });
  const night = (name: string) =>
    figure({ namespace: "AWS/States", name, of: { StateMachineArn: watched.nightMachineArn }, statistic: "Sum", every: hourly });
  const api = (ApiName: string, name: string, statistic: string) =>
    figure({ namespace: "AWS/ApiGateway", name, of: { ApiName }, statistic, every: often });
  const backups = (name: string) =>
    figure({ namespace: "AWS/Backup", name, of: { BackupVaultName: watched.backupVault }, statistic: "Sum", every: hourly });
  return {
    failedParts: queue(watched.failedParts, "ApproximateNumberOfMessagesVisible"),
    failedFiles: queue(watched.failedFiles, "ApproximateNumberOfMessagesVisible"),
    oldestPart: queue(watched.waitingParts, "ApproximateAgeOfOldestMessage"),
    nightsDone: night("ExecutionsSucceeded"),
    nightsFailed: night("ExecutionsFailed"),
    nightsTimedOut: night("ExecutionsTimedOut"),
    nightsNotStarted: figure({
      ...{ namespace: "AWS/Scheduler", name: "InvocationDroppedCount", of: { ScheduleGroup: watched.scheduleGroup } },
      ...{ statistic: "Sum", every: hourly },
    }),
    faults: (apiName: string) => api(apiName, "5XXError", "Sum"),
    requests: (apiName: string) => api(apiName, "Count", "Sum"),
    slowest: (apiName: string) => api(apiName, "Latency", "p99"),
    throttled: figure({
      ...{ namespace: "AWS/Lambda", name: "Throttles", of: { FunctionName: watched.takeSubmission } },
      ...{ statistic: "Sum", every: often },
    }),
    turnedAway: (apiName: string) =>
      figure({
        ...{ namespace: "AWS/WAFV2", name: "BlockedRequests", of: { WebACL: apiName, Region: region, Rule: "ALL" } },
        ...{ statistic: "Sum", every: often },
      }),
    backupsDone: backups("NumberOfBackupJobsCompleted"),
    backupsFailed: backups("NumberOfBackupJobsFailed"),
  };
}
