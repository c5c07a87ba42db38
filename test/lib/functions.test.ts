import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { declarationOf, functionNames } from "../../lib/functions.ts";
import { stages } from "../../lib/stages.ts";
import { functionsOf, ofType, only, synthesized } from "./synthesized.ts";

const root = join(import.meta.dirname, "..", "..");
const test = await synthesized(stages.test);
const functions = functionsOf(test);

describe("every function", () => {
  it("exists in the template and as a folder, and in neither alone", () => {
    const folders = readdirSync(join(root, "functions"), { withFileTypes: true }).filter((entry) => entry.isDirectory());

    expect([...functions.keys()].sort()).toEqual([...functionNames].sort());
    expect(folders.map(({ name }) => name).sort()).toEqual([...functionNames].sort());
  });

  it("runs on Node 24 on arm64, traced, with a role and a log of its own", () => {
    const roles = new Set<unknown>();
    for (const { properties } of functions.values()) {
      expect(properties).toMatchObject({
        Runtime: "nodejs24.x",
        Architectures: ["arm64"],
        Handler: "index.handler",
        TracingConfig: { Mode: "Active" },
        LoggingConfig: { LogGroup: expect.any(String) },
      });
      roles.add(properties.Role);
    }
    expect(roles.size).toBe(functions.size);
    for (const { properties } of ofType(test, "AWS::Logs::LogGroup"))
      expect(properties).toMatchObject({ RetentionInDays: 30, KmsKeyId: "operationsdatakey.Arn" });
  });

  it("never runs more often at once than it is declared to, and all of them leave an account of 1,000 room for others", () => {
    const limits = [...functions].map(([name, { properties }]) => [name, properties.ReservedConcurrentExecutions]);

    expect(limits).toEqual([...functions.keys()].map((name) => [name, declaredLimit(name)]));
    expect(functionNames.reduce((sum, name) => sum + declarationOf(name).atOnce, 0)).toBeLessThanOrEqual(500);
  });

  it("can start itself by no way, but for the one that goes on in a file where it stopped; and invokes nothing", () => {
    const loops = functionNames.flatMap((name) => {
      const { grants } = declarationOf(name);
      const may = (action: string) => grants.filter((grant) => grant.may.some((each) => each === action)).map(({ on }) => on);
      return may("sqs:SendMessage").flatMap((queue) => (may("sqs:ReceiveMessage").includes(queue) ? [`${name} by ${queue}`] : []));
    });
    const actions = functionNames.flatMap((name) => declarationOf(name).grants.flatMap(({ may }) => may));

    expect(loops).toEqual(["split-file by files"]);
    expect(actions.filter((action) => /^(lambda|states|events|scheduler):/.test(action))).toEqual([]);
  });

  it("is alone in the template: the library adds no function of its own", () => {
    expect(ofType(test, "AWS::Lambda::Function")).toHaveLength(functionNames.length);
  });
});

describe.each([
  { id: "parts", worker: "store-part", batch: 5 },
  { id: "files", worker: "split-file", batch: 1 },
])("the queue of $id", ({ id, worker, batch }) => {
  const queue = only(test, "AWS::SQS::Queue", `${id}queue`).properties;

  it("hides a message for six times as long as its function may run, and gives it up after five tries", () => {
    const timeout = Number(functions.get(worker)?.properties.Timeout);

    expect(timeout).toBeGreaterThan(0);
    expect(Number(queue.VisibilityTimeout)).toBeGreaterThanOrEqual(6 * timeout);
    expect(queue).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: `${id}failed.Arn`, maxReceiveCount: 5 },
      KmsMasterKeyId: "rawdatakey.Arn",
    });
    expect(queue).not.toHaveProperty("FifoQueue");
    expect(only(test, "AWS::SQS::Queue", `${id}failed`).properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 });
  });

  it("lets the function say which messages of a batch it could not work on", () => {
    const mappings = ofType(test, "AWS::Lambda::EventSourceMapping").map(({ properties }) => properties);

    expect(mappings.find(({ EventSourceArn }) => EventSourceArn === `${id}queue.Arn`)).toMatchObject({
      FunctionName: `${worker.replace("-", "")}function`,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      BatchSize: batch,
    });
  });
});

function declaredLimit(folder: string): number | undefined {
  const name = functionNames.find((each) => each === folder);
  return name && declarationOf(name).atOnce;
}
