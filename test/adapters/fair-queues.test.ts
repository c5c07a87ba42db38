import type { SQSClient } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { fileMessageFrom, sqsFiles } from "../../adapters/sqs-files.ts";
import { partMessageFrom, sqsParts } from "../../adapters/sqs-parts.ts";

type Entry = { readonly MessageBody: string; readonly MessageGroupId?: string };

/** A queue that remembers what was sent to it, and refuses one message when told to. */
function queueTwin(failsAt = -1) {
  const sent: Entry[] = [];
  const send = async ({ input }: { input: Entry & { Entries?: readonly Entry[] } }) => {
    const entries = input.Entries ?? [input];
    const Failed = entries.flatMap((entry, at) => (sent.push(entry) - 1 === failsAt ? [{ Id: String(at) }] : []));
    return { Failed };
  };
  return { sent, client: { send } as unknown as SQSClient };
}

describe("the queues of work", () => {
  it("carry the sender of each part and file, so that one supplier's many do not hold up another's few", async () => {
    const { sent, client } = queueTwin();
    const many = Array.from({ length: 1_000 }, (_, part) => ({ client: "noisy", submissionId: "large", part, receivedAt: "2026-11-22" }));
    await sqsParts(client, "http://queue").announce([
      ...many,
      { client: "quiet", submissionId: "small", part: 0, receivedAt: "2026-11-22" },
    ]);
    await sqsFiles(client, "http://files").announceFile({ client: "noisy", submissionId: "large", step: "cut", version: "v1" });

    const groups = Map.groupBy(sent, ({ MessageGroupId }) => MessageGroupId);
    expect([...groups].map(([group, entries]) => [group, entries.length])).toEqual([
      ["noisy", 1_001],
      ["quiet", 1],
    ]);
  });

  it("fail when the queue did not take every part: what is not announced is not noted as announced", async () => {
    const parts = Array.from({ length: 25 }, (_, part) => ({ client: "c1", submissionId: "large", part, receivedAt: "2026-11-22" }));

    await expect(sqsParts(queueTwin(17).client, "http://queue").announce(parts)).rejects.toThrow("did not take every part");
  });

  it("give back what was put in, and nothing that nobody here put in", async () => {
    const { sent, client } = queueTwin();
    const part = { client: "c1", submissionId: "large", part: 3, receivedAt: "2026-11-22", file: { parts: 9, version: "v1" } };
    const file = { client: "c1", submissionId: "large", step: "acknowledge" as const, version: "v1" };
    await sqsParts(client, "http://queue").announce([part]);
    await sqsFiles(client, "http://files").announceFile(file);

    expect(
      sent.map(({ MessageBody }) => MessageBody).map((body, at) => (at === 0 ? partMessageFrom(body) : fileMessageFrom(body))),
    ).toEqual([part, file]);
    for (const body of [
      "",
      "{}",
      '{"Records":[]}',
      JSON.stringify({ ...file, step: "delete" }),
      JSON.stringify({ ...file, bucket: "another" }),
    ]) {
      expect(() => fileMessageFrom(body)).toThrow();
    }
  });
});
