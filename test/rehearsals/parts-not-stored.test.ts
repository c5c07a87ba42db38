import { createHmac } from "node:crypto";
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSEvent } from "aws-lambda";
import { expect, it, onTestFinished } from "vitest";
import { eachMessage } from "../../adapters/each-message.ts";
import { partMessageFrom, sqsParts } from "../../adapters/sqs-parts.ts";
import { StoreBusy } from "../../core/ports/source.ts";
import { storePart } from "../../functions/store-part/store-part.ts";
import { takeSubmission } from "../../functions/take-submission/take-submission.ts";
import { localCredentials, region } from "../../local/place.ts";
import { startPollers } from "../../local/queue-pollers.ts";
import { queueUrl, startQueues } from "../../local/queues.ts";
import { appOf } from "../local/support/bundle.ts";
import { scratchDirectory } from "../local/support/scratch.ts";
import { keepingDeps } from "../support/keeping.ts";
import { memoryEpisodes } from "../support/memory-episodes.ts";
import { memoryAcknowledgements, memoryFileBook, memoryFileQueue } from "../support/memory-files.ts";
import { memoryParts, memoryReceipts } from "../support/memory-receipts.ts";

const mac = (text: string) => createHmac("sha256", "key").update(text).digest("hex");
const version = {
  level: "practice",
  kind: "practice",
  name: "",
  parent: null,
  validFrom: "2000-01-01",
  validTo: null,
  sample: true,
} as const;

/** Queues as they are deployed, with less patience: a message is tried twice, a second apart. */
async function queues() {
  const server = await startQueues({ directory: scratchDirectory() });
  const sqs = new SQSClient({ endpoint: server.url, region, credentials: localCredentials });
  onTestFinished(async () => {
    sqs.destroy();
    await server.stop();
  });
  for (const QueueName of ["failed", "parts"]) await sqs.send(new CreateQueueCommand({ QueueName }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: `arn:aws:sqs:${region}:000000000000:failed`, maxReceiveCount: 2 });
  const url = (name: string) => queueUrl(server.url, name);
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url("parts"), Attributes: { VisibilityTimeout: "1", RedrivePolicy } }));
  const waiting = async (name: string) => {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url(name), AttributeNames: ["All"] }));
    return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
  };
  /** What `start-message-move-task` does; without taking anything away, so that it can be done twice. */
  const redrive = async () => {
    const request = { QueueUrl: url("failed"), MaxNumberOfMessages: 10, VisibilityTimeout: 0, MessageAttributeNames: ["All"] };
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request));
    for (const { Body, MessageAttributes } of Messages)
      await sqs.send(new SendMessageCommand({ QueueUrl: url("parts"), MessageBody: Body, MessageAttributes }));
    return Messages.length;
  };
  return { server, sqs, url, waiting, redrive };
}

it("parts that could not be stored wait in the second queue; sent back twice, each is stored once", async () => {
  const { server, sqs, url, waiting, redrive } = await queues();
  const episodes = memoryEpisodes();
  let isBusy = true;
  let stored = 0;
  const deps = {
    ...keepingDeps(episodes),
    receipts: memoryReceipts(),
    parts: memoryParts(),
    queue: sqsParts(sqs, url("parts")),
    files: memoryFileBook(),
    acknowledgements: memoryAcknowledgements(),
    fileQueue: memoryFileQueue(),
    authority: {
      organisationVersions: async (code: string) => [{ ...version, code }],
      grantOf: async (_: string, organisation: string) => ({ organisation, scope: "own" as const, expiresOn: null }),
    },
    pseudonyms: { refKey: async (ods: string, id: string) => mac(`${ods}|${id}`), personId: async (patient: string) => mac(patient) },
    now: () => Date.parse("2026-11-22T12:00:00Z"),
  };
  const invoke = (_: string, event: unknown) =>
    eachMessage(
      event as SQSEvent,
      async (body) => {
        if (isBusy) throw new StoreBusy("as told");
        stored += (await storePart(partMessageFrom(body), deps)).stored;
      },
      () => undefined,
    );
  const properties = {
    EventSourceArn: `arn:aws:sqs:${region}:000000000000:parts`,
    FunctionName: "store-part",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
  };
  const place = { id: "m", stack: "s", directory: ".", metadata: {}, attributes: {}, name: "m", ref: "m" };
  const app = appOf({ ...place, type: "AWS::Lambda::EventSourceMapping", properties });
  const pollers = startPollers({ app, functions: { invoke }, sqs, endpoint: server.url });
  onTestFinished(pollers.stop);
  const events = Array.from({ length: 1200 }, (_, n) => ({
    ...{ type: "referral.recorded", eventId: `r${n}`, practice: "A81001", referralId: `R${n}` },
    ...{ patient: { localId: `p${n}` }, referredOn: "2026-03-02" },
  }));
  const body = Buffer.from(JSON.stringify({ submissionId: "large", events }));
  const send = () => takeSubmission({ client: "c1", contentType: "application/json", body, idempotencyKey: null }, deps);

  expect(await send()).toMatchObject({ status: 202, receipt: { status: "accepted" } });
  await expect.poll(() => waiting("failed"), { timeout: 30_000 }).toBe(3);
  expect(episodes.events()).toBe(0);

  isBusy = false;
  expect([await redrive(), await redrive()]).toEqual([3, 3]);
  await expect.poll(() => waiting("parts"), { timeout: 30_000 }).toBe(0);

  expect(stored).toBe(1200);
  expect(episodes.events()).toBe(1200);
  expect(await send()).toMatchObject({ status: 200, receipt: { status: "complete", accepted: 1200, duplicate: 0 } });
}, 90_000);
