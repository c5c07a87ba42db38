import { Duration } from "aws-cdk-lib";
import * as backup from "aws-cdk-lib/aws-backup";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import * as events from "aws-cdk-lib/aws-events";
import type * as kms from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { Surroundings } from "../surroundings.ts";

export type BackupsProps = { tables: readonly dynamodb.TableV2[]; key: kms.IKey; surroundings: Surroundings };

/**
 * A copy of both tables every night, in a vault of its own, beside the restoring to any second that the tables have themselves. In production the
 * vault is locked: nobody can delete a copy before its time, whatever their rights.
 */
export class Backups extends Construct {
  readonly vaultName: string;

  constructor(scope: Construct, { tables, key, surroundings: { stage, removalPolicy } }: BackupsProps) {
    super(scope, "backups");
    this.vaultName = `hearten-${stage.name}`;
    const vault = new backup.BackupVault(this, "vault", {
      backupVaultName: this.vaultName,
      encryptionKey: key,
      removalPolicy,
      ...(stage.keepsData ? { lockConfiguration: { minRetention: Duration.days(stage.backupDays), changeableFor: Duration.days(7) } } : {}),
    });
    const plan = new backup.BackupPlan(this, "plan", { backupPlanName: `hearten-${stage.name}`, backupVault: vault });
    plan.addRule(
      new backup.BackupPlanRule({
        ruleName: "nightly",
        // Before the night starts, so that a copy never falls into the middle of one.
        scheduleExpression: events.Schedule.cron({ hour: "1", minute: "0" }),
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(12),
        deleteAfter: Duration.days(stage.backupDays),
      }),
    );
    plan.addSelection("tables", { resources: tables.map((table) => backup.BackupResource.fromDynamoDbTable(table)) });
  }
}
