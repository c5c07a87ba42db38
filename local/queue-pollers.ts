import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import * as z from "zod";
import type { Functions } from "./functions.ts";
import { region } from "./place.ts";
import { queueUrl } from "./queues.ts";
import type { App } from "./template.ts";

const declared = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().max(10).default(10),
  Enabled: z.boolean().default(true),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

type Mapping = z.infer<typeof declared>;
type Options = { app: App; functions: Pick<Functions, "invoke">; sqs: SQSClient; endpoint: string };

const mostPollers = 2;
const waitSeconds = 1;
const restMilliseconds = 500;

/** Feeds the functions that queues are mapped to. `stop` waits for the batches on their way. */
export function startPollers({ app, functions, sqs, endpoint }: Options): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const mappings = app.ofType("AWS::Lambda::EventSourceMapping").map(({ properties }) => declared.parse(properties));
  const pollers = mappings
    .filter(({ Enabled }) => Enabled)
    .flatMap((mapping) => {
      const count = Math.min(mostPollers, mapping.ScalingConfig?.MaximumConcurrency ?? mostPollers);
      return Array.from({ length: count }, () => poll(mapping, { functions, sqs, endpoint, stopping: stopping.signal }));
    });
  return {
    async stop() {
      stopping.abort();
      await Promise.all(pollers);
    },
  };
}

type Surroundings = Omit<Options, "app"> & { stopping: AbortSignal };

async function poll(mapping: Mapping, { functions, sqs, endpoint, stopping }: Surroundings): Promise<void> {
  const QueueUrl = queueUrl(endpoint, mapping.EventSourceArn.split(":").at(-1) ?? "");
  const request = {
    QueueUrl,
    MaxNumberOfMessages: mapping.BatchSize,
    WaitTimeSeconds: waitSeconds,
    MessageSystemAttributeNames: ["All" as const],
    MessageAttributeNames: ["All"],
  };
  while (!stopping.aborted) {
    try {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request), { abortSignal: stopping });
      if (Messages.length === 0) continue;
      const done = await deliver(mapping, functions, Messages);
      const Entries = done.map((message, at) => ({ Id: String(at), ReceiptHandle: message.ReceiptHandle }));
      if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    } catch {
      // Whatever it was, the messages are still in the queue: they come again when their visibility timeout is over.
      if (!stopping.aborted) await new Promise((wake) => setTimeout(wake, restMilliseconds));
    }
  }
}

/** Hands a batch to the function and gives the messages that are done with. A function that throws is done with none. */
async function deliver(mapping: Mapping, functions: Pick<Functions, "invoke">, messages: readonly Message[]): Promise<readonly Message[]> {
  const Records = messages.map((message) => recordOf(message, mapping.EventSourceArn));
  const answer = await functions.invoke(mapping.FunctionName, { Records });
  return mapping.FunctionResponseTypes.includes("ReportBatchItemFailures") ? succeeded(messages, answer) : messages;
}

/**
 * Which messages of a batch a function's answer lets go. As Lambda has it: no failures, or an answer that says nothing of them, is success of
 * all; a failure that names no message of the batch is failure of all.
 */
export function succeeded(messages: readonly Message[], answer: unknown): readonly Message[] {
  const failures: unknown = (answer as { batchItemFailures?: unknown } | null)?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return [];
  const failed = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  const known = new Set(messages.map(({ MessageId }) => MessageId));
  if (failed.some((id) => typeof id !== "string" || !known.has(id))) return [];
  return messages.filter(({ MessageId }) => !failed.includes(MessageId));
}

/** What the sender said of a message, spelled as Lambda spells it. */
function attributesOf({ MessageAttributes = {} }: Message): SQSRecord["messageAttributes"] {
  const entries = Object.entries(MessageAttributes);
  return Object.fromEntries(entries.map(([name, { DataType = "String", StringValue }]) => [name, spelled(DataType, StringValue)]));
}

function spelled(dataType: string, stringValue: string | undefined): SQSRecord["messageAttributes"][string] {
  return { dataType, ...(stringValue !== undefined && { stringValue }) };
}

function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  return {
    messageId: message.MessageId ?? "",
    receiptHandle: message.ReceiptHandle ?? "",
    body: message.Body ?? "",
    attributes: (message.Attributes ?? {}) as unknown as SQSRecord["attributes"],
    messageAttributes: attributesOf(message),
    md5OfBody: message.MD5OfBody ?? "",
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion: region,
  };
}
