import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { FileMessage, FileQueue } from "../core/ports/files.ts";
import { correlationAttributes } from "./message-correlation.ts";

const fileMessage = z.strictObject({
  client: z.string(),
  submissionId: z.string(),
  step: z.enum(["cut", "acknowledge"]),
  version: z.string(),
});

/** The queue of files that wait for work. One supplier's many files do not hold up another's few. */
export function sqsFiles(client: SQSClient, QueueUrl: string): FileQueue {
  return {
    async announceFile(message, DelaySeconds = 0) {
      const carried = { MessageGroupId: message.client, MessageAttributes: correlationAttributes() };
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message), DelaySeconds, ...carried }));
    },
  };
}

/**
 * A message as it comes out of the queue.
 *
 * @throws {Error} for anything else: it is set aside after its last try
 */
export function fileMessageFrom(body: string): FileMessage {
  return fileMessage.parse(JSON.parse(body));
}
