import type * as z from "zod";
import { type Parsed, refused, taken } from "../refusal.ts";
import { type ValueSet, valueSetSchema } from "./instrument.ts";

/** Every EQ-5D-5L state: five dimensions of five levels. */
export const stateCount = 5 ** 5;

/** The lowest index of the German set: a file said to be British that reaches it is the wrong file. */
const germanMinimum = -0.661;

/**
 * A licensed EQ-5D-5L value set from its file: all 3,125 states, full health exactly 1, and nothing better. None is shipped.
 * A set for the United Kingdom or England whose minimum is the German one is refused as the wrong country's.
 */
export function readValueSet(json: unknown): Parsed<ValueSet> {
  const read = valueSetSchema.safeParse(json);
  if (!read.success)
    return refused("value-set-shape", pathOf(read.error), "give id, version, country, source, licence and a value for each state");
  const { values, country } = read.data;
  if (Object.keys(values).length !== stateCount) return refused("value-set-incomplete", "values", `give all ${stateCount} states`);
  if (values["11111"] !== 1) return refused("value-set-full-health", "values.11111", "state 11111 must be exactly 1");
  const lowest = Math.min(...Object.values(values));
  if (/^(england|united kingdom|uk|gb)$/i.test(country) && Math.abs(lowest - germanMinimum) < 1e-9) {
    return refused("value-set-wrong-country", "country", "the lowest value is that of the German set; load the set of the country named");
  }
  return taken(read.data);
}

function pathOf(error: z.ZodError): string {
  return error.issues[0]?.path.map(String).slice(0, 1).join(".") ?? "";
}
