import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, it, onTestFinished } from "vitest";
import { localCredentials, region } from "../../local/place.ts";
import { startPollers, succeeded } from "../../local/queue-pollers.ts";
import { queueUrl, startQueues } from "../../local/queues.ts";
import type { Resource } from "../../local/template.ts";
import { appOf } from "./support/bundle.ts";
import { scratchDirectory } from "./support/scratch.ts";

type Records = { Records: { body: string; messageId: string }[] };

async function feeding(invoke: (name: string, event: unknown) => Promise<unknown>) {
  const server = await startQueues({ directory: scratchDirectory() });
  const sqs = new SQSClient({ endpoint: server.url, region, credentials: localCredentials });
  for (const QueueName of ["failed", "parts"]) await sqs.send(new CreateQueueCommand({ QueueName, Attributes: attributesOf(QueueName) }));
  const properties = {
    EventSourceArn: "arn:aws:sqs:eu-west-2:000000000000:parts",
    FunctionName: "store-part",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  };
  const place = { id: "m", stack: "s", directory: ".", metadata: {}, attributes: {}, name: "m", ref: "m" };
  const mapping: Resource = { ...place, type: "AWS::Lambda::EventSourceMapping", properties };
  const pollers = startPollers({ app: appOf(mapping), functions: { invoke }, sqs, endpoint: server.url });
  onTestFinished(async () => {
    await pollers.stop();
    sqs.destroy();
    await server.stop();
  });
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(server.url, "parts"), MessageBody }));
  const waiting = async (name: string) => {
    const AttributeNames = ["ApproximateNumberOfMessages" as const, "ApproximateNumberOfMessagesNotVisible" as const];
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl(server.url, name), AttributeNames }));
    return AttributeNames.map((attribute) => Number(Attributes?.[attribute])).reduce((a, b) => a + b);
  };
  return { send, waiting };
}

function attributesOf(name: string): Record<string, string> {
  const deadLetterTargetArn = "arn:aws:sqs:eu-west-2:000000000000:failed";
  return name === "parts" ? { VisibilityTimeout: "1", RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) } : {};
}

it("delivers every message, lets go of the ones that were stored, and sets aside the one that never can be", async () => {
  const stored: string[] = [];
  const { send, waiting } = await feeding(async (_, event) => {
    const { Records } = event as Records;
    const bad = Records.filter(({ body }) => body === "bad");
    stored.push(...Records.filter(({ body }) => body !== "bad").map(({ body }) => body));
    return { batchItemFailures: bad.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });

  for (const body of ["a", "bad", "b"]) await send(body);

  await expect.poll(() => waiting("failed"), { timeout: 15_000 }).toBe(1);
  expect([...stored].sort()).toEqual(["a", "b"]);
  expect(await waiting("parts")).toBe(0);
});

it("keeps a batch whose function threw, and delivers it again", async () => {
  let tries = 0;
  const { send, waiting } = await feeding(async () => {
    tries += 1;
    if (tries === 1) throw new Error("not yet");
    return null;
  });

  await send("a");

  await expect.poll(() => tries, { timeout: 15_000 }).toBe(2);
  await expect.poll(() => waiting("parts"), { timeout: 5000 }).toBe(0);
});

it("reads a function's answer as Lambda does", () => {
  const messages = [{ MessageId: "1" }, { MessageId: "2" }];
  const failing = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

  for (const answer of [null, undefined, {}, { statusCode: 500 }, { batchItemFailures: null }, failing()]) {
    expect(succeeded(messages, answer)).toEqual(messages);
  }
  expect(succeeded(messages, failing("2"))).toEqual([{ MessageId: "1" }]);
  for (const answer of [failing("3"), failing(""), failing(null), { batchItemFailures: [null] }, { batchItemFailures: "2" }]) {
    expect(succeeded(messages, answer)).toEqual([]);
  }
});
