import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { dailySchedule, dueDate, instantOf, keepSchedule, scheduleMemory } from "../../local/schedule.ts";
import { scheduledInput } from "../../local/scheduler.ts";
import { scratchDirectory } from "./support/scratch.ts";

const nightly = dailySchedule("nightly", "cron(15 3 * * ? *)", "Europe/London");

/** The instants at which a schedule is due when somebody looks every ten minutes. */
function runsBetween(schedule: typeof nightly, from: string, to: string): readonly string[] {
  const runs: string[] = [];
  let lastDone: string | undefined;
  for (let instant = Date.parse(from); instant < Date.parse(to); instant += 600_000) {
    const due = dueDate(schedule, new Date(instant), lastDone);
    if (due === undefined) continue;
    lastDone = due;
    runs.push(`${due} at ${new Date(instant).toISOString().slice(0, 16)}`);
  }
  return runs;
}

it("runs at a quarter past three on London's clocks, before and after they go forward", () => {
  expect(runsBetween(nightly, "2026-03-28T00:00Z", "2026-03-31T00:00Z")).toEqual([
    "2026-03-28 at 2026-03-28T03:20",
    "2026-03-29 at 2026-03-29T02:20",
    "2026-03-30 at 2026-03-30T02:20",
  ]);
});

it("runs once, at a quarter past three, on the day they go back", () => {
  expect(runsBetween(nightly, "2026-10-24T00:00Z", "2026-10-27T00:00Z")).toEqual([
    "2026-10-24 at 2026-10-24T02:20",
    "2026-10-25 at 2026-10-25T03:20",
    "2026-10-26 at 2026-10-26T03:20",
  ]);
});

it("runs once on either day even at a time that is skipped or repeated", () => {
  const skipped = dailySchedule("x", "cron(30 1 * * ? *)", "Europe/London");

  expect(runsBetween(skipped, "2026-03-29T00:00Z", "2026-03-29T23:00Z")).toEqual(["2026-03-29 at 2026-03-29T01:00"]);
  expect(runsBetween(skipped, "2026-10-24T23:00Z", "2026-10-25T23:50Z")).toEqual(["2026-10-25 at 2026-10-25T00:30"]);
});

it("runs exactly once for each civil date, however often and unevenly somebody looks", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 40, maxLength: 120 }), (gaps) => {
      const done: string[] = [];
      let instant = Date.parse("2026-10-20T04:00Z");
      for (const minutes of gaps) {
        instant += minutes * 60_000;
        const due = dueDate(nightly, new Date(instant), done.at(-1) ?? "2026-10-20");
        if (due !== undefined) done.push(due);
      }

      expect(new Set(done).size).toBe(done.length);
      expect([...done].sort()).toEqual(done);
    }),
  );
});

it.each([
  ["2026-03-29", "2026-03-29T02:15:00.000Z"],
  ["2026-10-25", "2026-10-25T03:15:00.000Z"],
  ["2026-07-01", "2026-07-01T02:15:00.000Z"],
  ["2026-12-01", "2026-12-01T03:15:00.000Z"],
])("gives the instant of the night of %s: %s", (date, instant) => {
  expect(instantOf(nightly, date).toISOString()).toBe(instant);
});

it("does no day before the one on which it was first started, and none twice over a restart", () => {
  const path = join(scratchDirectory(), "schedule.json");
  const done: string[] = [];
  const keepAt = (now: string) => {
    const work = async ({ date }: { date: string }) => void done.push(date);
    keepSchedule({ schedule: nightly, memory: scheduleMemory(path), now: () => new Date(now), work }).stop();
  };

  keepAt("2026-11-22T12:00Z");
  keepAt("2026-11-22T23:00Z");
  keepAt("2026-11-23T03:14Z");
  keepAt("2026-11-23T09:00Z");
  keepAt("2026-11-23T10:00Z");

  expect(done).toEqual(["2026-11-23"]);
});

it("gives the target what EventBridge Scheduler would", () => {
  expect(scheduledInput('{"scheduledTime":"<aws.scheduler.scheduled-time>"}', "nightly", instantOf(nightly, "2026-07-01"))).toEqual({
    scheduledTime: "2026-07-01T02:15:00Z",
  });
});

it("refuses a schedule that is not a time of every day", () => {
  for (const expression of ["rate(1 hour)", "cron(15 3 ? * MON *)", "cron(75 3 * * ? *)", "cron(*/5 * * * ? *)"]) {
    expect(() => dailySchedule("x", expression, "Europe/London")).toThrow("must be a time of every day");
  }
});
