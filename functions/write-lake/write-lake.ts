import * as z from "zod";
import { type LakePorts, type LakeWritten, writeLake } from "../../core/lake/write-lake.ts";

/** A night that is over: its number says whose files are newer. */
export const writeLakeInput = z.object({ gen: z.int() });

/** What the step is given besides the lake's own ports: the moment, in milliseconds, and the day. */
export type WriteLakePorts = Omit<LakePorts, "hasTime"> & { readonly now: () => number; readonly today: () => string };

/** Two thirds of the time that the function has: the last partition ends well before it does. */
const beginsWithinMs = 600_000;

/** Brings the lake up to what the night has counted. */
export async function writeLakeOfNight(
  { gen }: z.infer<typeof writeLakeInput>,
  { now, today, ...ports }: WriteLakePorts,
): Promise<LakeWritten & { gen: number }> {
  const until = now() + beginsWithinMs;
  const written = await writeLake({ gen, civilDate: today() }, { ...ports, hasTime: () => now() < until });
  return { gen, ...written };
}
