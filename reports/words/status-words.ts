import type { NightStepName } from "../../core/night/night-steps.ts";
import type { LastRun, NightStatus } from "../../core/night/status-schema.ts";
import { dateText } from "./numbers.ts";

/** The sentence that comes first: whether what is shown is as new as it should be. */
export function statusHeadline({ dataAsAt, isOlderThanExpected }: NightStatus): string {
  if (dataAsAt === null) return "Nothing has been published yet";
  return isOlderThanExpected ? "The reports are older than they should be" : "The reports are up to date";
}

/** What that means for somebody who reads them. */
export function statusMeaning(status: NightStatus): string {
  const { dataAsAt, expectedAsAt, isOlderThanExpected } = status;
  if (dataAsAt === null) return "The first reports appear after the first night.";
  const shown = `They are made from everything that had been received when the run of ${dateText(dataAsAt)} began. Figures of a practice move when at least eight people’s answers have.`;
  if (!isOlderThanExpected) return shown;
  return `${shown} The run of ${dateText(expectedAsAt)} should be done by now, and is not. Nothing in the reports is wrong: what was sent since is not in them yet, and is not lost.`;
}

/** How much has been counted that is not seen yet. A few practices are not told from none. */
export function waitingWords({ practicesWaiting }: NightStatus): string {
  return practicesWaiting === null ? "fewer than 8, or none" : `about ${practicesWaiting}`;
}

/** How the last run ended, in plain words. */
export function lastRunWords({ lastRun, isRunMissing, expectedAsAt }: NightStatus): string {
  const missing = isRunMissing
    ? `No run is noted for ${dateText(expectedAsAt)}: it did not start, or stopped before it could note anything.`
    : "";
  if (lastRun === null) return missing;
  return [`The last run was that of ${dateText(lastRun.date)}. ${outcomeWords(lastRun)}`, missing].filter((text) => text !== "").join(" ");
}

/** What each step does, for the page. Programs are told in English, by `stoppedWhile`; the page has its words here, where a translation finds them. */
const stepWords: Readonly<Record<NightStepName, string>> = {
  "plan-night": "working out what had changed",
  "refresh-units": "counting practices again",
  "roll-up": "adding practices up",
  "plan-pages": "deciding which pages to draw",
  "render-pages": "drawing pages",
  "verify-generation": "checking the new pages against what is kept",
  "publish-generation": "showing the new pages",
  "collect-garbage": "removing pages that nobody reads any more",
};

function outcomeWords({ outcome, step }: LastRun): string {
  switch (outcome) {
    case "published":
      return "It published new reports.";
    case "unchanged":
      return "It found nothing new that may be shown, so the reports stayed as they were.";
    case "rolled-back":
      return "Earlier reports were put back by an operator.";
    case "overtaken":
      return "Another run was at work beside it, and did its work.";
    case "running":
      return step === null ? "It is still at work." : `It is still at work, and is trying again at ${stepWords[step]}.`;
    case "failed":
      return `It failed at ${step === null ? "a step that is not known" : stepWords[step]}, and published nothing.`;
    case "unfinished":
      return "It ended before it was done, without a note of why, and published nothing.";
  }
}

/** What the status page prints around those sentences. */
export const statusLabels = {
  caption: "Status of the reports",
  run: "The last run",
  table: "How up to date the reports are",
  dataAsAt: "Data as at",
  nothing: "nothing published yet",
  expected: "Expected by now",
  waiting: "Practices where fewer than eight people’s answers wait to be shown",
  last: "Last successful run",
  none: "none",
  since: "Reports shown since",
  never: "never",
  runOf: (date: string, run: number) => `${date} (run ${run})`,
  generationOf: (date: string, generation: number | null) => `${date} (generation ${generation})`,
  workedOut: (date: string, time: string) => `Worked out on ${date} at ${time} UTC. The same for programs:`,
} as const;
