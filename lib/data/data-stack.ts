import { Stack, type StackProps } from "aws-cdk-lib";
import type * as dynamodb from "aws-cdk-lib/aws-dynamodb";
import type * as kms from "aws-cdk-lib/aws-kms";
import type * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { lake, pointerKey, prefixes } from "../../names.ts";
import { tell } from "../outputs.ts";
import type { Surroundings } from "../surroundings.ts";
import { accessLogBucket } from "./access-log-bucket.ts";
import { Backups } from "./backups.ts";
import { requireConditionalWrites } from "./conditional-writes.ts";
import { dataKey } from "./data-key.ts";
import { derivedTable } from "./derived-table.ts";
import { scanForMalware } from "./malware-scan.ts";
import { operationsKey } from "./operations-key.ts";
import { People } from "./people.ts";
import { privateBucket } from "./private-bucket.ts";
import { pseudonymKey } from "./pseudonym-key.ts";
import { sourceTable } from "./source-table.ts";

/** What a table or a bucket is together with the key it is kept under. */
export type Kept<Holder> = { holder: Holder; key: kms.Key };

/** Everything that must outlive a deployment: tables, buckets, keys and accounts. No function is here. */
export class DataStack extends Stack {
  readonly source: Kept<dynamodb.TableV2>;
  readonly derived: Kept<dynamodb.TableV2>;
  readonly raw: Kept<s3.Bucket>;
  readonly reports: Kept<s3.Bucket>;
  /** What evaluators ask, and what their questions were answered with. */
  readonly lake: Kept<s3.Bucket>;
  readonly answers: s3.Bucket;
  readonly referralKey: kms.Key;
  readonly personKey: kms.Key;
  /** What `hearten export` names people by. No function may use it: whoever makes a dataset does so with credentials of their own. */
  readonly projectKey: kms.Key;
  readonly operationsKey: kms.Key;
  readonly people: People;
  readonly backupVaultName: string;

  constructor(scope: Construct, id: string, props: StackProps & { surroundings: Surroundings }) {
    super(scope, id, props);
    const { surroundings } = props;
    const sourceKey = dataKey(this, "source", surroundings);
    const derivedKey = dataKey(this, "derived", surroundings);
    const rawKey = dataKey(this, "raw", surroundings);
    const reportsKey = dataKey(this, "reports", surroundings);
    this.source = { holder: sourceTable(this, sourceKey, surroundings), key: sourceKey };
    this.derived = { holder: derivedTable(this, derivedKey, surroundings), key: derivedKey };
    const accessLog = accessLogBucket(this, surroundings);
    this.raw = { holder: privateBucket(this, "raw", { key: rawKey, accessLog, surroundings }), key: rawKey };
    if (surroundings.stage.scansFiles) scanForMalware(this, { bucket: this.raw.holder, key: rawKey, prefix: prefixes.raw });
    this.reports = { holder: privateBucket(this, "reports", { key: reportsKey, accessLog, surroundings }), key: reportsKey };
    requireConditionalWrites(this.reports.holder, [`${prefixes.released}*`, `${prefixes.runs}*`, pointerKey]);
    const lakeKey = dataKey(this, "lake", surroundings);
    this.lake = { holder: privateBucket(this, "lake", { key: lakeKey, accessLog, surroundings }), key: lakeKey };
    this.answers = privateBucket(this, "answers", { key: lakeKey, accessLog, surroundings });
    requireConditionalWrites(this.lake.holder, [`${lake.tables}*`, lake.ledger]);
    this.referralKey = pseudonymKey(this, "referral", surroundings);
    this.personKey = pseudonymKey(this, "person", surroundings);
    this.projectKey = pseudonymKey(this, "project", surroundings);
    this.operationsKey = operationsKey(this, surroundings);
    this.people = new People(this, surroundings);
    const backups = new Backups(this, { tables: [this.source.holder, this.derived.holder], key: sourceKey, surroundings });
    this.backupVaultName = backups.vaultName;
    this.tellNames();
  }

  private tellNames(): void {
    const { source, derived, raw, reports, referralKey, personKey, projectKey } = this;
    tell(this, { sourceTable: source.holder.tableName, derivedTable: derived.holder.tableName });
    tell(this, { rawBucket: raw.holder.bucketName, reportsBucket: reports.holder.bucketName });
    tell(this, { referralKey: referralKey.keyId, personKey: personKey.keyId, projectKey: projectKey.keyId });
  }
}
