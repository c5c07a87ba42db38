import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRowsTogether } from "../../adapters/read-rows.ts";
import { type SourceTables, startSourceTables } from "../support/source-tables.ts";

let tables: SourceTables;
let sent: { readonly name: string; readonly input: unknown }[] = [];
beforeAll(async () => {
  tables = await startSourceTables();
  tables.client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        sent.push({ name: String(commandName), input: args.input });
        return next(args);
      },
    { step: "initialize" },
  );
  for (const sk of ["a", "b"]) await tables.client.send(new PutCommand({ TableName: tables.source, Item: { pk: "P", sk, body: sk } }));
});
afterAll(() => tables.stop());

const keyOf = (sk: string) => ({ pk: "P", sk });

describe("rows that are asked for at once", () => {
  it("are read by one consistent call, each key once, and each asker gets its own", async () => {
    const read = readRowsTogether(tables.client, tables.source);

    sent = [];
    const rows = await Promise.all(["a", "none", "b", "a"].map((sk) => read(keyOf(sk))));

    expect(rows.map((row) => row?.body)).toEqual(["a", undefined, "b", "a"]);
    expect(sent.map(({ name }) => name)).toEqual(["BatchGetItemCommand"]);
    expect(sent[0]?.input).toMatchObject({ RequestItems: { source: { ConsistentRead: true } } });
  });

  it("are read by as many calls as the store's limit of 100 keys asks for, and one alone by itself", async () => {
    const read = readRowsTogether(tables.client, tables.source);

    sent = [];
    const rows = await Promise.all([...Array.from({ length: 120 }, (_, n) => `n${n}`), "b"].map((sk) => read(keyOf(sk))));
    expect([rows.length, rows.at(-1)?.body, sent.length]).toEqual([121, "b", 2]);

    sent = [];
    expect((await read(keyOf("a")))?.body).toBe("a");
    expect(sent.map(({ name }) => name)).toEqual(["GetItemCommand"]);
  });

  it("are asked for again where the store left some unread, and are an error where it never reads them", async () => {
    const leaving = (times: number) => {
      let asked = 0;
      const send = async () => (asked++ < times ? left : { Responses: { source: [keyOf("b")] } });
      const left = { Responses: { source: [keyOf("a")] }, UnprocessedKeys: { source: { Keys: [keyOf("b")] } } };
      return readRowsTogether(Object.assign(Object.create(DynamoDBDocumentClient.prototype), { send }), "source");
    };
    const both = (read: ReturnType<typeof leaving>) => Promise.all([read(keyOf("a")), read(keyOf("b"))]);

    expect(await both(leaving(2))).toEqual([keyOf("a"), keyOf("b")]);
    await expect(both(leaving(99))).rejects.toMatchObject({ name: "StoreBusy" });
  });
});
