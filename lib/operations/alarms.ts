import { Duration } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import type { AlarmDeclaration } from "./alarm.ts";
import { keptFigures, told } from "./figures.ts";
import type { Watchable } from "./watched.ts";

/** A night and the two hours that it may take: by half past five nobody should be reading the day before yesterday. */
const hoursWithoutNight = 26;

/** Everything that wakes a person, in the order of what it hurts. */
export function alarmDeclarations(watched: Watchable): AlarmDeclaration[] {
  return [
    ...alarmsOfTheNight(watched),
    ...alarmsOfTaking(watched),
    ...watched.apiNames.flatMap((name, at) => alarmsOfADoor(watched, name, at)),
  ];
}

function alarmsOfTheNight(watched: Watchable): AlarmDeclaration[] {
  const figures = keptFigures(watched);
  const once = { when: { atLeast: 1 }, periods: 1, silence: "is well" } as const;
  const late = {
    runbook: "night-late",
    impact: "Commissioners and practices read yesterday's reports; nothing they sent since is in them.",
  } as const;
  return [
    { name: "night-late", ...late, metric: figures.nightsDone, when: { below: 1 }, periods: hoursWithoutNight, silence: "is the alarm" },
    { name: "night-failed", ...late, metric: figures.nightsFailed, ...once },
    { name: "night-timed-out", ...late, metric: figures.nightsTimedOut, ...once },
    { name: "night-not-started", ...late, metric: figures.nightsNotStarted, ...once },
    {
      name: "numbers-do-not-add-up",
      impact: "Tonight's figures contradict each other, so none of them was published: readers keep the last good ones.",
      runbook: "numbers-do-not-add-up",
      metric: told("verify-generation", "failed"),
      ...once,
    },
    {
      name: "backup-failed",
      impact: "If the tables were lost now, everything sent since the last copy could be restored only by their own history.",
      runbook: "backup-failed",
      metric: figures.backupsFailed,
      ...once,
    },
    {
      name: "backup-missing",
      impact: "No copy of what practices sent was made for a day and more.",
      runbook: "backup-failed",
      metric: figures.backupsDone,
      when: { below: 1 },
      periods: hoursWithoutNight,
      silence: "is the alarm",
    },
  ];
}

function alarmsOfTaking(watched: Watchable): AlarmDeclaration[] {
  const figures = keptFigures(watched);
  const stuck = "A supplier was told that a file is taken in, and some of its records are missing from tonight's figures.";
  return [
    {
      name: "parts-failed",
      impact: stuck,
      runbook: "parts-not-stored",
      metric: figures.failedParts,
      when: { atLeast: 1 },
      periods: 1,
      silence: "is well",
    },
    {
      name: "files-failed",
      impact: "A supplier sent a large file whole, and none of it, or not all of it, will be in the figures.",
      runbook: "parts-not-stored",
      metric: figures.failedFiles,
      when: { atLeast: 1 },
      periods: 1,
      silence: "is well",
    },
    {
      name: "parts-waiting",
      impact: stuck,
      runbook: "parts-not-stored",
      metric: figures.oldestPart,
      when: { atLeast: Duration.hours(1).toSeconds() },
      periods: 3,
      silence: "is well",
    },
    {
      name: "records-rejected",
      impact: "Most of what a supplier sent in the last hour was refused: its practices will be missing from the figures.",
      runbook: "supplier-sent-wrong-file",
      metric: rejectedShare(),
      when: { atLeast: 50 },
      periods: 1,
      silence: "is well",
    },
    {
      name: "tokens-refused",
      impact: "Somebody may be trying credentials that are not theirs, or a supplier's have run out and nothing of its practices arrives.",
      runbook: "credential-leaked",
      metric: told("take-submission", "unauthorised"),
      when: { atLeast: 100 },
      periods: 1,
      silence: "is well",
    },
    {
      name: "submissions-throttled",
      impact: "Suppliers are told to come back later, because more of them send at once than the service is made for.",
      runbook: "service-not-answering",
      metric: figures.throttled,
      when: { atLeast: 1 },
      periods: 2,
      silence: "is well",
    },
  ];
}

/** How many of a hundred records were refused in an hour; nothing, where there were too few to say. */
function rejectedShare(): cloudwatch.MathExpression {
  const hour = Duration.hours(1);
  return new cloudwatch.MathExpression({
    expression: "IF(FILL(rejected, 0) + FILL(accepted, 0) >= 20, 100 * FILL(rejected, 0) / (FILL(rejected, 0) + FILL(accepted, 0)), 0)",
    usingMetrics: { rejected: told("take-submission", "rejected", hour), accepted: told("take-submission", "accepted", hour) },
    label: "records refused of a hundred",
    period: hour,
  });
}

function alarmsOfADoor(watched: Watchable, apiName: string, at: number): AlarmDeclaration[] {
  const figures = keptFigures(watched);
  const door = at === 0 ? "" : "-suppliers";
  const impact = "Readers see an error in place of their report, and suppliers cannot send.";
  const common = { impact, runbook: "service-not-answering", periods: 3, silence: "is well" } as const;
  return [
    { name: `faults${door}`, ...common, metric: figures.faults(apiName), when: { atLeast: 5 } },
    { name: `slow${door}`, ...common, metric: figures.slowest(apiName), when: { atLeast: Duration.seconds(10).toMilliseconds() } },
    {
      name: `requests-turned-away${door}`,
      impact: "The firewall turns so many requests away that somebody attacks the service, or that honest senders are among them.",
      runbook: "service-not-answering",
      metric: figures.turnedAway(apiName),
      when: { atLeast: 1000 },
      periods: 1,
      silence: "is well",
    },
  ];
}
