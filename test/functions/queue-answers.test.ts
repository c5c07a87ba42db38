import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { eachMessage } from "../../adapters/each-message.ts";
import { declarationOf, functionNames } from "../../lib/functions.ts";
import { succeeded } from "../../local/queue-pollers.ts";
import { withoutComments } from "../support/imports.ts";

/** Every function that a queue feeds. */
const fed = functionNames.filter((name) =>
  declarationOf(name).grants.some(({ may }) => may.some((action) => action === "sqs:ReceiveMessage")),
);
const codeOf = (name: string) => withoutComments(readFileSync(`functions/${name}/handler.ts`, "utf8"));

describe("17: what a function answers that a queue feeds", () => {
  it.each(fed)("%s answers by the one way that names what failed, and by none that is made for requests", (name) => {
    const code = codeOf(name);

    expect(code).toMatch(/middy<SQSEvent, SQSBatchResponse>\(\)\.handler\(\(event(?:, context)?\) =>\s*eachMessage\(event,/);
    expect(code).not.toMatch(/problemsForErrors|httpHeaderNormalizer|statusCode/);
  });

  it("are all of them, and no other function takes messages", () => {
    const reading = functionNames.filter((name) => /eachMessage|SQSEvent/.test(codeOf(name)));

    expect(fed).toEqual(["store-part", "split-file"]);
    expect(reading).toEqual(fed);
  });

  it("lets nothing go that failed, whatever it failed with, and would do so for every other shape of answer: that is why there is one", async () => {
    const messages = Array.from({ length: 10 }, (_, n) => ({ MessageId: `m${n}` }));
    const event = { Records: messages.map(({ MessageId }) => ({ messageId: MessageId, body: MessageId })) } as Parameters<
      typeof eachMessage
    >[0];
    const failures = [undefined, null, "text", { statusCode: 500 }, new Error("no")];
    for (const failure of failures) {
      const only = await eachMessage(
        event,
        (body) => (body === "m3" ? Promise.reject(failure) : Promise.resolve()),
        () => undefined,
      );
      const all = await eachMessage(
        event,
        () => Promise.reject(failure),
        () => undefined,
      );

      expect(succeeded(messages, only).map(({ MessageId }) => MessageId)).toEqual(
        messages.map(({ MessageId }) => MessageId).filter((id) => id !== "m3"),
      );
      expect(succeeded(messages, all)).toEqual([]);
    }
    for (const other of [undefined, {}, { statusCode: 500 }]) expect(succeeded(messages, other)).toEqual(messages);
  });
});

describe("14: writing in batches", () => {
  it("asks what was not written, wherever it is done: a throttled store takes a part and says so in its answer", () => {
    const sources = ["adapters", "core", "functions", "local", "bin"].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts") && !name.includes("bench"))
        .map((name) => `${folder}/${name}`),
    );
    const writing = sources.filter((file) => /new Batch(Write|Get)(Item)?Command/.test(readFileSync(file, "utf8")));

    expect(writing.length).toBeGreaterThan(0);
    expect(writing.filter((file) => !/Unprocessed(Items|Keys)/.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
