import type { S3Client } from "@aws-sdk/client-s3";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { prices } from "../../../core/cost/prices.ts";

/** What a piece of work asked of the stores: calls, and the units that DynamoDB on demand charges for them. */
export type Demand = {
  readonly tableCalls: number;
  /** Read request units, every read being consistent: one for each 4 KB. */
  readonly readUnits: number;
  /** Write request units: one for each KB, twice that within a transaction. */
  readonly writeUnits: number;
  readonly objectReads: number;
  readonly objectWrites: number;
};

const kilobyte = 1024;

/** The size of an item as DynamoDB counts it, near enough: names and values in UTF-8, numbers as they are written. */
function sizeOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.byteLength;
  if (typeof value === "string") return Buffer.byteLength(value);
  if (Array.isArray(value)) return value.reduce((sum: number, each) => sum + 1 + sizeOf(each), 3);
  if (typeof value === "object" && value !== null)
    return Object.entries(value).reduce((sum, [key, each]) => sum + Buffer.byteLength(key) + sizeOf(each), 0);
  return String(value).length;
}

const readUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / (4 * kilobyte)));
const writeUnits = (item: unknown) => Math.max(1, Math.ceil(sizeOf(item) / kilobyte));

type Input = { readonly Item?: unknown; readonly TransactItems?: readonly Readonly<Record<string, { readonly Item?: unknown }>>[] };
type Output = {
  readonly Item?: unknown;
  readonly Items?: readonly unknown[];
  readonly Responses?: Readonly<Record<string, readonly unknown[]>>;
};

/** Counts everything that two clients are asked from now on; `since` gives what came after the last time it was called. */
export function countedCalls(dynamo: DynamoDBDocumentClient, s3: S3Client): { readonly since: () => Demand } {
  const none = { tableCalls: 0, readUnits: 0, writeUnits: 0, objectReads: 0, objectWrites: 0 };
  let demand = { ...none };
  dynamo.middlewareStack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      countTableCall(demand, context.commandName ?? "", { input: args.input as Input, output: result.output as Output });
      return result;
    },
    { step: "initialize", name: "countedTableCalls" },
  );
  s3.middlewareStack.add(
    (next, context) => async (args) => {
      if (/Put|Delete|Copy/.test(context.commandName ?? "")) demand.objectWrites++;
      else demand.objectReads++;
      return next(args);
    },
    { step: "initialize", name: "countedObjectCalls" },
  );
  return {
    since: () => {
      const counted = demand;
      demand = { ...none };
      return counted;
    },
  };
}

type Mutable = { -readonly [Key in keyof Demand]: Demand[Key] };

function countTableCall(demand: Mutable, name: string, { input, output }: { input: Input; output: Output }): void {
  demand.tableCalls++;
  if (name.startsWith("Get")) demand.readUnits += readUnits(sizeOf(output.Item ?? ""));
  if (name.startsWith("BatchGet"))
    for (const item of Object.values(output.Responses ?? {}).flat()) demand.readUnits += readUnits(sizeOf(item));
  if (name.startsWith("Query")) demand.readUnits += readUnits((output.Items ?? []).reduce((sum: number, item) => sum + sizeOf(item), 0));
  if (name.startsWith("Put")) demand.writeUnits += writeUnits(input.Item);
  if (name.startsWith("Delete")) demand.writeUnits += 1;
  for (const action of input.TransactItems ?? [])
    for (const { Item } of Object.values(action)) demand.writeUnits += 2 * writeUnits(Item ?? "");
}

/** Two demands, number by number. */
export function combined(a: Demand, b: Demand, combine: (x: number, y: number) => number): Demand {
  return Object.fromEntries((Object.keys(a) as (keyof Demand)[]).map((key) => [key, combine(a[key], b[key])])) as Demand;
}

/** What that costs in London, in dollars; calls that read objects cost next to nothing and are left out. */
export function dollarsOf({ readUnits: reads, writeUnits: writes, objectWrites }: Demand): number {
  return reads * prices.tableRead.dollars + writes * prices.tableWrite.dollars + objectWrites * prices.objectPut.dollars;
}
