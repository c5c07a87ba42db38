import * as z from "zod";
import { collect } from "../../core/night/collect.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { readLive } from "../../core/night/read-run-files.ts";
import { verifyPublished } from "../../core/night/verify-published.ts";
import type { ObjectCollection } from "../../core/ports/object-collection.ts";

/** What an operator may look at: every run, whether each published file is what its hash says, and what a collection would remove. */
export const inspectNightInput = z.discriminatedUnion("action", [
  z.object({ action: z.literal("runs") }),
  z.object({ action: z.literal("verify") }),
  z.object({ action: z.literal("collect") }),
]);

/** What looking asks for. Nothing here writes. */
export type InspectPorts = Pick<NightPorts, "derived" | "reports" | "digest"> & { readonly objects: ObjectCollection };

/** Looks, and answers with the document that the command of the same name prints as JSON. */
export async function inspectNight({ action }: z.infer<typeof inspectNightInput>, ports: InspectPorts): Promise<object> {
  switch (action) {
    case "runs":
      return { live: (await ports.reports.readPointer())?.pointer.gen ?? null, runs: await ports.derived.runs() };
    case "verify":
      return { published: await verifyPublished((await readLive(ports.reports)).manifest, ports), statistics: null };
    case "collect":
      return collect({ ...ports, isDry: true });
  }
}
