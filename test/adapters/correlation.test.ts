import { describe, expect, it } from "vitest";
import { correlation } from "../../adapters/correlation.ts";

function nameOf(headers: Record<string, string>): { logged: unknown; answered: unknown } {
  let logged: unknown;
  const { begin, answer } = correlation({
    appendKeys: (keys) => {
      logged = keys.correlationId;
    },
  });
  const response = { statusCode: 200, headers: { "content-type": "application/json" }, body: "" };
  begin({ event: { headers } });
  const request = { event: { headers }, response };
  answer(request);
  return { logged, answered: new Map(Object.entries(request.response.headers)).get("x-correlation-id") };
}

describe("the name of a request", () => {
  it.each(["0f8fad5b-d9cb-469f-a165-70867728950e", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])("is the sender's own where it is one: %s", (id) => {
    expect(nameOf({ "X-Correlation-Id": id })).toEqual({ logged: id, answered: id });
  });

  it.each(["9434765919", "943 476 5919", "00000000000000009434765919", "Jane Doe", "a\nb", "x".repeat(4000), ""])(
    "is a new one where the sender's could say something: %j",
    (sent) => {
      const { logged, answered } = nameOf({ "x-correlation-id": sent });

      expect(logged).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(answered).toBe(logged);
    },
  );

  it("is another for each request", () => {
    expect(nameOf({}).logged).not.toBe(nameOf({}).logged);
  });
});
