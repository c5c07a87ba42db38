import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { asides, withoutAsides } from "../../adapters/without-asides.ts";

const region = "eu-west-2";
const namesOf = ({ middlewareStack }: { middlewareStack: { identify(): string[] } }) =>
  middlewareStack.identify().map((line) => line.split(" ")[0]);

describe.each([
  ["the database", () => new DynamoDBClient({ region })],
  ["the key service", () => new KMSClient({ region })],
])("a client of %s", (_, make) => {
  it("loses what the SDK does beside each call, and nothing else: signing and retries stay", () => {
    const [before, after] = [namesOf(make()), namesOf(withoutAsides(make()))];

    expect(before.filter((name) => !after.includes(name)).sort()).toEqual([...asides].sort());
    expect(after).toEqual(expect.arrayContaining(["retryMiddleware", "httpSigningMiddleware"]));
  });
});
