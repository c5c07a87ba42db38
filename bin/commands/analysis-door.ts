import { once } from "node:events";
import type { Refusal } from "../../core/refusal.ts";

/** Where an analysis writes, what it says meanwhile, and how it refuses: this process, unless a test hands in its own. */
export type AnalysisDoor = {
  write(text: string): unknown;
  complain(text: string): unknown;
  refuse(): void;
  /** Waits until what was written has gone: whoever writes more than memory holds waits now and then. */
  settled?(): Promise<void>;
  /** Whether somebody watches the complaints: progress is for them alone. */
  readonly watched: boolean;
};

/** Standard output, standard error and exit code 1. */
export const thisProcess: AnalysisDoor = {
  write: (text) => process.stdout.write(text),
  complain: (text) => process.stderr.write(text),
  refuse: () => {
    process.exitCode = 1;
  },
  async settled() {
    if (process.stdout.writableNeedDrain) await once(process.stdout, "drain");
  },
  watched: process.stderr.isTTY === true,
};

/** Tells of every refusal on standard error, and as JSON where that was asked for. */
export function refuse(door: AnalysisDoor, refusals: readonly Refusal[], json: boolean): void {
  if (json) door.write(`${JSON.stringify({ refusals })}\n`);
  for (const { rule, field, fix } of refusals) door.complain(`${rule}${field === "" ? "" : ` (${field})`}: ${fix}\n`);
  door.refuse();
}
