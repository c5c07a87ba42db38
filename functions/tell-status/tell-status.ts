import { isOpen, nightStatus } from "../../core/night/night-status.ts";
import { troubleFile, troubles } from "../../core/night/night-steps.ts";
import type { RunRecord } from "../../core/night/run-record.ts";
import type { NightStatus } from "../../core/night/status-schema.ts";
import type { TaggedPointer } from "../../core/ports/report-store.ts";

/** What telling the status asks for: what readers see, what runs have noted, and the time. Nothing of any generation is read. */
export type StatusPorts = {
  readonly pointer: () => Promise<TaggedPointer | null>;
  readonly runs: () => Promise<readonly RunRecord[]>;
  readonly runFile: (gen: number, name: string) => Promise<string | null>;
  readonly now: () => string;
};

/** How up to date the published reports are, and how the last night ended. */
export async function tellStatus({ pointer, runs: readRuns, runFile, now }: StatusPorts): Promise<NightStatus> {
  const [live, runs] = await Promise.all([pointer(), readRuns()]);
  return nightStatus({ at: now(), live, runs, trouble: await troubleOf(runs[0], runFile) });
}

async function troubleOf(run: RunRecord | undefined, runFile: StatusPorts["runFile"]) {
  if (run === undefined || !isOpen(run)) return null;
  const noted = await Promise.all(troubles.map(({ step, fate }) => runFile(run.gen, troubleFile(step, fate))));
  return troubles.find((_, at) => noted[at] !== null) ?? null;
}
