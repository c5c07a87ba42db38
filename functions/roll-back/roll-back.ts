import * as z from "zod";
import type { NightPorts } from "../../core/night/night-ports.ts";
import type { Publication } from "../../core/night/publish.ts";
import { rollBack as rollBackTo } from "../../core/night/roll-back.ts";
import type { Parsed } from "../../core/refusal.ts";

/** The generation to be shown again. */
export const rollBackInput = z.object({ generation: z.int().positive() });

/** Shows an earlier generation again, as a new one with the old pages; a refusal is an answer, with its rule and its remedy. */
export async function rollBack(
  { generation }: z.infer<typeof rollBackInput>,
  ports: NightPorts & { readonly now: () => string },
): Promise<Parsed<Publication>> {
  return rollBackTo(generation, ports);
}
