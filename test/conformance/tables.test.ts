import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTarget, type Target } from "./target.ts";

let target: Target;

beforeAll(async () => {
  target = await startTarget();
}, 180_000);

afterAll(() => target.stop());

type Put = Partial<PutItemCommandInput>;
type Action = NonNullable<TransactWriteItemsCommandInput["TransactItems"]>[number];

const key = (pk: string, sk = "a") => ({ pk: { S: pk }, sk: { S: sk } });
const isNew = { ConditionExpression: "attribute_not_exists(pk)" };
const tells = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;
const hasVersion = (version: number) => ({
  ConditionExpression: "ver = :ver",
  ExpressionAttributeValues: { ":ver": { N: String(version) } },
});

function put(pk: string, ver: number, more: Put = {}): Action {
  return { Put: { TableName: target.table, Item: { ...key(pk), ver: { N: String(ver) } }, ...more } };
}

async function putAlone(pk: string, ver: number, more: Put = {}): Promise<void> {
  await target.dynamo.send(new PutItemCommand({ TableName: target.table, Item: { ...key(pk), ver: { N: String(ver) } }, ...more }));
}

async function transact(TransactItems: readonly Action[], token?: string): Promise<void> {
  await target.dynamo.send(
    new TransactWriteItemsCommand({ TransactItems: [...TransactItems], ...(token === undefined ? {} : { ClientRequestToken: token }) }),
  );
}

async function versionOf(pk: string): Promise<number | undefined> {
  const { Item } = await target.dynamo.send(new GetItemCommand({ TableName: target.table, Key: key(pk), ConsistentRead: true }));
  return Item?.ver?.N === undefined ? undefined : Number(Item.ver.N);
}

async function errorOf(work: Promise<unknown>): Promise<Error | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error,
  );
}

async function reasonsOf(work: Promise<unknown>): Promise<TransactionCanceledException["CancellationReasons"]> {
  const error = await errorOf(work);
  return error instanceof TransactionCanceledException ? error.CancellationReasons : undefined;
}

describe("a transaction", () => {
  it("that is cancelled gives one reason for each action, in their order, and does nothing", async () => {
    await putAlone("ordered", 1);

    const reasons = await reasonsOf(transact([put("ordered-new", 1, isNew), put("ordered", 2, isNew), put("ordered-other", 1)]));

    expect(reasons?.map(({ Code }) => Code)).toEqual(["None", "ConditionalCheckFailed", "None"]);
    expect([await versionOf("ordered-new"), await versionOf("ordered"), await versionOf("ordered-other")]).toEqual([
      undefined,
      1,
      undefined,
    ]);
  });

  it("gives with each failed condition the item that it met, where that is asked for", async () => {
    await putAlone("met", 7);

    const reasons = await reasonsOf(transact([put("met-other", 1, isNew), put("met", 8, { ...isNew, ...tells })]));

    expect(reasons?.[1]?.Item).toEqual({ ...key("met"), ver: { N: "7" } });
    expect(reasons?.[0]?.Item).toBeUndefined();
  });

  it("is done once when it is sent twice with one token, and the second is told that it was done", async () => {
    const more: Action = {
      Update: {
        TableName: target.table,
        Key: key("token"),
        UpdateExpression: "ADD ver :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      },
    };

    await transact([more], "one-token");
    await transact([more], "one-token");

    expect(await versionOf("token")).toBe(1);
  });

  it("is refused when a token comes back with another content", async () => {
    await transact([put("mismatch", 1)], "other-token");

    expect((await errorOf(transact([put("mismatch", 2)], "other-token")))?.name).toBe("IdempotentParameterMismatchException");
    expect(await versionOf("mismatch")).toBe(1);
  });

  it("may not touch one item twice, nor hold more than a hundred actions", async () => {
    const hundred = Array.from({ length: 100 }, (_, at) => put(`hundred-${at}`, 1));

    expect((await errorOf(transact([put("twice", 1), put("twice", 2)])))?.name).toBe("ValidationException");
    expect((await errorOf(transact([...hundred, put("hundred-100", 1)])))?.name).toBe("ValidationException");
    expect(await errorOf(transact(hundred))).toBeUndefined();
  });

  it("is won by exactly one of twenty writers who saw the same version; the others are told of a condition or a conflict", async () => {
    await putAlone("raced", 0);
    const write = (at: number) => errorOf(transact([put("raced", 1, hasVersion(0)), put(`raced-by-${at}`, 1)]));

    const errors = await Promise.all(Array.from({ length: 20 }, (_, at) => write(at)));
    const codes = errors.flatMap((error) =>
      error instanceof TransactionCanceledException ? [error.CancellationReasons?.[0]?.Code] : [error?.name],
    );

    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
    expect(
      codes.filter(
        (code) => code !== undefined && !/^(ConditionalCheckFailed|TransactionConflict|TransactionConflictException)$/.test(code),
      ),
    ).toEqual([]);
    expect(await versionOf("raced")).toBe(1);
  });
});

describe("a conditional write", () => {
  it("fails with the item that it met, where that is asked for", async () => {
    await putAlone("alone", 3);

    const error = await errorOf(putAlone("alone", 4, { ...hasVersion(2), ...tells }));

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error instanceof ConditionalCheckFailedException ? error.Item : undefined).toEqual({ ...key("alone"), ver: { N: "3" } });
    expect(await versionOf("alone")).toBe(3);
  });

  it("takes no item of more than 400 KB", async () => {
    const Item = { ...key("large"), text: { S: "x".repeat(409_600) } };

    expect((await errorOf(target.dynamo.send(new PutItemCommand({ TableName: target.table, Item }))))?.name).toBe("ValidationException");
  });
});

describe("a query", () => {
  it("ends a page at 1 MB and says where the next begins; all pages together are all rows, in order", async () => {
    const rows = Array.from({ length: 30 }, (_, at) => String(at).padStart(3, "0"));
    for (const sk of rows)
      await target.dynamo.send(
        new PutItemCommand({ TableName: target.table, Item: { ...key("paged", sk), text: { S: "x".repeat(100_000) } } }),
      );
    const found: (string | undefined)[][] = [];

    for (let from: PutItemCommandInput["Item"], isFirst = true; isFirst || from !== undefined; isFirst = false) {
      const page = await target.dynamo.send(
        new QueryCommand({
          TableName: target.table,
          ConsistentRead: true,
          KeyConditionExpression: "pk = :pk",
          ExpressionAttributeValues: { ":pk": { S: "paged" } },
          ExclusiveStartKey: from,
        }),
      );
      found.push((page.Items ?? []).map(({ sk }) => sk?.S));
      from = page.LastEvaluatedKey;
    }

    expect(found.map((page) => page.length <= 11)).toEqual(found.map(() => true));
    expect(found.length).toBeGreaterThanOrEqual(3);
    expect(found.flat()).toEqual(rows);
  });

  it("finds the rows whose sort key begins so, the last first when asked", async () => {
    for (const sk of ["EP#2", "EP#1", "EV#1"])
      await target.dynamo.send(new PutItemCommand({ TableName: target.table, Item: key("begins", sk) }));

    const { Items = [] } = await target.dynamo.send(
      new QueryCommand({
        TableName: target.table,
        ConsistentRead: true,
        ScanIndexForward: false,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :begins)",
        ExpressionAttributeValues: { ":pk": { S: "begins" }, ":begins": { S: "EP#" } },
      }),
    );

    expect(Items.map(({ sk }) => sk?.S)).toEqual(["EP#2", "EP#1"]);
  });

  it("of an index may be late, and finds the row in the end; it cannot be asked to be consistent", async () => {
    const Item = { ...key("indexed"), gsi1pk: { S: "practice" }, gsi1sk: { S: "2026" } };
    await target.dynamo.send(new PutItemCommand({ TableName: target.table, Item }));
    const query = {
      TableName: target.table,
      IndexName: "gsi1",
      KeyConditionExpression: "gsi1pk = :pk",
      ExpressionAttributeValues: { ":pk": { S: "practice" } },
    };

    await expect.poll(async () => (await target.dynamo.send(new QueryCommand(query))).Items, { timeout: 10_000 }).toEqual([Item]);
    expect((await errorOf(target.dynamo.send(new QueryCommand({ ...query, ConsistentRead: true }))))?.name).toBe("ValidationException");
  });
});

describe("a consistent read", () => {
  it("sees every write that was acknowledged before it", async () => {
    for (let ver = 1; ver <= 50; ver += 1) {
      await putAlone("fresh", ver);
      expect(await versionOf("fresh")).toBe(ver);
    }
  });
});
