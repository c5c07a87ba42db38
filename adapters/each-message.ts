import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";

/**
 * Works on every message of a batch by itself and names those that failed, so that they alone come again. A message that fails is never
 * acknowledged, whatever the error was; after its last try the queue sets it aside.
 */
export async function eachMessage(
  { Records }: SQSEvent,
  work: (body: string) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<SQSBatchResponse> {
  const failures = await Promise.all(Records.map((record) => failureOf(record, work, onFailure)));
  return { batchItemFailures: failures.flatMap((itemIdentifier) => (itemIdentifier === null ? [] : [{ itemIdentifier }])) };
}

async function failureOf({ messageId, body }: SQSRecord, work: (body: string) => Promise<void>, onFailure: (error: unknown) => void) {
  try {
    await work(body);
    return null;
  } catch (error) {
    onFailure(error);
    return messageId;
  }
}
