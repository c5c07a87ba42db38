import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import type { FileBook, FileCut, FilePart, OpenedFile, SentFile, StoredFile, SurveyedFile } from "../core/ports/files.ts";
import type { SubmissionKey } from "../core/ports/receipts.ts";
import { erasedLately } from "./erased-events.ts";
import { putFirst } from "./put-first.ts";
import { queryAll } from "./query-all.ts";
import { fileKey, filePartition, filePartKey, filePartPrefix } from "./source-keys.ts";

/** What is known of large files, in the source table: a row to each thing that happened to one, and a row to each part. */
export function dynamoFiles(client: DynamoDBDocumentClient, table: string): FileBook {
  const first = (key: SubmissionKey, what: string, body: unknown) =>
    putFirst(client, table, { ...fileKey(key, what), body: JSON.stringify(body) });
  return {
    readFile: (key) => readFile(client, table, key),
    open: (key, file, inPlaceOf) => openFile(client, table, { key, file, inPlaceOf }),
    send: async (key, file) => void (await first(key, "SENT", file)),
    survey: async (key, found) => void (await first(key, "SURVEYED", found)),
    cut: async (key, cut) =>
      void (await client.send(new PutCommand({ TableName: table, Item: { ...fileKey(key, "CUT"), body: JSON.stringify(cut) } }))),
    holdsPart: async (key, part) => {
      const Key = filePartKey(key, part);
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true, ProjectionExpression: "pk" }));
      return Item !== undefined;
    },
    addPart: async (key, part) => void (await putFirst(client, table, { ...filePartKey(key, part.part), body: JSON.stringify(part) })),
    countParts: (key) => countParts(client, table, key),
    erasedLately: () => erasedLately({ client, table }),
    acknowledge: async (key) => void (await first(key, "ACKNOWLEDGED", {})),
  };
}

type Opening = { readonly key: SubmissionKey; readonly file: OpenedFile; readonly inPlaceOf: string | null };

async function openFile(client: DynamoDBDocumentClient, table: string, { key, file, inPlaceOf }: Opening): Promise<boolean> {
  const { uploadId, ...declared } = file;
  const Item = { ...fileKey(key, "OPENED"), uploadId, body: JSON.stringify(declared) };
  if (inPlaceOf === null) return putFirst(client, table, Item);
  try {
    const condition = { ConditionExpression: "uploadId = :gone", ExpressionAttributeValues: { ":gone": inPlaceOf } };
    await client.send(new PutCommand({ TableName: table, Item, ...condition }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

async function readFile(client: DynamoDBDocumentClient, table: string, key: SubmissionKey): Promise<StoredFile | null> {
  const rows = await queryAll(client, { table, pk: filePartition(key) });
  // What this file wrote is read as it was written: no other function puts anything into this partition.
  const bodyOf = <Body>(what: string): Body | null => {
    const row = rows.find(({ sk }) => sk === fileKey(key, what).sk);
    return row === undefined ? null : JSON.parse(String(row.body));
  };
  const declared = bodyOf<Omit<OpenedFile, "uploadId">>("OPENED");
  const opened = rows.find(({ sk }) => sk === fileKey(key, "OPENED").sk);
  if (declared === null || opened === undefined) return null;
  return {
    opened: { ...declared, uploadId: String(opened.uploadId) },
    sent: bodyOf<SentFile>("SENT"),
    surveyed: bodyOf<SurveyedFile>("SURVEYED"),
    cut: bodyOf<FileCut>("CUT"),
    stored: rows.filter(({ sk }) => String(sk).startsWith(filePartPrefix)).map((row): FilePart => JSON.parse(String(row.body))),
    isAcknowledged: bodyOf("ACKNOWLEDGED") !== null,
  };
}

/** Counted in the store: only numbers come back. */
async function countParts(client: DynamoDBDocumentClient, table: string, key: SubmissionKey): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        Select: "COUNT",
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :begins)",
        ExpressionAttributeValues: { ":pk": filePartition(key), ":begins": filePartPrefix },
        ExclusiveStartKey: from,
      }),
    );
    count += page.Count ?? 0;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return count;
}
