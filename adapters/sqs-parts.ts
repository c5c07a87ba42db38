import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { PartMessage, PartQueue } from "../core/ports/receipts.ts";
import { correlationAttributes } from "./message-correlation.ts";

const messagesAtOnce = 10;

const partMessage = z.strictObject({
  client: z.string(),
  submissionId: z.string(),
  part: z.int().min(0),
  receivedAt: z.string(),
  file: z.strictObject({ parts: z.int(), version: z.string() }).optional(),
});

/** The queue of waiting parts. One supplier's many parts do not hold up another's few: its messages share a group of a fair queue. */
export function sqsParts(client: SQSClient, queueUrl: string): PartQueue {
  return {
    async announce(messages) {
      for (let at = 0; at < messages.length; at += messagesAtOnce) {
        const Entries = messages.slice(at, at + messagesAtOnce).map((message, place) => ({
          Id: String(place),
          MessageBody: JSON.stringify(message),
          MessageGroupId: message.client,
          MessageAttributes: correlationAttributes(),
        }));
        const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        if (Failed !== undefined && Failed.length > 0) throw new Error("the queue did not take every part");
      }
    },
  };
}

/**
 * A message as it comes out of the queue.
 *
 * @throws {Error} for anything else: it is set aside after its last try
 */
export function partMessageFrom(body: string): PartMessage {
  const { file, ...message } = partMessage.parse(JSON.parse(body));
  return file === undefined ? message : { ...message, file };
}
