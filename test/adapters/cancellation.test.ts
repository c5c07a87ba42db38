import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { cancellationOf } from "../../adapters/cancellation.ts";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { writeOf } from "../../core/keeping/episode-write.ts";
import { emptyEpisode } from "../../core/ports/source.ts";
import { referral } from "../support/kept-events.ts";

function cancelled(...codes: readonly string[]): TransactionCanceledException {
  return new TransactionCanceledException({ $metadata: {}, message: "", CancellationReasons: codes.map((Code) => ({ Code })) });
}

const named = (name: string) => Object.assign(new Error("x"), { name });

describe("cancellationOf", () => {
  it.each([
    ["a condition", cancelled("None", "ConditionalCheckFailed", "None"), { kind: "conditions", failed: [1] }],
    [
      "conditions among conflicts",
      cancelled("TransactionConflict", "ConditionalCheckFailed", "ConditionalCheckFailed"),
      { kind: "conditions", failed: [1, 2] },
    ],
    ["a conflict alone, which is never a duplicate", cancelled("None", "TransactionConflict"), { kind: "busy" }],
    ["a throttled action", cancelled("ThrottlingError", "None"), { kind: "busy" }],
    ["too much throughput", cancelled("ProvisionedThroughputExceeded"), { kind: "busy" }],
    ["the same write still under way", named("TransactionInProgressException"), { kind: "busy" }],
    ["a throttled request", named("ThrottlingException"), { kind: "busy" }],
  ])("reads %s", (_, error, expected) => {
    expect(cancellationOf(error)).toEqual(expected);
  });

  it.each([
    ["a row that can never be written", cancelled("ConditionalCheckFailed", "ValidationError")],
    ["a collection that is full", cancelled("ItemCollectionSizeLimitExceeded")],
    ["no reason at all", cancelled("None", "None")],
    ["anything else", named("AccessDeniedException")],
  ])("passes on %s", (_, error) => {
    expect(() => cancellationOf(error)).toThrow(error);
  });
});

describe("a write that meets nothing but conflicts", () => {
  it("is busy, and says nothing of its events", async () => {
    const client = { send: async () => Promise.reject(cancelled("TransactionConflict", "None", "None", "None", "None")) };
    const store = dynamoEpisodes(client as unknown as Parameters<typeof dynamoEpisodes>[0], { source: "s", derived: "d" });
    const stored = { event: referral(), hash: "h", origin: "o", receivedAt: "t" };
    const write = writeOf(
      {
        key: { practice: "A81001", refKey: "r" },
        state: emptyEpisode,
        placements: [{ stored, seen: null }],
      },
      { nextId: () => "id" },
    );

    expect(await store.writeEpisode(write)).toEqual({ outcome: "busy" });
  });
});
