import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { withoutAsides } from "./without-asides.ts";

/** DynamoDB with plain values; what is undefined is left out. */
export function documentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(withoutAsides(new DynamoDBClient()), { marshallOptions: { removeUndefinedValues: true } });
}
