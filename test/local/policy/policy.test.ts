import { describe, expect, it } from "vitest";
import { askedBy, type OutgoingCall } from "../../../local/policy/asked-actions.ts";
import { isAllowed, type Statement } from "../../../local/policy/policy.ts";

const table = "arn:aws:dynamodb:eu-west-2:000000000000:table/source";
const reports = "arn:aws:s3:::reports";
const allow = (actions: readonly string[], resources: readonly string[]): Statement => ({
  effect: "Allow",
  actions,
  resources,
  conditions: {},
});

function call(service: OutgoingCall["service"], operation: string, body: object): OutgoingCall {
  return { service, method: "POST", path: "/", headers: { "x-amz-target": `Any.${operation}` }, body: JSON.stringify(body) };
}

function storage(method: string, path: string, headers: Record<string, string> = {}): OutgoingCall {
  return { service: "s3", method, path, headers, body: "" };
}

const lines = (outgoing: OutgoingCall) => askedBy(outgoing).map(({ action, resource }) => `${action} ${resource}`);

describe("what a call asks to do", () => {
  it.each<[string, OutgoingCall, readonly string[]]>([
    ["a read of a table", call("dynamodb", "GetItem", { TableName: "source" }), [`dynamodb:GetItem ${table}`]],
    ["a query of an index", call("dynamodb", "Query", { TableName: "source", IndexName: "gsi2" }), [`dynamodb:Query ${table}/index/gsi2`]],
    [
      "a transaction, each of its actions",
      call("dynamodb", "TransactWriteItems", {
        TransactItems: [{ Put: { TableName: "source" } }, { Delete: { TableName: "source" } }, { ConditionCheck: { TableName: "source" } }],
      }),
      [`dynamodb:PutItem ${table}`, `dynamodb:DeleteItem ${table}`, `dynamodb:ConditionCheckItem ${table}`],
    ],
    [
      "a batch, each of its tables",
      call("dynamodb", "BatchWriteItem", { RequestItems: { source: [] } }),
      [`dynamodb:BatchWriteItem ${table}`],
    ],
    [
      "messages, one or many",
      call("sqs", "SendMessageBatch", { QueueUrl: "http://127.0.0.1:9/000000000000/parts" }),
      ["sqs:SendMessage arn:aws:sqs:eu-west-2:000000000000:parts"],
    ],
    ["a code of a key", call("kms", "GenerateMac", { KeyId: "person" }), ["kms:GenerateMac arn:aws:kms:eu-west-2:000000000000:key/person"]],
    ["a read of an object", storage("GET", "/reports/runs/7/plan.json?x-id=GetObject"), [`s3:GetObject ${reports}/runs/7/plan.json`]],
    ["whether an object is there", storage("HEAD", "/reports/objects/ab"), [`s3:GetObject ${reports}/objects/ab`]],
    ["a list of a bucket", storage("GET", "/reports?list-type=2"), [`s3:ListBucket ${reports}`]],
    ["a key that is escaped", storage("GET", "/reports/a%20b"), [`s3:GetObject ${reports}/a b`]],
    [
      "a write that compares, which must read too",
      storage("PUT", "/reports/current.json", { "if-match": '"e"' }),
      [`s3:PutObject ${reports}/current.json`, `s3:GetObject ${reports}/current.json`],
    ],
    [
      "a call that is not known",
      call("dynamodb", "DropEverything", {}),
      ["dynamodb:DropEverything arn:aws:dynamodb:eu-west-2:000000000000:table/"],
    ],
  ])("is %s", (_what, outgoing, asked) => {
    expect(lines(outgoing)).toEqual(asked);
  });
});

describe("a policy", () => {
  const get = { action: "dynamodb:GetItem", resource: table, context: {} };

  it("allows what it names and nothing else", () => {
    const policy = [allow(["dynamodb:GetItem"], [table])];

    expect(isAllowed(policy, get)).toBe(true);
    expect(isAllowed([], get)).toBe(false);
    expect(isAllowed(policy, { ...get, action: "dynamodb:PutItem" })).toBe(false);
    expect(isAllowed(policy, { ...get, resource: `${table}/index/gsi1` })).toBe(false);
    expect(isAllowed(policy, { ...get, resource: `${table}2` })).toBe(false);
  });

  it("takes `*` for any text and every other character for itself", () => {
    const policy = [allow(["s3:GetObject"], [`${reports}/runs/*`])];
    const read = (name: string) => isAllowed(policy, { action: "s3:GetObject", resource: `${reports}/${name}`, context: {} });

    expect([read("runs/1/plan.json"), read("runs/"), read("runs"), read("objects/runs/1")]).toEqual([true, true, false, false]);
  });

  it("is overruled by a refusal", () => {
    const refusal: Statement = { ...allow(["dynamodb:*"], ["*"]), effect: "Deny" };

    expect(isAllowed([allow(["dynamodb:GetItem"], [table]), refusal], get)).toBe(false);
  });

  it("refuses a write that names no condition, as the bucket's own policy has it", () => {
    const refusal: Statement = {
      effect: "Deny",
      actions: ["s3:PutObject"],
      resources: [`${reports}/current.json`],
      conditions: { Null: { "s3:if-match": "true", "s3:if-none-match": "true" }, Bool: { "s3:ObjectCreationOperation": "true" } },
    };
    const policy = [allow(["s3:PutObject", "s3:GetObject"], [`${reports}/*`]), refusal];
    const may = (headers: Record<string, string>) =>
      askedBy(storage("PUT", "/reports/current.json", headers)).every((one) => isAllowed(policy, one));

    expect([may({}), may({ "if-match": '"e"' }), may({ "if-none-match": "*" })]).toEqual([false, true, true]);
  });

  it("that is not understood is not taken for enforced", () => {
    const odd: Statement = { ...allow(["dynamodb:GetItem"], [table]), conditions: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } };

    expect(() => isAllowed([odd], get)).toThrow("IpAddress, which is not enforced");
  });
});
