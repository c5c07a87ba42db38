import { describe, expect, it } from "vitest";
import * as z from "zod";
import { declarationOf, functionNames } from "../../lib/functions.ts";
import { stages } from "../../lib/stages.ts";
import { functionsOf, ofType, only, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);
const functions = functionsOf(test);
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const document = z.object({
  PolicyDocument: z.object({
    Statement: z.array(z.object({ Effect: z.literal("Allow"), Action: texts, Resource: texts, Condition: z.unknown().optional() })),
  }),
});

/** Who may do what, on what. A change to what a function may do is a change to this table. */
const granted: Record<string, readonly string[]> = {
  "take-submission": [
    "derived: dynamodb DeleteItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "partsqueue: sqs SendMessage",
    "personkey: kms GenerateMac",
    "raw/parts/*: s3 PutObject",
    "rawdatakey: kms Decrypt GenerateDataKey",
    "referralkey: kms GenerateMac",
    "source: dynamodb BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "read-receipt": ["raw/acks/*: s3 GetObject", "rawdatakey: kms Decrypt", "source: dynamodb Query", "sourcedatakey: kms Decrypt"],
  "take-file": [
    "filesqueue: sqs SendMessage",
    "raw/raw/*: s3 AbortMultipartUpload DeleteObjectVersion GetObject ListMultipartUploadParts PutObject",
    "raw: s3 ListBucket",
    "rawdatakey: kms Decrypt GenerateDataKey",
    "referralkey: kms GenerateMac",
    "source: dynamodb PutItem Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "split-file": [
    "filesqueue: sqs DeleteMessage GetQueueAttributes ReceiveMessage SendMessage",
    "partsqueue: sqs SendMessage",
    "personkey: kms GenerateMac",
    "raw/acks/*: s3 AbortMultipartUpload GetObject PutObject",
    "raw/parts/*: s3 PutObject",
    "raw/raw/*: s3 DeleteObjectVersion GetObjectVersion GetObjectVersionTagging",
    "rawdatakey: kms Decrypt GenerateDataKey",
    "referralkey: kms GenerateMac",
    "source: dynamodb GetItem PutItem Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "exclude-people": [
    "derived: dynamodb DeleteItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "personkey: kms GenerateMac",
    "raw/acks/*: s3 AbortMultipartUpload GetObject PutObject",
    "raw/exclusions/*: s3 PutObject",
    "raw/parts/*: s3 GetObject PutObject",
    "raw: s3 ListBucket",
    "rawdatakey: kms Decrypt GenerateDataKey",
    "referralkey: kms GenerateMac",
    "source: dynamodb ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "score-instrument": [],
  "describe-api": [],
  "store-part": [
    "derived: dynamodb DeleteItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "filesqueue: sqs SendMessage",
    "partsqueue: sqs DeleteMessage GetQueueAttributes ReceiveMessage",
    "personkey: kms GenerateMac",
    "raw/acks/*: s3 GetObject PutObject",
    "raw/parts/*: s3 DeleteObject GetObject",
    "rawdatakey: kms Decrypt GenerateDataKey",
    "referralkey: kms GenerateMac",
    "source: dynamodb BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "plan-night": [
    "derived: dynamodb DescribeTable GetItem PutItem Query",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/current.json: s3 GetObject",
    "reports/runs/*: s3 GetObject PutObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
    "source/index/gsi2: dynamodb Query",
    "source: dynamodb GetItem PutItem",
    "source: dynamodb Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "refresh-units": [
    "derived: dynamodb DeleteItem GetItem PutItem Query",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/runs/*/trouble/*: s3 PutObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
    "source: dynamodb ConditionCheckItem GetItem PutItem Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "roll-up": [
    "derived: dynamodb DeleteItem GetItem PutItem Query",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/runs/*/trouble/*: s3 PutObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "plan-pages": [
    "derived: dynamodb BatchGetItem GetItem Query",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/released/*: s3 GetObject PutObject",
    "reports/runs/*: s3 GetObject PutObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "render-pages": [
    "derived: dynamodb GetItem",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/objects/*: s3 GetObject PutObject",
    "reports/released/*: s3 GetObject PutObject",
    "reports/runs/*: s3 GetObject PutObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "verify-generation": [
    "derived: dynamodb BatchGetItem GetItem PutItem Query",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/objects/*: s3 GetObject",
    "reports/released/*: s3 GetObject",
    "reports/runs/*: s3 GetObject PutObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "publish-generation": [
    "source: dynamodb Query",
    "sourcedatakey: kms Decrypt",
    "raw: s3 ListBucket",
    "derived: dynamodb GetItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/current.json: s3 GetObject PutObject",
    "reports/runs/*/trouble/*: s3 PutObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "collect-garbage": [
    "derived: dynamodb GetItem",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/objects/*: s3 DeleteObjectVersion",
    "reports/released/*: s3 DeleteObjectVersion",
    "reports/runs/*/trouble/*: s3 PutObject",
    "reports/runs/*: s3 DeleteObjectVersion GetObject",
    "reports: s3 ListBucket ListBucketVersions",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "write-lake": [
    "derived: dynamodb Query",
    "deriveddatakey: kms Decrypt",
    "lake/ledger.json: s3 GetObject PutObject",
    "lake/tables/*: s3 GetObject PutObject",
    "lake: s3 ListBucket",
    "lakedatakey: kms Decrypt GenerateDataKey",
    "source/index/gsi2: dynamodb Query",
    "source: dynamodb Query",
    "sourcedatakey: kms Decrypt",
  ],
  "inspect-night": [
    "derived: dynamodb BatchGetItem GetItem Query",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/objects/*: s3 GetObject",
    "reports/released/*: s3 GetObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket ListBucketVersions",
    "reportsdatakey: kms Decrypt",
  ],
  "preview-night": [
    "derived: dynamodb BatchGetItem DescribeTable GetItem Query",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/released/*: s3 GetObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt",
    "source/index/gsi2: dynamodb Query",
    "source: dynamodb GetItem Query",
    "sourcedatakey: kms Decrypt",
  ],
  "verify-statistics": [
    "derived: dynamodb BatchGetItem GetItem Query",
    "derived: dynamodb Scan",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/objects/*: s3 GetObject",
    "reports/released/*: s3 GetObject",
    "reports/runs/*: s3 GetObject",
    "reports: s3 ListBucket ListBucketVersions",
    "reportsdatakey: kms Decrypt",
    "source: dynamodb Scan",
    "sourcedatakey: kms Decrypt",
  ],
  "roll-back": [
    "derived: dynamodb GetItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "reports/current.json: s3 GetObject PutObject",
    "reports/objects/*: s3 GetObject PutObject",
    "reports/released/*: s3 GetObject PutObject",
    "reports/runs/*: s3 GetObject PutObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt GenerateDataKey",
  ],
  "withdraw-pack": ["reports/current.json: s3 GetObject PutObject", "reportsdatakey: kms Decrypt GenerateDataKey"],
  "rebuild-statistics": [
    "derived: dynamodb DeleteItem DescribeTable GetItem PutItem Scan",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "raw/exclusions/*: s3 GetObject",
    "raw: s3 ListBucket",
    "rawdatakey: kms Decrypt",
    "source: dynamodb ConditionCheckItem DeleteItem GetItem PutItem Query Scan UpdateItem",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "read-report": [
    "reports/current.json: s3 GetObject",
    "reports/objects/*: s3 GetObject",
    "reports/runs/*: s3 GetObject",
    "reportsdatakey: kms Decrypt",
    "source: dynamodb Query",
    "sourcedatakey: kms Decrypt",
  ],
  "tell-status": [
    "derived: dynamodb Query",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reports/runs/*/trouble/*: s3 GetObject",
    "reports: s3 ListBucket",
    "reportsdatakey: kms Decrypt",
  ],
  "read-practice": [
    "derived: dynamodb Query",
    "deriveddatakey: kms Decrypt",
    "source: dynamodb GetItem Query",
    "sourcedatakey: kms Decrypt",
  ],
  "show-practice": [
    "derived: dynamodb Query",
    "deriveddatakey: kms Decrypt",
    "reports/current.json: s3 GetObject",
    "reportsdatakey: kms Decrypt",
    "source: dynamodb GetItem PutItem Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "fill-in": [
    "derived: dynamodb DeleteItem PutItem",
    "deriveddatakey: kms Decrypt Encrypt GenerateDataKey",
    "personkey: kms GenerateMac",
    "referralkey: kms GenerateMac",
    "source: dynamodb BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "acknowledge-risk": [
    "derived: dynamodb Query",
    "deriveddatakey: kms Decrypt",
    "source: dynamodb GetItem PutItem Query",
    "sourcedatakey: kms Decrypt Encrypt GenerateDataKey",
  ],
  "sign-in": [],
  "explore-figures": [],
};

describe("the policy of every function", () => {
  it.each([...functions.keys()])("%s may do exactly this, and trace, and write its own log", (name) => {
    expect(grantsOf(name)).toEqual(
      [
        ...(granted[name] ?? []),
        `${name.replaceAll("-", "")}logs: logs CreateLogStream PutLogEvents`,
        "*: xray PutTelemetryRecords PutTraceSegments",
      ].sort(),
    );
  });

  it("names every function", () => {
    expect(Object.keys(granted).sort()).toEqual([...functions.keys()].sort());
  });

  it("lets the one that tells anybody the status read runs and no other partition", () => {
    const { Statement } = document.parse(only(test, "AWS::IAM::ManagedPolicy", "tellstatuspolicy").properties).PolicyDocument;
    const onTables = Statement.filter(({ Action }) => Action.some((action) => action.startsWith("dynamodb:")));

    expect(onTables.map(({ Condition }) => Condition)).toEqual([{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["RUN"] } }]);
  });

  it("lets the one that publishes read what is noted of settled exclusions, and no other partition of what was sent", () => {
    const { Statement } = document.parse(only(test, "AWS::IAM::ManagedPolicy", "publishgenerationpolicy").properties).PolicyDocument;
    const onSource = Statement.filter(({ Action }) => Action.includes("dynamodb:Query"));

    expect(onSource.map(({ Condition }) => Condition)).toEqual([{ "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["SETTLED"] } }]);
  });

  it("lets an operator look without writing, and take on no right but to call the six functions and to start and redrive a night", () => {
    for (const reading of ["inspect-night", "preview-night", "verify-statistics"])
      expect(grantsOf(reading).filter((line) => /(dynamodb|s3) .*(Put|Delete|Update)/.test(line))).toEqual([]);

    const { Statement } = document.parse(only(test, "AWS::IAM::ManagedPolicy", "operatorpolicy").properties).PolicyDocument;
    expect(Statement.map(({ Action, Resource }) => [Action.join(" "), Resource.length])).toEqual([
      ["lambda:InvokeFunction", 6],
      ["states:ListExecutions states:StartExecution", 1],
      ["states:DescribeExecution states:GetExecutionHistory states:RedriveExecution", 1],
    ]);
    expect(JSON.stringify(only(test, "AWS::IAM::Role", "operatorrole").properties.AssumeRolePolicyDocument)).toContain(
      "aws:MultiFactorAuthPresent",
    );
  });

  it("lets one function delete what is published, and that one nothing but versions of objects", () => {
    const deleting = [...functions.keys()].filter((name) => grantsOf(name).some((line) => /^reports.*: s3 .*Delete/.test(line)));

    expect(deleting).toEqual(["collect-garbage"]);
  });

  it("lets nobody who answers readers read what is released, from which pages are drawn", () => {
    const ofReports = functionNames.filter((name) => declarationOf(name).stack === "reports");
    const reading = [...functions.keys()].filter((name) => grantsOf(name).some((line) => line.startsWith("reports/released")));

    expect(ofReports).toContain("read-report");
    expect(ofReports.filter((name) => reading.includes(name))).toEqual([]);
    expect(ofReports.flatMap(grantsOf).filter((line) => /^reports(\/\*)?: s3 .*Get/.test(line))).toEqual([]);
  });

  it("hangs on a role that nothing else hangs on", () => {
    // What AWS Backup and API Gateway need is documented only as the policies that AWS keeps for them.
    const kept = ["frontdoorapiCloudWatchRole", "backupsplantablesRole"];
    const roles = ofType(test, "AWS::IAM::Role").filter(({ id }) => !kept.includes(id));

    expect(ofType(test, "AWS::IAM::Policy")).toEqual([]);
    for (const { id, properties } of roles) {
      expect(properties).not.toHaveProperty("ManagedPolicyArns");
      expect(properties).not.toHaveProperty("Policies");
      expect(
        ofType(test, "AWS::IAM::ManagedPolicy").filter(({ properties: { Roles } }) => JSON.stringify(Roles) === JSON.stringify([id])),
      ).toHaveLength(1);
    }
  });

  it("has no wildcard among its actions, and none for its resources but where AWS knows no resource", () => {
    const policies = ofType(test, "AWS::IAM::ManagedPolicy");
    const statements = policies.flatMap(({ properties }) => document.parse(properties).PolicyDocument.Statement);
    const everywhere = statements.filter(({ Resource }) => Resource.includes("*")).flatMap(({ Action }) => Action);

    expect(statements.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    expect([...new Set(everywhere.map((action) => action.split(":")[0]))].sort()).toEqual(["logs", "xray"]);
  });
});

/** One line for each resource: what may be done on it. */
function grantsOf(name: string): string[] {
  const { properties } = only(test, "AWS::IAM::ManagedPolicy", `${name.replaceAll("-", "")}policy`);
  const { Statement } = document.parse(properties).PolicyDocument;
  return Statement.flatMap(({ Action, Resource }) => Resource.map((where) => `${where.replace(".Arn", "")}: ${actionsOf(Action)}`)).sort();
}

function actionsOf(actions: readonly string[]): string {
  const [service] = actions.map((action) => action.split(":")[0]);
  return [service, ...actions.map((action) => action.split(":")[1])].join(" ");
}
