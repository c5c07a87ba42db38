import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";

/** A row as the table holds it. */
export type Row = Record<string, unknown>;

/** One call, before or after it takes effect. */
export type Operation = { readonly name: string; readonly writes: boolean; readonly keys: readonly string[] };

/** What a test may put around each call: wait, fail before it, or fail after it has taken effect (the answer is lost). */
export type Around = {
  readonly before?: (operation: Operation) => Promise<void>;
  readonly after?: (operation: Operation) => Promise<void>;
};

export type TableTwin = {
  readonly client: DynamoDBDocumentClient;
  readonly rows: () => readonly Row[];
  readonly operations: Operation[];
};

type Version = { readonly at: number; readonly row: Row | undefined };
type Write = { readonly key: Row; readonly row: Row | undefined; readonly condition: string | undefined; readonly values: Row };

const pageSize = 7;

/**
 * A DynamoDB table that really remembers: conditions hold, transactions are whole, queries come in small pages, and a read that does not ask
 * to be consistent sees the table as it was `lag` writes ago.
 */
export function tableTwin({ around = {}, lag = 0 }: { around?: Around; lag?: number } = {}): TableTwin {
  const history = new Map<string, Version[]>();
  const operations: Operation[] = [];
  let now = 0;
  const rowAt = (key: string, at: number) => history.get(key)?.findLast((version) => version.at <= at)?.row;
  const visible = (consistent: boolean | undefined) => (consistent === true ? now : now - lag);
  const allRows = (at: number) =>
    [...history.keys()]
      .sort()
      .map((key) => rowAt(key, at))
      .filter((row) => row !== undefined);

  function apply(writes: readonly Write[]): readonly boolean[] {
    const holds = writes.map(({ key, condition, values }) => isMet(condition, values, rowAt(keyOf(key), now)));
    if (holds.includes(false)) return holds;
    now++;
    for (const { key, row } of writes)
      history.set(keyOf(key), [...(history.get(keyOf(key)) ?? []), { at: now, row: structuredClone(row) }]);
    return holds;
  }

  function query(input: QueryCommandInput): { Items: Row[]; LastEvaluatedKey?: Row } {
    const values = input.ExpressionAttributeValues ?? {};
    const partition = input.IndexName === undefined ? "pk" : `${input.IndexName}pk`;
    const wanted = allRows(visible(input.ConsistentRead)).filter(
      (row) =>
        row[partition] === (values[":pk"] ?? values[":parent"]) &&
        (values[":begins"] === undefined || String(row.sk).startsWith(String(values[":begins"]))),
    );
    return page(input.ScanIndexForward === false ? wanted.reverse() : wanted, input.ExclusiveStartKey);
  }

  function answer(command: unknown): unknown {
    if (command instanceof GetCommand) {
      const { Key, ConsistentRead } = command.input;
      const row = rowAt(keyOf(Key ?? {}), visible(ConsistentRead));
      return row === undefined ? {} : { Item: structuredClone(row) };
    }
    if (command instanceof QueryCommand) return query(command.input);
    if (command instanceof ScanCommand) return page(allRows(visible(command.input.ConsistentRead)), command.input.ExclusiveStartKey);
    if (command instanceof TransactWriteCommand) {
      const holds = apply((command.input.TransactItems ?? []).map(writeOf));
      if (!holds.includes(false)) return {};
      const CancellationReasons = holds.map((held) => ({ Code: held ? "None" : "ConditionalCheckFailed" }));
      throw new TransactionCanceledException({ message: "cancelled", $metadata: {}, CancellationReasons });
    }
    const write =
      command instanceof PutCommand
        ? writeOf({ Put: command.input })
        : command instanceof DeleteCommand
          ? writeOf({ Delete: command.input })
          : null;
    if (write === null) throw new TypeError(`the table twin does not know ${String(command)}`);
    if (apply([write]).includes(false)) throw new ConditionalCheckFailedException({ message: "not met", $metadata: {} });
    return {};
  }

  async function send(command: { constructor: { name: string }; input: Row }): Promise<unknown> {
    const operation = describeCommand(command);
    operations.push(operation);
    await around.before?.(operation);
    const answered = answer(command);
    await around.after?.(operation);
    return answered;
  }
  return { client: { send } as unknown as DynamoDBDocumentClient, rows: () => allRows(now).map((row) => structuredClone(row)), operations };
}

function page(rows: readonly Row[], from: Row | undefined): { Items: Row[]; LastEvaluatedKey?: Row } {
  const start = from === undefined ? 0 : rows.findIndex((row) => keyOf(row) === keyOf(from)) + 1;
  const items = rows.slice(start, start + pageSize).map((row) => structuredClone(row));
  const last = items.at(-1);
  return start + pageSize < rows.length && last !== undefined
    ? { Items: items, LastEvaluatedKey: { pk: last.pk, sk: last.sk } }
    : { Items: items };
}

function keyOf({ pk, sk }: Row): string {
  return `${String(pk)}\u0000${String(sk)}`;
}

type Action = { readonly Put?: unknown; readonly Delete?: unknown };

function writeOf(action: Action): Write {
  const { Item, Key, ConditionExpression, ExpressionAttributeValues } = (action.Put ?? action.Delete) as Record<string, Row & string>;
  return { key: Item ?? Key ?? {}, row: Item, condition: ConditionExpression, values: ExpressionAttributeValues ?? {} };
}

/** The conditions that are in use, and no others: an unknown one is a mistake of the test. */
function isMet(condition: string | undefined, values: Row, row: Row | undefined): boolean {
  if (condition === undefined) return true;
  if (/^attribute_not_exists\((pk|sk)\)$/.test(condition)) return row === undefined;
  const equal = /^(\w+) = (:\w+)$/.exec(condition);
  if (equal === null) throw new TypeError(`the table twin does not know the condition ${condition}`);
  return row !== undefined && row[equal[1] ?? ""] === values[equal[2] ?? ""];
}

function describeCommand(command: { constructor: { name: string }; input: Row }): Operation {
  const { input } = command;
  const name = command.constructor.name.replace("Command", "");
  const actions =
    name === "TransactWrite" ? ((input.TransactItems ?? []) as Action[]).map(writeOf) : name === "Put" ? [writeOf({ Put: input })] : [];
  return { name, writes: actions.length > 0 || name === "Delete", keys: actions.map(({ key }) => `${String(key.pk)}/${String(key.sk)}`) };
}
