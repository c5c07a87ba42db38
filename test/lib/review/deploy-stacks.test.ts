import { describe, expect, it } from "vitest";
import { type Deploying, deployStacks, inOrder } from "../../../lib/review/deploy-stacks.ts";
import type { ResourceChange } from "../../../lib/review/destructive-changes.ts";

const today = "2026-11-22";
const adds: ResourceChange = { Action: "Add", LogicalResourceId: "queue", ResourceType: "AWS::SQS::Queue" };
const replaces: ResourceChange = {
  Action: "Modify",
  LogicalResourceId: "source",
  ResourceType: "AWS::DynamoDB::GlobalTable",
  Replacement: "True",
};

/** CloudFormation that remembers what it was asked, with what each stack's change set would do. */
function cloudFormation(changes: Readonly<Record<string, readonly ResourceChange[] | null>>) {
  const asked: string[] = [];
  const remember = (what: string) => async (stack: string) => void asked.push(`${what} ${stack}`);
  const aws: Deploying = {
    prepare: remember("prepare"),
    changesOf: async (stack) => changes[stack] ?? null,
    execute: remember("execute"),
    discard: remember("discard"),
  };
  return { aws, asked };
}

describe("deploying", () => {
  it("looks at each stack's change set before it is executed, in their order, and leaves alone what does not change", async () => {
    const { aws, asked } = cloudFormation({ data: [adds], night: null, reports: [adds] });

    const deployed = await deployStacks(["data", "night", "reports"], aws, { waivers: [], today });

    expect(deployed).toEqual({ done: ["data", "reports"], stopped: null });
    expect(asked).toEqual(["prepare data", "execute data", "prepare night", "prepare reports", "execute reports"]);
  });

  it("stops at a stack that would lose a table: neither it nor any after it is touched", async () => {
    const { aws, asked } = cloudFormation({ ingest: [adds], data: [adds, replaces], reports: [adds] });

    const { done, stopped } = await deployStacks(["ingest", "data", "reports"], aws, { waivers: [], today });

    expect(done).toEqual(["ingest"]);
    expect(stopped).toMatchObject({ stack: "data", lost: [{ resource: "source", does: "replaces" }] });
    expect(asked).toEqual(["prepare ingest", "execute ingest", "prepare data", "discard data"]);
  });

  it("goes on where a waiver says so, until its last day", async () => {
    const waivers = [{ resource: "source", until: today, reason: "restored from its history today" }];
    const go = (on: string) => deployStacks(["data"], cloudFormation({ data: [replaces] }).aws, { waivers, today: on });

    expect((await go(today)).stopped).toBeNull();
    expect((await go("2026-11-23")).stopped).not.toBeNull();
  });
});

describe("the order of stacks", () => {
  const stack = (...dependencies: string[]) => ({ type: "aws:cloudformation:stack", dependencies });

  it("has each after those that it needs, whatever order they are listed in", () => {
    const artifacts = {
      operations: stack("night", "data"),
      night: stack("data", "data.assets"),
      data: stack(),
      "data.assets": { type: "cdk:asset-manifest" },
    };

    expect(inOrder(artifacts)).toEqual(["data", "night", "operations"]);
  });

  it("is refused where there is none", () => {
    expect(() => inOrder({ a: stack("b"), b: stack("a") })).toThrow("require an order");
  });
});
