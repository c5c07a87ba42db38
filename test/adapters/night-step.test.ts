import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { correlationId } from "../../adapters/correlation.ts";
import { nightStep } from "../../adapters/night-step.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const written: string[] = [];
const write = process.stdout.write;

beforeAll(() => {
  process.stdout.write = (chunk: string | Uint8Array) => written.push(String(chunk)) > 0;
});

afterAll(() => {
  process.stdout.write = write;
});

/** A step that is told the night's name and works under it. */
const step = (given: unknown) => {
  const input = z.object({ correlationId: z.string().optional() });
  const work = async ({ correlationId: told }: z.infer<typeof input>) => ({ gen: 7, told, under: correlationId() });
  return nightStep({ name: "plan-night", input, work })(given);
};

it.each([{}, null, { correlationId: null }, { correlationId: "9434765919" }])(
  "a night that came without a name is given one: %j",
  async (given) => {
    const { told, under, correlationId: answered } = await step(given);

    expect(answered).toMatch(uuid);
    expect([told, under]).toEqual([answered, answered]);
  },
);

it("a night that has a name keeps it, in its work, its answer and every line that it writes", async () => {
  written.length = 0;
  const name = "d32c5kddcf5bb8c3";

  expect(await step({ correlationId: name })).toEqual({ gen: 7, told: name, under: name, correlationId: name });
  expect(written.map((line) => JSON.parse(line).correlationId)).toEqual([name, name]);
});
