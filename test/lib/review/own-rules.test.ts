import { describe, expect, it } from "vitest";
import { ownFindings } from "../../../lib/review/own-rules.ts";
import type { Resource } from "../../../lib/review/template-resources.ts";

function resource(type: string, id: string, properties: Record<string, unknown>): Resource {
  return { id, stack: "app", type: `AWS::${type}`, properties, deletionPolicy: undefined };
}

function policy(id: string, statement: Record<string, unknown>): Resource {
  return resource("IAM::ManagedPolicy", id, { PolicyDocument: { Statement: [{ Effect: "Allow", ...statement }] } });
}

const guard = {
  Effect: "Deny",
  Action: "s3:PutObject",
  Resource: ["reports.Arn/runs/*"],
  Condition: { Null: { "s3:if-match": "true", "s3:if-none-match": "true" } },
};
const bucket = resource("S3::Bucket", "reports", {});
const writer = policy("writer", { Action: "s3:PutObject", Resource: "reports.Arn/runs/*" });
const bucketPolicy = (statement: object) =>
  resource("S3::BucketPolicy", "reportsPolicy", { Bucket: "reports", PolicyDocument: { Statement: [statement] } });

/** What breaks each rule, and what of the same kind keeps it. */
const cases: readonly [rule: string, broken: readonly Resource[], kept: readonly Resource[]][] = [
  [
    "Hearten-WildcardAction",
    [policy("wide", { Action: ["s3:GetObject*"], Resource: "reports.Arn" })],
    [policy("exact", { Action: ["s3:GetObject"], Resource: "reports.Arn" })],
  ],
  [
    "Hearten-ScanOrBatchWrite",
    [policy("wide", { Action: ["dynamodb:Scan", "dynamodb:GetItem"], Resource: "source.Arn" })],
    [policy("denied", { Effect: "Deny", Action: ["dynamodb:Scan"], Resource: "source.Arn" })],
  ],
  [
    "Hearten-DefaultEndpointBesideOwnName",
    [resource("ApiGateway::BasePathMapping", "mapping", { RestApiId: "wide" }), resource("ApiGateway::RestApi", "wide", {})],
    [resource("ApiGateway::RestApi", "unnamed", {})],
  ],
  [
    "Hearten-EndlessStreamRetries",
    [resource("Lambda::EventSourceMapping", "wide", { StartingPosition: "LATEST", MaximumRetryAttempts: -1 })],
    [resource("Lambda::EventSourceMapping", "ended", { StartingPosition: "LATEST", MaximumRetryAttempts: 5 })],
  ],
  [
    "Hearten-ShortVisibility",
    [
      resource("SQS::Queue", "wide", { VisibilityTimeout: 599 }),
      resource("Lambda::Function", "reader", { Timeout: 100 }),
      resource("Lambda::EventSourceMapping", "mapping", { EventSourceArn: "wide.Arn", FunctionName: "reader" }),
    ],
    [
      resource("SQS::Queue", "long", { VisibilityTimeout: 600 }),
      resource("Lambda::Function", "reader", { Timeout: 100 }),
      resource("Lambda::EventSourceMapping", "mapping", { EventSourceArn: "long.Arn", FunctionName: "reader" }),
    ],
  ],
  [
    "Hearten-UnconditionalPut",
    [{ ...bucket, id: "wide" }, policy("writer", { Action: "s3:PutObject", Resource: "wide.Arn/runs/*" })],
    [bucket, writer, bucketPolicy(guard)],
  ],
  [
    "Hearten-OpenInvoke",
    [resource("Lambda::Permission", "wide", { Principal: "s3.amazonaws.com" })],
    [resource("Lambda::Permission", "narrow", { Principal: "s3.amazonaws.com", SourceArn: "reports.Arn" })],
  ],
];

describe("the rules of our own", () => {
  it.each(cases)("%s is seen where it is broken, and nowhere else", (rule, broken, kept) => {
    expect(ownFindings(broken)).toEqual([{ rule, resource: "wide" }]);
    expect(ownFindings(kept)).toEqual([]);
  });

  it("are not content with a refusal of writes that lack one condition only, or that is for another key", () => {
    const halves = [
      { ...guard, Condition: { Null: { "s3:if-match": "true" } } },
      { ...guard, Resource: ["reports.Arn/current.json"] },
      { ...guard, Effect: "Allow" },
    ];

    for (const half of halves)
      expect(ownFindings([bucket, writer, bucketPolicy(half)])).toEqual([{ rule: "Hearten-UnconditionalPut", resource: "reports" }]);
  });
});
