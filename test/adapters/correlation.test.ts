import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { correlated, correlation, correlationId } from "../../adapters/correlation.ts";
import { eachMessage } from "../../adapters/each-message.ts";
import { correlationAttributes } from "../../adapters/message-correlation.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function nameOf(headers: Record<string, string>): { logged: unknown; answered: unknown } {
  const { begin, answer } = correlation();
  const response = { statusCode: 200, headers: { "content-type": "application/json" }, body: "" };
  begin({ event: { headers } });
  const logged = correlationId();
  const request = { event: { headers }, response };
  answer(request);
  return { logged, answered: new Map(Object.entries(request.response.headers)).get("x-correlation-id") };
}

describe("the name of a request", () => {
  it.each(["0f8fad5b-d9cb-469f-a165-70867728950e", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])("is the sender's own where it is one: %s", (id) => {
    expect(nameOf({ "X-Correlation-Id": id })).toEqual({ logged: id, answered: id });
  });

  it.each(["9434765919", "943 476 5919", "00000000000000009434765919", "Jane Doe", "Jane-Doe-1958", "a\nb", "x".repeat(4000), ""])(
    "is a new one where the sender's could say something: %j",
    (sent) => {
      const { logged, answered } = nameOf({ "x-correlation-id": sent });

      expect(logged).toMatch(uuid);
      expect(answered).toBe(logged);
    },
  );

  it("is another for each request", () => {
    expect(nameOf({}).logged).not.toBe(nameOf({}).logged);
  });
});

describe("the name of what is worked on", () => {
  it("is the one that came with it, and a new one where digits or nothing came", async () => {
    const named = (given: unknown) => correlated(given, async () => correlationId());

    expect(await named("d32c5kddcf5bb8c3")).toBe("d32c5kddcf5bb8c3");
    for (const given of [undefined, 9434765919, "9434765919", "943-476-5919", "a".repeat(81), "a b c d e f"]) {
      expect(await named(given)).toMatch(uuid);
    }
  });

  it("stays with each of two messages that are worked on at once", async () => {
    const names = [randomUUID(), randomUUID()];
    const Records = names.map((stringValue, n) => ({
      messageId: `message-${n}`,
      body: String(n),
      messageAttributes: { correlationId: { stringValue, dataType: "String" } },
    }));
    const seen: Record<string, (string | undefined)[]> = {};
    const work = async (body: string) => {
      const before = correlationId();
      await new Promise((wake) => setImmediate(wake));
      seen[body] = [before, correlationId()];
    };

    await eachMessage({ Records } as unknown as Parameters<typeof eachMessage>[0], work, () => undefined);

    expect(seen).toEqual({ 0: [names[0], names[0]], 1: [names[1], names[1]] });
  });

  it("goes out with every message, and is the message's own where it was sent by hand", async () => {
    const sent = await correlated("d32c5kddcf5bb8c3", async () => correlationAttributes());
    const byHand = { messageId: "19dd0b57-b21e-4ac1-bd88-01bbb068cb78", body: "" };
    const seen: unknown[] = [];

    await eachMessage(
      { Records: [byHand] } as unknown as Parameters<typeof eachMessage>[0],
      async () => void seen.push(correlationId()),
      () => undefined,
    );

    expect(sent).toEqual({ correlationId: { DataType: "String", StringValue: "d32c5kddcf5bb8c3" } });
    expect(seen).toEqual([byHand.messageId]);
  });
});

it("nothing writes a log by another way than the one whose lines carry the name", () => {
  const root = join(import.meta.dirname, "..", "..");
  const sources = ["adapters", "functions"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  const loggers = sources.filter((file) => file.endsWith(".ts") && readFileSync(join(root, file), "utf8").includes("new Logger("));

  expect(loggers).toEqual([join("adapters", "service-logger.ts")]);
});
