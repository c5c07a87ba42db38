import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { cancellationOf } from "../../adapters/cancellation.ts";
import { dynamoEpisodes } from "../../adapters/dynamo-episodes.ts";
import { episodeActions } from "../../adapters/episode-actions.ts";
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

describe("a transaction of several referrals", () => {
  const writeOfReferral = (name: string) => {
    const stored = { event: referral({ eventId: name, patient: { pid: name } }), hash: "h", origin: "o", receivedAt: "t" };
    return writeOf(
      { key: { practice: "A81001", refKey: name }, state: emptyEpisode, placements: [{ stored, seen: null }] },
      { nextId: () => name },
    );
  };
  const writes = ["r1", "r2", "r3"].map(writeOfReferral);
  const sizes = writes.map((write) => episodeActions(write, { source: "s", derived: "d" }).length);
  const [first = 0, second = 0, third = 0] = sizes;
  const head = { client: "c", submissionId: "s", bodyHash: "h", received: 1, parts: 1, receivedAt: "t" };
  const answer = { head, records: [], about: { client: "c", submissionId: "s", firstIndex: 0 }, ledgers: [] };
  const none = (count: number) => Array<string>(count).fill("None");
  const told = (error: Error) => {
    const client = { send: async () => Promise.reject(error) };
    const store = dynamoEpisodes(client as unknown as Parameters<typeof dynamoEpisodes>[0], { source: "s", derived: "d" });
    return store.writeTogether({ writes, answer, token: "t" });
  };

  it.each([
    ["a condition of the second", cancelled(...none(first), "ConditionalCheckFailed", ...none(second - 1 + third + 1)), { failed: [1] }],
    [
      "conditions of the first and the last, beside a conflict",
      cancelled(
        "ConditionalCheckFailed",
        ...none(first - 1),
        "TransactionConflict",
        ...none(second + third - 2),
        "ConditionalCheckFailed",
        "None",
      ),
      { failed: [0, 2] },
    ],
    ["the answer's own condition", cancelled(...none(first + second + third), "ConditionalCheckFailed"), "answered"],
    ["a conflict alone", cancelled(...none(first), "TransactionConflict"), "busy"],
    ["the same still under way", named("TransactionInProgressException"), "busy"],
    ["a row that can never be written", cancelled(...none(first), "ValidationError"), "refused"],
    ["more than a transaction may be", named("ValidationException"), "refused"],
  ])("tells %s", async (_, error, expected) => {
    expect(await told(error)).toEqual(expected);
  });

  it("passes on what nobody here can mend", async () => {
    await expect(told(named("AccessDeniedException"))).rejects.toThrow("x");
    await expect(told(cancelled(...none(3)))).rejects.toThrow();
  });
});
