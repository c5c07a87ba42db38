import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutBucketVersioningCommand, type S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SetQueueAttributesCommand, type SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { queueUrl } from "./queues.ts";
import type { App, Resource } from "./template.ts";

export type Clients = { dynamo: DynamoDBClient; s3: S3Client; sqs: SQSClient };

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));
const index = z.object({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.object({ ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]), NonKeyAttributes: z.array(z.string()).optional() }),
});
const table = z.object({
  AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
});
const queue = z.object({
  VisibilityTimeout: z.coerce.string().default("30"),
  MessageRetentionPeriod: z.coerce.string().optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const bucket = z.object({ VersioningConfiguration: z.object({ Status: z.string() }).optional() });

/** Makes every table, bucket and queue of the app that is not there yet. What is there already keeps its contents. */
export async function makeResources(app: App, { dynamo, s3, sqs }: Clients, queueEndpoint: string): Promise<void> {
  for (const resource of app.ofType("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table")) await makeTable(dynamo, resource);
  for (const resource of app.ofType("AWS::S3::Bucket")) await makeBucket(s3, resource);
  const queues = app.ofType("AWS::SQS::Queue");
  const isSource = ({ properties }: Resource) => properties.RedrivePolicy !== undefined;
  // A queue names the one that takes its failures, which must be there first.
  for (const resource of [...queues.filter((one) => !isSource(one)), ...queues.filter(isSource)])
    await makeQueue(sqs, resource, queueEndpoint);
}

async function makeTable(client: DynamoDBClient, resource: Resource): Promise<void> {
  const { TimeToLiveSpecification: expiry, GlobalSecondaryIndexes, ...keys } = table.parse(resource.properties);
  const input = {
    TableName: resource.name,
    BillingMode: "PAY_PER_REQUEST",
    ...keys,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
  };
  try {
    await client.send(new CreateTableCommand(input as CreateTableCommandInput));
    if (expiry?.Enabled !== true) return;
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName: resource.name,
        TimeToLiveSpecification: { Enabled: true, AttributeName: expiry.AttributeName },
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}

async function makeBucket(client: S3Client, resource: Resource): Promise<void> {
  const { VersioningConfiguration } = bucket.parse(resource.properties);
  try {
    await client.send(new CreateBucketCommand({ Bucket: resource.name }));
  } catch (error) {
    if (!(error instanceof S3ServiceException) || error.name !== "BucketAlreadyOwnedByYou") throw error;
  }
  if (VersioningConfiguration?.Status === "Enabled") {
    await client.send(new PutBucketVersioningCommand({ Bucket: resource.name, VersioningConfiguration: { Status: "Enabled" } }));
  }
}

async function makeQueue(client: SQSClient, resource: Resource, endpoint: string): Promise<void> {
  const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = queue.parse(resource.properties);
  const Attributes: Record<string, string> = { VisibilityTimeout };
  if (MessageRetentionPeriod !== undefined) Attributes.MessageRetentionPeriod = MessageRetentionPeriod;
  if (RedrivePolicy) Attributes.RedrivePolicy = JSON.stringify(RedrivePolicy);
  await client.send(new CreateQueueCommand({ QueueName: resource.name })).catch((error: Error) => {
    if (!error.name.includes("QueueNameExists") && !error.name.includes("QueueAlreadyExists")) throw error;
  });
  await client.send(new SetQueueAttributesCommand({ QueueUrl: queueUrl(endpoint, resource.name), Attributes }));
}
