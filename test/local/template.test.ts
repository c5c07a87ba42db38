import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readAssembly } from "../../local/assembly.ts";
import { type App, resolveApp } from "../../local/template.ts";
import { scratchDirectory } from "./support/scratch.ts";

const addresses = { queues: "http://127.0.0.1:4000", publicUrl: "http://127.0.0.1:8080" };

function appOf(templates: Record<string, object>): App {
  const directory = scratchDirectory();
  mkdirSync(directory, { recursive: true });
  for (const [name, template] of Object.entries(templates))
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
  const stacks = Object.keys(templates).map((name) => [
    name,
    { type: "aws:cloudformation:stack", properties: { templateFile: `${name}.template.json`, stackName: name } },
  ]);
  const artifacts = { ...Object.fromEntries(stacks), Tree: { type: "cdk:tree", properties: { file: "tree.json" } } };
  writeFileSync(join(directory, "manifest.json"), JSON.stringify({ version: "1", artifacts }));
  return resolveApp(readAssembly(directory), addresses);
}

function environmentOf(values: Record<string, unknown>, more: Record<string, object> = {}): Readonly<Record<string, unknown>> | undefined {
  const Resources = { Work1A2B3C4D: { Type: "AWS::Lambda::Function", Properties: { Environment: values } }, ...more };
  const app = appOf({ app: { Resources, Parameters: { Stage: { Type: "String", Default: "local" } } } });
  return app.ofType("AWS::Lambda::Function")[0]?.properties.Environment as Record<string, unknown> | undefined;
}

it("takes what one stack exports into another, through as many functions as it is wrapped in", () => {
  const Table = { Type: "AWS::DynamoDB::GlobalTable", Properties: {} };
  const exported = { Value: { Ref: "Source8A3B1C2D" }, Export: { Name: "data:Source" } };
  const Environment = { Variables: { SOURCE_TABLE: { "Fn::ImportValue": "data:Source" } } };
  const app = appOf({
    ingest: { Resources: { Take: { Type: "AWS::Lambda::Function", Properties: { Environment } } } },
    data: { Resources: { Source8A3B1C2D: Table }, Outputs: { Exported: exported } },
  });

  expect(app.ofType("AWS::Lambda::Function")[0]?.properties.Environment).toEqual({ Variables: { SOURCE_TABLE: "data-Source" } });
  expect(app.ofType("AWS::DynamoDB::GlobalTable")[0]?.name).toBe("data-Source");
});

it("resolves references, attributes, joined and substituted texts, choices and pseudo parameters", () => {
  const queue = {
    Parts: { Type: "AWS::SQS::Queue", Properties: {} },
    Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "raw" } },
  };

  const environment = environmentOf(
    {
      queue: { Ref: "Parts" },
      arn: { "Fn::GetAtt": ["Parts", "Arn"] },
      joined: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Partition" }, ":s3:::", { Ref: "Bucket" }, "/*"]] },
      sub: { "Fn::Sub": `\${AWS::Region}/\${Bucket}/\${Parts.QueueName}/\${!kept}` },
      subWith: { "Fn::Sub": [`\${x}-\${Stage}`, { x: { Ref: "Bucket" } }] },
      picked: { "Fn::Select": [1, { "Fn::Split": ["/", "a/b/c"] }] },
      gone: { Ref: "AWS::NoValue" },
    },
    queue,
  );

  expect(environment).toEqual({
    queue: "http://127.0.0.1:4000/000000000000/app-Parts",
    arn: "arn:aws:sqs:eu-west-2:000000000000:app-Parts",
    joined: "arn:aws:s3:::raw/*",
    sub: `eu-west-2/raw/app-Parts/\${kept}`,
    subWith: "raw-local",
    picked: "b",
  });
});

it("leaves out what a condition excludes, and takes the branch that holds", () => {
  const Conditions = { Here: { "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-2"] }, Elsewhere: { "Fn::Not": [{ Condition: "Here" }] } };
  const Resources = {
    A: { Type: "AWS::S3::Bucket", Condition: "Elsewhere", Properties: {} },
    B: { Type: "AWS::S3::Bucket", Condition: "Here", Properties: { BucketName: { "Fn::If": ["Here", "here", "there"] } } },
  };

  const app = appOf({ app: { Resources, Conditions } });

  expect(app.resources.map(({ name }) => name)).toEqual(["here"]);
});

it("keeps a policy's condition, which is no reference to one", () => {
  expect(environmentOf({ Statement: { Condition: { StringEquals: { a: "b" } } } })).toEqual({
    Statement: { Condition: { StringEquals: { a: "b" } } },
  });
});

it("resolves resources that refer to each other", () => {
  const Resources = {
    A: { Type: "AWS::SQS::Queue", Properties: { RedrivePolicy: { to: { "Fn::GetAtt": ["B", "Arn"] } } } },
    B: { Type: "AWS::SQS::Queue", Properties: { RedriveAllowPolicy: { from: { "Fn::GetAtt": ["A", "Arn"] } } } },
  };

  expect(appOf({ app: { Resources } }).resources.map(({ name }) => name)).toEqual(["app-A", "app-B"]);
});

it("says what a template asks for that is not there", () => {
  expect(() => environmentOf({ x: { Ref: "Missing" } })).toThrow("the template of app refers to Missing, which is not in it");
  expect(() => environmentOf({ x: { "Fn::ImportValue": "nobody" } })).toThrow("no stack exports nobody");
  expect(() => environmentOf({ x: { "Fn::Transform": {} } })).toThrow("the template uses Fn::Transform");
});
