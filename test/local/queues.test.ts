import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { expect, it, onTestFinished } from "vitest";
import { localCredentials, region } from "../../local/place.ts";
import { queueUrl, startQueues } from "../../local/queues.ts";
import { scratchDirectory } from "./support/scratch.ts";

it("keeps messages from one start to the next, and forgets those that were deleted", async () => {
  const directory = scratchDirectory();
  const first = await startQueues({ directory });
  const sender = clientOf(first.url);
  await sender.send(new CreateQueueCommand({ QueueName: "parts" }));
  await sender.send(new SendMessageCommand({ QueueUrl: queueUrl(first.url, "parts"), MessageBody: "one" }));
  await first.stop();

  const second = await startQueues({ directory });
  const [client, QueueUrl] = [clientOf(second.url), queueUrl(second.url, "parts")];
  const received = await client.send(new ReceiveMessageCommand({ QueueUrl }));
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: received.Messages?.[0]?.ReceiptHandle }));
  await second.stop();
  const third = await startQueues({ directory });
  const empty = await clientOf(third.url).send(new ReceiveMessageCommand({ QueueUrl: queueUrl(third.url, "parts") }));
  await third.stop();

  expect(received.Messages?.[0]?.Body).toBe("one");
  expect(empty.Messages ?? []).toEqual([]);
});

function clientOf(endpoint: string): SQSClient {
  const client = new SQSClient({ endpoint, region, credentials: localCredentials });
  onTestFinished(() => client.destroy());
  return client;
}
