import { describe, expect, it } from "vitest";
import { keys as keysPaidFor } from "../../core/cost/monthly-cost.ts";
import { stages } from "../../lib/stages.ts";
import { ofType, only, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);
const production = await synthesized(stages.production);

describe("the data stack", () => {
  it("keeps both tables on demand, without streams, under keys of their own, restorable to any second of the last weeks", () => {
    const tables = ofType(production, "AWS::DynamoDB::GlobalTable");

    expect(tables.map(({ id }) => id)).toEqual(["source", "derived"]);
    for (const { id, properties } of tables) {
      expect(properties).toMatchObject({
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        Replicas: [
          {
            Region: "eu-west-2",
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 35 },
            SSESpecification: { KMSMasterKeyId: `${id}datakey.Arn` },
          },
        ],
        SSESpecification: { SSEEnabled: true, SSEType: "KMS" },
      });
      expect(properties).not.toHaveProperty("StreamSpecification");
    }
  });

  it("finds receipts by practice and organisations by parent", () => {
    const { GlobalSecondaryIndexes } = only(test, "AWS::DynamoDB::GlobalTable", "source").properties;

    expect(GlobalSecondaryIndexes).toEqual(
      ["gsi1", "gsi2"].map((index) => ({
        IndexName: index,
        KeySchema: [
          { AttributeName: `${index}pk`, KeyType: "HASH" },
          { AttributeName: `${index}sk`, KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      })),
    );
  });

  it("keeps every bucket versioned, encrypted under keys of their own, and public to nobody", () => {
    const buckets = ofType(test, "AWS::S3::Bucket").filter(({ id }) => id !== "accesslogs");

    expect(buckets.map(({ id }) => id)).toEqual(["raw", "reports", "lake", "answers"]);
    for (const { id, properties } of buckets) {
      expect(properties).toMatchObject({
        VersioningConfiguration: { Status: "Enabled" },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: `${id === "answers" ? "lake" : id}datakey.Arn` },
              BucketKeyEnabled: true,
            },
          ],
        },
        LoggingConfiguration: { DestinationBucketName: "accesslogs", LogFilePrefix: `${id}/` },
      });
    }
  });

  it("has uploaded files scanned and tagged, by a role that is GuardDuty's alone, and lets nobody read what the scan found something in", () => {
    expect(only(production, "AWS::GuardDuty::MalwareProtectionPlan").properties).toMatchObject({
      Role: "malwarescanrole.Arn",
      ProtectedResource: { S3Bucket: { BucketName: "raw", ObjectPrefixes: ["raw/"] } },
      Actions: { Tagging: { Status: "ENABLED" } },
    });
    expect(JSON.stringify(only(production, "AWS::IAM::Role", "malwarescanrole").properties.AssumeRolePolicyDocument)).toContain(
      "malware-protection-plan.guardduty.amazonaws.com",
    );
    expect(only(production, "AWS::S3::BucketPolicy", "rawPolicy").properties).toMatchObject({
      PolicyDocument: {
        Statement: expect.arrayContaining([
          expect.objectContaining({
            Sid: "NobodyReadsMalware",
            Effect: "Deny",
            Action: ["s3:GetObject", "s3:GetObjectVersion"],
            Resource: "raw.Arn/raw/*",
            Condition: { StringEquals: { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "THREATS_FOUND" } },
          }),
        ]),
      },
    });
  });

  it("keeps who reached which object for seven years in production, in a bucket as closed as the others", () => {
    expect(only(production, "AWS::S3::Bucket", "accesslogs").properties).toMatchObject({
      VersioningConfiguration: { Status: "Enabled" },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: expect.arrayContaining([expect.objectContaining({ ExpirationInDays: 2557, Status: "Enabled" })]) },
    });
  });

  it("copies both tables every night into a vault that nobody can empty in production", () => {
    expect(only(production, "AWS::Backup::BackupPlan").properties).toMatchObject({
      BackupPlan: {
        BackupPlanRule: [
          {
            Lifecycle: { DeleteAfterDays: 35 },
            ScheduleExpression: "cron(0 1 * * ? *)",
            TargetBackupVault: "backupsvault.BackupVaultName",
          },
        ],
      },
    });
    expect(only(production, "AWS::Backup::BackupSelection").properties).toMatchObject({
      BackupSelection: { Resources: ["source.Arn", "derived.Arn"] },
    });
    expect(only(production, "AWS::Backup::BackupVault").properties).toMatchObject({
      LockConfiguration: { MinRetentionDays: 35, ChangeableForDays: 7 },
      EncryptionKeyArn: "sourcedatakey.Arn",
    });
    expect(only(test, "AWS::Backup::BackupVault").properties).not.toHaveProperty("LockConfiguration");
  });

  it.each(["raw", "reports", "lake", "answers", "accesslogs"])(
    "refuses every request to the %s bucket that is not over TLS 1.2 or later",
    (bucket) => {
      const { PolicyDocument } = only(test, "AWS::S3::BucketPolicy", `${bucket}Policy`).properties;
      const refusal = { Effect: "Deny", Action: "s3:*", Principal: { AWS: "*" }, Resource: [`${bucket}.Arn`, `${bucket}.Arn/*`] };

      expect(PolicyDocument).toMatchObject({
        Statement: expect.arrayContaining([
          { ...refusal, Condition: { Bool: { "aws:SecureTransport": "false" } } },
          { ...refusal, Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } } },
        ]),
      });
    },
  );

  it("refuses a write to a generation or to the pointer that names no condition, whoever asks", () => {
    const { PolicyDocument } = only(test, "AWS::S3::BucketPolicy", "reportsPolicy").properties;

    expect(PolicyDocument).toMatchObject({
      Statement: expect.arrayContaining([
        {
          Sid: "OnlyConditionalWrites",
          Effect: "Deny",
          Action: "s3:PutObject",
          Principal: { AWS: "*" },
          Resource: ["reports.Arn/current.json", "reports.Arn/released/*", "reports.Arn/runs/*"],
          Condition: { Null: { "s3:if-match": "true", "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
        },
      ]),
    });
  });

  it("makes pseudonyms with three keys that never leave the key service, the projects' with one that no function may use, and turns the key of each kind of data every year", () => {
    const keys = new Map(ofType(test, "AWS::KMS::Key").map(({ id, properties }) => [id, properties]));

    expect([...keys.keys()]).toEqual([
      "sourcedatakey",
      "deriveddatakey",
      "rawdatakey",
      "reportsdatakey",
      "lakedatakey",
      "referralkey",
      "personkey",
      "projectkey",
      "operationsdatakey",
    ]);
    expect(keys.size, "the keys that the bill reckons with").toBe(keysPaidFor);
    for (const id of ["referralkey", "personkey", "projectkey"]) {
      expect(keys.get(id)).toMatchObject({ KeySpec: "HMAC_256", KeyUsage: "GENERATE_VERIFY_MAC" });
      expect(keys.get(id)).not.toHaveProperty("EnableKeyRotation");
    }
    for (const id of ["sourcedatakey", "deriveddatakey", "rawdatakey", "reportsdatakey", "lakedatakey", "operationsdatakey"])
      expect(keys.get(id)).toMatchObject({ EnableKeyRotation: true });
  });

  it("lets nobody sign up alone or sign in with a password alone", () => {
    const { properties } = only(test, "AWS::Cognito::UserPool");

    expect(properties).toMatchObject({
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
      MfaConfiguration: "ON",
      EnabledMfas: ["SOFTWARE_TOKEN_MFA"],
      Policies: { PasswordPolicy: { MinimumLength: 14 } },
    });
  });

  it("offers the scopes that the functions ask for", () => {
    const { properties } = only(test, "AWS::Cognito::UserPoolResourceServer");

    expect(properties).toMatchObject({
      Identifier: "hearten",
      Scopes: [{ ScopeName: "submit" }, { ScopeName: "read" }, { ScopeName: "operate" }],
    });
  });

  it("outlives its stack in production and goes with it in test", () => {
    const lasting = [
      "AWS::DynamoDB::GlobalTable",
      "AWS::S3::Bucket",
      "AWS::KMS::Key",
      "AWS::Cognito::UserPool",
      "AWS::Backup::BackupVault",
    ];
    const policies = (from: typeof test) => new Set(from.filter(({ type }) => lasting.includes(type)).map((each) => each.deletionPolicy));

    expect(policies(production)).toEqual(new Set(["Retain"]));
    expect(policies(test)).toEqual(new Set(["Delete"]));
  });
});
