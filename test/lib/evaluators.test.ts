import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { lakeColumns } from "../../core/lake/lake-tables.ts";
import { checkDestructiveChanges } from "../../lib/review/destructive-changes.ts";
import { stages } from "../../lib/stages.ts";
import { ofType, only, synthesized } from "./synthesized.ts";

const test = await synthesized(stages.test);
const production = await synthesized(stages.production);
const queries = join(import.meta.dirname, "..", "..", "lib", "evaluators", "queries");

const table = z.object({
  DatabaseName: z.string(),
  TableInput: z.object({
    Name: z.string(),
    Parameters: z.record(z.string(), z.string()),
    PartitionKeys: z.array(z.object({ Name: z.string(), Type: z.string() })),
    StorageDescriptor: z.object({ Location: z.string(), Columns: z.array(z.object({ Name: z.string(), Type: z.string() })) }).loose(),
  }),
});
const tables = ofType(test, "AWS::Glue::Table").map(({ properties }) => table.parse(properties));
const types = { string: "string", integer: "int", number: "double", date: "date" };

describe("the catalogue of the lake", () => {
  it("has the tables of the files, column by column", () => {
    const inFiles = Object.entries(lakeColumns).map(([name, columns]) => [name, columns.map(({ name, type }) => [name, types[type]])]);

    expect(
      tables.map(({ TableInput }) => [TableInput.Name, TableInput.StorageDescriptor.Columns.map(({ Name, Type }) => [Name, Type])]),
    ).toEqual(inFiles);
  });

  it("works months out from the query, and names no ICB, so that a new one of either is never passed over", () => {
    for (const { TableInput } of tables) {
      expect(TableInput.PartitionKeys).toEqual([{ Name: "month", Type: "string" }]);
      expect(TableInput.Parameters).toMatchObject({
        "projection.enabled": "true",
        "projection.month.type": "date",
        "projection.month.format": "yyyy-MM",
        "projection.month.range": "2015-01,NOW",
        "storage.location.template": `s3://lake/tables/${TableInput.Name}/month=\${month}/`,
      });
      expect(TableInput.StorageDescriptor.Location).toBe(`s3://lake/tables/${TableInput.Name}/`);
    }
  });
});

describe("the workgroup of evaluators", () => {
  it("ends a question that reads more than 10 GB, and keeps answers encrypted, whatever a client asks for", () => {
    expect(only(production, "AWS::Athena::WorkGroup").properties).toMatchObject({
      Name: "hearten-production-evaluators",
      RecursiveDeleteOption: false,
      WorkGroupConfiguration: {
        EnforceWorkGroupConfiguration: true,
        BytesScannedCutoffPerQuery: 10_000_000_000,
        PublishCloudWatchMetricsEnabled: true,
        ResultConfiguration: {
          OutputLocation: "s3://answers/results/",
          EncryptionConfiguration: { EncryptionOption: "SSE_KMS", KmsKey: "lakedatakey.Arn" },
        },
      },
    });
  });

  it("lets answers go after a week, and every older version of the lake after a day", () => {
    const rules = (bucket: string) => only(test, "AWS::S3::Bucket", bucket).properties.LifecycleConfiguration;

    expect(rules("answers")).toMatchObject({
      Rules: expect.arrayContaining([expect.objectContaining({ Prefix: "results/", ExpirationInDays: 7 })]),
    });
    expect(rules("lake")).toMatchObject({
      Rules: expect.arrayContaining([expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 1 } })]),
    });
  });

  it("has every saved query as it stands in its file: the text that `hearten query` asks of DuckDB", () => {
    const saved = ofType(test, "AWS::Athena::NamedQuery").map(({ properties }) => [
      properties.Name,
      properties.QueryString,
      properties.Database,
    ]);
    const files = readdirSync(queries).map((file) => [file.replace(".sql", ""), readFileSync(join(queries, file), "utf8"), "hearten_test"]);

    expect(saved).toEqual(files.sort());
    expect(saved.length).toBeGreaterThanOrEqual(5);
  });
});

it("lets an evaluator ask, read the tables and keep answers, and touch nothing else", () => {
  const { PolicyDocument, Roles } = z
    .object({
      Roles: z.unknown().optional(),
      PolicyDocument: z.object({
        Statement: z.array(z.object({ Action: z.union([z.string(), z.array(z.string())]), Resource: z.unknown() }).loose()),
      }),
    })
    .parse(only(test, "AWS::IAM::ManagedPolicy", "evaluator").properties);
  const granted = PolicyDocument.Statement.map(({ Action, Resource }) => [[Action].flat().join(" "), [Resource].flat()]);

  expect(Roles).toBeUndefined();
  expect(granted.map(([actions]) => actions)).toEqual([
    expect.stringMatching(/^athena:BatchGetNamedQuery .* athena:StopQueryExecution$/),
    "glue:GetDatabase glue:GetTable glue:GetTables",
    "s3:GetObject",
    "s3:GetBucketLocation s3:ListBucket",
    "s3:AbortMultipartUpload s3:GetObject s3:PutObject",
    "kms:Decrypt kms:GenerateDataKey",
  ]);
  expect(granted.slice(2).map(([, resources]) => resources)).toEqual([
    ["lake.Arn/tables/*"],
    ["answers.Arn", "lake.Arn"],
    ["answers.Arn/results/*"],
    ["lakedatakey.Arn"],
  ]);
  expect(JSON.stringify(granted)).not.toMatch(/source|derived|raw|reports/);
});

it("refuses a write to the lake or its ledger that names no condition", () => {
  expect(only(test, "AWS::S3::BucketPolicy", "lakePolicy").properties.PolicyDocument).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({ Sid: "OnlyConditionalWrites", Effect: "Deny", Resource: ["lake.Arn/ledger.json", "lake.Arn/tables/*"] }),
    ]),
  });
});

it("is not deployed over when a change would take the names away that evaluators' SQL is written in", () => {
  for (const ResourceType of ["AWS::Athena::WorkGroup", "AWS::Glue::Database", "AWS::Glue::Table"]) {
    const change = { Action: "Modify", LogicalResourceId: "one", ResourceType, Replacement: "True" };
    expect(checkDestructiveChanges([change], [], "2026-11-22")).toMatchObject([{ does: "replaces" }]);
  }
});
