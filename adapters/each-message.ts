import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { inParallel } from "../core/night/in-parallel.ts";
import { correlated } from "./correlation.ts";
import { correlationOf } from "./message-correlation.ts";

/** Each message keeps the store busy by itself; one after the other, what they come to shows sooner. */
const messagesAtOnce = 2;

/**
 * Works on every message of a batch by itself and names those that failed, so that they alone come again. A message that fails is never
 * acknowledged, whatever the error was; after its last try the queue sets it aside. Its log carries the name of the request that sent it.
 */
export async function eachMessage(
  { Records }: SQSEvent,
  work: (body: string) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<SQSBatchResponse> {
  const failures = await inParallel(Records, messagesAtOnce, (record) =>
    correlated(correlationOf(record), () => failureOf(record, work, onFailure)),
  );
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
