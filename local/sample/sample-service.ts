import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { CivilDate } from "../../core/civil-date.ts";
import { type Simulation, simulate } from "../../core/simulation/simulate.ts";
import { keptJson } from "../private-file.ts";

const kept = z.object({
  referrals: z.int(),
  practices: z.int(),
  seed: z.int(),
  until: z.string(),
  /** Whether every submission has been acknowledged. */
  loaded: z.boolean(),
});

/** Which sample service a data directory holds. */
export type KeptSample = z.infer<typeof kept>;
export type SampleSize = { referrals: number; practices: number };

const seed = 1;
const lastDay = "2026-10-31";

/** The sample that a data directory holds or is to hold: chosen at the first start, the same ever after. */
export function keptSample(dataDir: string, today: CivilDate, size: SampleSize): KeptSample {
  const until = today < lastDay ? today : lastDay;
  return keptJson({ path: samplePath(dataDir), schema: kept, first: () => ({ ...size, seed, until, loaded: false }) });
}

/** Whether a data directory holds a sample that was loaded whole. */
export function holdsSample(dataDir: string): boolean {
  return existsSync(samplePath(dataDir)) && kept.parse(JSON.parse(readFileSync(samplePath(dataDir), "utf8"))).loaded;
}

/** Remembers that the sample is in. */
export function markLoaded(dataDir: string, sample: KeptSample): void {
  keptJson({ path: samplePath(dataDir), schema: kept, first: () => sample }, (before) => ({ ...before, loaded: true }));
}

/** The sample itself, made again from its seed. */
export function simulationOf({ referrals, practices, seed: from, until }: KeptSample): Simulation {
  return simulate({ referrals, practices, seed: from, until });
}

function samplePath(dataDir: string): string {
  return join(dataDir, "sample.json");
}
