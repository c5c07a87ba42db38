import { Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { DataStack } from "../data/data-stack.ts";
import type { IngestStack } from "../ingest/ingest-stack.ts";
import type { NightStack } from "../night/night-stack.ts";
import type { ReportsStack } from "../reports/reports-stack.ts";
import type { Surroundings } from "../surroundings.ts";
import { makeAlarm } from "./alarm.ts";
import { alarmDeclarations } from "./alarms.ts";
import { monthlyBudget } from "./budget.ts";
import { dashboards } from "./dashboards.ts";
import { KeyWatch } from "./key-watch.ts";
import { onCallTopic } from "./on-call-topic.ts";
import type { Watchable } from "./watched.ts";

export type OperationsStackProps = StackProps & { surroundings: Surroundings } & Pick<Watching, "data" | "ingest" | "night" | "reports">;

type Watching = { data: DataStack; ingest: IngestStack; night: NightStack; reports: ReportsStack };

/** What says how the service is and wakes a person when it is not well. No function is here: nothing runs on AWS that does not run locally. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, props: OperationsStackProps) {
    super(scope, id, props);
    const { stage } = props.surroundings;
    const watched = watchedIn(props);
    const topic = onCallTopic(this, stage, props.data.operationsKey);
    for (const alarm of alarmDeclarations(watched)) makeAlarm(this, { topic, stage: stage.name }, alarm);
    new KeyWatch(this, { stage: stage.name, topic, topicKey: props.data.operationsKey });
    monthlyBudget(this, stage, topic);
    dashboards(this, stage.name, watched);
  }
}

function watchedIn({ data, ingest, night, reports }: Watching): Watchable {
  return {
    failedParts: ingest.parts.failed.queueName,
    failedFiles: ingest.files.failed.queueName,
    waitingParts: ingest.parts.queue.queueName,
    nightMachineArn: night.machine.stateMachineArn,
    scheduleGroup: "default",
    apiNames: reports.doors.map(({ name }) => name),
    takeSubmission: ingest.takeSubmission.functionName,
    backupVault: data.backupVaultName,
  };
}
