import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  type BatchGetCommandInput,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb";
import { type Row, versionedRows, type Write } from "./versioned-rows.ts";

/** One call, before or after it takes effect. */
export type Operation = { readonly name: string; readonly writes: boolean; readonly keys: readonly string[] };

/** What a test may put around each call: wait, fail before it, or fail after it has taken effect (the answer is lost). */
export type Around = {
  readonly before?: (operation: Operation) => Promise<void>;
  readonly after?: (operation: Operation) => Promise<void>;
};

export type TableTwin = {
  readonly client: DynamoDBDocumentClient;
  /** Another client of the same tables, with other things around its calls. */
  readonly clientWith: (around: Around) => DynamoDBDocumentClient;
  readonly rows: (table?: string) => readonly Row[];
  readonly operations: Operation[];
};

type Conditional = Write & { readonly condition: string | undefined; readonly values: Row };
type Page = { readonly Items: Row[]; readonly LastEvaluatedKey?: Row };

const pageSize = 20;

/**
 * DynamoDB tables that really remember: conditions hold, transactions are whole, queries come in small pages, and a read that does not
 * ask to be consistent sees the tables as they were `lag` writes ago.
 */
export function tableTwin({ lag = 0 }: { lag?: number } = {}): TableTwin {
  const kept = versionedRows();
  const operations: Operation[] = [];
  const visible = (consistent: boolean | undefined) => (consistent === true ? kept.now() : kept.now() - lag);

  function apply(writes: readonly Conditional[]): readonly boolean[] {
    const holds = writes.map(({ table, key, condition, values }) => isMet(condition, values, kept.rowAt(table, key, kept.now())));
    if (!holds.includes(false)) kept.write(writes);
    return holds;
  }

  function query({ TableName = "", IndexName, ExpressionAttributeValues: values = {}, ...input }: QueryCommandInput): Page {
    const at = visible(input.ConsistentRead);
    const partition = IndexName === undefined ? kept.partitionAt(TableName, String(values[":pk"]), at) : [];
    const indexed = IndexName === undefined ? [] : kept.tableAt(TableName, at).filter((row) => row[`${IndexName}pk`] === values[":parent"]);
    const wanted = [...partition, ...indexed].filter(({ sk }) => String(sk).startsWith(String(values[":begins"] ?? "")));
    return page(input.ScanIndexForward === false ? wanted.reverse() : wanted, input.ExclusiveStartKey);
  }

  /** As much as fits into a page, in no order; the rest is left over. */
  function batch({ RequestItems = {} }: BatchGetCommandInput): object {
    const [[table = "", { Keys = [], ConsistentRead } = { Keys: [] }] = []] = Object.entries(RequestItems);
    const rows = Keys.slice(0, pageSize).flatMap((key): Row | readonly Row[] => kept.rowAt(table, key, visible(ConsistentRead)) ?? []);
    const left = Keys.slice(pageSize);
    return {
      Responses: { [table]: rows.reverse().map((row) => ({ ...row })) },
      UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
    };
  }

  function transact(writes: readonly Conditional[]): object {
    const holds = apply(writes);
    if (!holds.includes(false)) return {};
    const CancellationReasons = holds.map((held) => ({ Code: held ? "None" : "ConditionalCheckFailed" }));
    throw new TransactionCanceledException({ message: "cancelled", $metadata: {}, CancellationReasons });
  }

  /** An update as the row that it leaves: of one attribute, as it is in use. */
  function updated(action: Action): Conditional {
    const write = writeOf(action);
    const { UpdateExpression = "" } = (action.Update ?? {}) as { UpdateExpression?: string };
    const set = /^SET (\w+) = (:\w+)$/.exec(UpdateExpression);
    if (action.Update === undefined) return write;
    if (set === null) throw new TypeError(`the table twin does not know the update ${UpdateExpression}`);
    return { ...write, row: { ...kept.rowAt(write.table, write.key, kept.now()), [set[1] ?? ""]: write.values[set[2] ?? ""] } };
  }

  function writeOne(write: Conditional): object {
    if (apply([write]).includes(false)) throw new ConditionalCheckFailedException({ message: "not met", $metadata: {} });
    return {};
  }

  function answer(command: unknown): unknown {
    if (command instanceof GetCommand) {
      const { TableName = "", Key = {}, ConsistentRead } = command.input;
      const row = kept.rowAt(TableName, Key, visible(ConsistentRead));
      return row === undefined ? {} : { Item: { ...row } };
    }
    if (command instanceof BatchGetCommand) return batch(command.input);
    if (command instanceof QueryCommand) return query(command.input);
    if (command instanceof ScanCommand) {
      const { TableName = "", ConsistentRead, ExclusiveStartKey } = command.input;
      return page(kept.tableAt(TableName, visible(ConsistentRead)), ExclusiveStartKey);
    }
    if (command instanceof TransactWriteCommand) return transact((command.input.TransactItems ?? []).map(updated));
    if (command instanceof PutCommand) return writeOne(writeOf({ Put: command.input }));
    if (command instanceof DeleteCommand) return writeOne(writeOf({ Delete: command.input }));
    throw new TypeError(`the table twin does not know ${String(command)}`);
  }

  function clientWith(around: Around): DynamoDBDocumentClient {
    async function send(command: { constructor: { name: string }; input: Row }): Promise<unknown> {
      const operation = describeCommand(command);
      operations.push(operation);
      await around.before?.(operation);
      const answered = answer(command);
      await around.after?.(operation);
      return answered;
    }
    return { send } as unknown as DynamoDBDocumentClient;
  }
  const rows = (table = "derived") => kept.tableAt(table, kept.now()).map((row) => ({ ...row }));
  return { client: clientWith({}), clientWith, rows, operations };
}

function page(rows: readonly Row[], from: Row | undefined): Page {
  const start = from === undefined ? 0 : rows.findIndex(({ pk, sk }) => pk === from.pk && sk === from.sk) + 1;
  const items = rows.slice(start, start + pageSize).map((row) => ({ ...row }));
  const last = items.at(-1);
  const isLast = start + pageSize >= rows.length || last === undefined;
  return isLast ? { Items: items } : { Items: items, LastEvaluatedKey: { pk: last.pk, sk: last.sk } };
}

type Action = { readonly Put?: unknown; readonly Delete?: unknown; readonly Update?: unknown };
type ActionInput = {
  readonly TableName: string;
  readonly Item?: Row;
  readonly Key?: Row;
  readonly ConditionExpression?: string;
  readonly ExpressionAttributeValues?: Row;
};

function writeOf(action: Action): Conditional {
  const { TableName, Item, Key, ConditionExpression, ExpressionAttributeValues } = (action.Put ??
    action.Delete ??
    action.Update) as ActionInput;
  return {
    table: TableName,
    key: Item ?? Key ?? {},
    row: Item,
    condition: ConditionExpression,
    values: ExpressionAttributeValues ?? {},
  };
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
  const name = command.constructor.name.replace("Command", "");
  const actions = name === "TransactWrite" ? (command.input.TransactItems as Action[]) : name === "Put" ? [{ Put: command.input }] : [];
  const keys = actions.map(writeOf).map(({ key }) => `${String(key.pk)}/${String(key.sk)}`);
  return { name, writes: ["TransactWrite", "Put", "Delete"].includes(name), keys };
}
