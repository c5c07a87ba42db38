import type { MessageAttributeValue } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { correlationId } from "./correlation.ts";

const attribute = "correlationId";

/** What every message takes along, so that the log of whoever works on it carries the name of the request that sent it. */
export function correlationAttributes(): Record<string, MessageAttributeValue> {
  const id = correlationId();
  return id === undefined ? {} : { [attribute]: { DataType: "String", StringValue: id } };
}

/** The name of the request that sent a message; of the message itself where none came along, as when it was sent by hand. */
export function correlationOf({ messageAttributes, messageId }: SQSRecord): string {
  return messageAttributes?.[attribute]?.stringValue ?? messageId;
}
