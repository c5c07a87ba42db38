import type { Registry } from "../../core/instruments/registry.ts";
import type { NightPorts } from "../../core/night/night-ports.ts";
import { readLive } from "../../core/night/read-run-files.ts";
import { type Verification, verifyEverything } from "../../core/night/verify-everything.ts";
import { type PublishedObjects, verifyPublished } from "../../core/night/verify-published.ts";
import type { RepairStore } from "../../core/ports/repair.ts";

/** What verifying asks for: both tables, whole, to be read. */
export type VerifyPorts = Pick<NightPorts, "derived" | "reports" | "digest"> & {
  readonly repair: RepairStore;
  readonly instruments: Registry;
};

/** Every published file against its hash, and every statistic against the events, by the second implementation. Writes nothing. */
export async function verifyStatistics(
  ports: VerifyPorts,
): Promise<{ readonly published: PublishedObjects; readonly statistics: Verification }> {
  const { manifest } = await readLive(ports.reports);
  return { published: await verifyPublished(manifest, ports), statistics: await verifyEverything(ports) };
}
