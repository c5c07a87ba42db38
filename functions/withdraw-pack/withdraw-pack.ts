import * as z from "zod";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { type Withdrawal, withdrawPack as withdraw } from "../../core/night/withdraw-pack.ts";
import type { Parsed } from "../../core/refusal.ts";

/** The month whose public pack is to be closed. */
export const withdrawPackInput = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) });

/** Closes the public pack of a month; a refusal is an answer, with its rule and its remedy. */
export async function withdrawPack(
  { month }: z.infer<typeof withdrawPackInput>,
  ports: Pick<NightPorts, "reports" | "pause">,
): Promise<Parsed<Withdrawal>> {
  return withdraw(month, ports);
}
