import * as z from "zod";
import { type NightStepName, nightSteps } from "./night-steps.ts";

/** How the newest run stands. `unfinished` ended without saying why; `overtaken` gave way to another run, which did its work. */
export const runOutcomes = ["published", "unchanged", "rolled-back", "overtaken", "running", "failed", "unfinished"] as const;

/** The newest run: of which day, when it began, how it ended, and where it stopped, if it did. */
export const lastRunSchema = z.object({
  run: z.int(),
  date: z.iso.date(),
  startedAt: z.string(),
  outcome: z.enum(runOutcomes),
  step: z.enum(Object.keys(nightSteps) as [NightStepName, ...NightStepName[]]).nullable(),
  stoppedWhile: z.string().nullable(),
});

/** How up to date the published reports are. It holds dates, numbers of runs and names of steps: nothing of anybody's data. */
export const nightStatusSchema = z.object({
  at: z.string().describe("When this was worked out, UTC."),
  generation: z.int().nullable().describe("The generation that readers see."),
  publishedAt: z.string().nullable().describe("Since when readers see it, UTC."),
  dataAsAt: z.iso
    .date()
    .nullable()
    .describe(
      "Everything that had been received when this day's run began is counted; figures of a practice move when at least eight people's have.",
    ),
  expectedAsAt: z.iso.date().describe("The day whose run should be done by now."),
  isOlderThanExpected: z.boolean(),
  practicesWaiting: z
    .int()
    .nullable()
    .describe(
      "Practices of which more has been counted than their figures show, to the nearest 5: fewer than eight people's have moved since. Null where they are fewer than eight, or none.",
    ),
  lastSuccess: z.object({ run: z.int(), date: z.iso.date() }).nullable(),
  lastRun: lastRunSchema.nullable(),
  isRunMissing: z.boolean().describe("Whether the run that should be done by now has left no record at all."),
});

export type RunOutcome = (typeof runOutcomes)[number];
export type LastRun = Readonly<z.infer<typeof lastRunSchema>>;
export type NightStatus = Readonly<z.infer<typeof nightStatusSchema>>;
