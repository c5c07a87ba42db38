import type { CivilDate } from "../civil-date.ts";
import { subnational } from "../disclosure/profile.ts";
import { showCount } from "../disclosure/show.ts";
import type { TaggedPointer } from "../ports/report-store.ts";
import { londonDate, londonTime } from "./london-date.ts";
import { type Fate, type NightStepName, nightSteps } from "./night-steps.ts";
import type { RunRecord } from "./run-record.ts";
import type { LastRun, NightStatus, RunOutcome } from "./status-schema.ts";

/** What the status is worked out from: none of it is part of a generation, so it is as true after a night that failed. */
export type StatusFacts = {
  readonly at: string;
  readonly live: Pick<TaggedPointer, "pointer" | "movedAt"> | null;
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  /** The gravest trouble that the newest run noted. */
  readonly trouble: { readonly step: NightStepName; readonly fate: Fate } | null;
};

/** By this time in London the day's run is done; it begins at a quarter past three. */
const doneBy = "05:30";
/** For so long a run may take before the orchestrator ends it. */
const longestRunMs = 6 * 3_600_000;

/** How up to date the reports are, and how the last run ended. */
export function nightStatus({ at, live, runs, trouble }: StatusFacts): NightStatus {
  const expectedAsAt = expectedDate(at);
  const success = runs.find(
    ({ gen, phase, rolledBackTo }) => isDone(phase) && rolledBackTo === undefined && gen >= (live?.pointer.gen ?? 0),
  );
  const dataAsAt = live === null ? null : (success?.civilDate ?? live.pointer.civilDate);
  const [newest] = runs;
  const last = runs.find(({ phase, rolledBackTo }) => isDone(phase) && rolledBackTo === undefined);
  return {
    at,
    generation: live?.pointer.gen ?? null,
    publishedAt: live?.movedAt ?? null,
    dataAsAt,
    expectedAsAt,
    isOlderThanExpected: dataAsAt === null || dataAsAt < expectedAsAt,
    practicesWaiting: waitingShown(last?.waiting ?? 0),
    lastSuccess: last === undefined ? null : { run: last.gen, date: last.civilDate },
    lastRun: newest === undefined ? null : lastRunOf(newest, { at, trouble }),
    isRunMissing: !runs.some(({ civilDate }) => civilDate >= expectedAsAt),
  };
}

/** None is not told from a few: one practice that waits is one person who came somewhere. */
function waitingShown(practices: number): number | null {
  const shown = showCount(practices, subnational);
  return shown.kind === "value" && shown.value > 0 ? shown.value : null;
}

/** Whether the newest run is one whose notes of trouble say how it stands. */
export function isOpen({ phase }: RunRecord): boolean {
  return phase === "planned" || phase === "verified";
}

function isDone(phase: RunRecord["phase"]): boolean {
  return phase === "published" || phase === "unchanged";
}

/** Today in London once today's run should be done, the day before until then. */
function expectedDate(at: string): CivilDate {
  const today = londonDate(at);
  return londonTime(at) >= doneBy ? today : londonDate(new Date(Date.parse(`${today}T12:00:00Z`) - 86_400_000));
}

function lastRunOf(run: RunRecord, { at, trouble }: Pick<StatusFacts, "at" | "trouble">): LastRun {
  const { gen, civilDate, startedAt } = run;
  const outcome = outcomeOf(run, { at, trouble });
  const stopped = trouble !== null && (outcome === "failed" || outcome === "running") ? trouble.step : null;
  return { run: gen, date: civilDate, startedAt, outcome, step: stopped, stoppedWhile: stopped === null ? null : nightSteps[stopped] };
}

function outcomeOf(run: RunRecord, { at, trouble }: Pick<StatusFacts, "at" | "trouble">): RunOutcome {
  if (run.phase === "outrun") return "overtaken";
  if (run.phase === "published" || run.phase === "unchanged") return run.rolledBackTo === undefined ? run.phase : "rolled-back";
  const isOverdue = Date.parse(at) - Date.parse(run.startedAt) > longestRunMs;
  if (trouble?.fate === "fail" || (trouble !== null && isOverdue)) return "failed";
  return isOverdue ? "unfinished" : "running";
}
