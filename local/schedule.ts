import { readFileSync } from "node:fs";
import * as z from "zod";
import { writePrivately } from "./private-file.ts";

/** A time of the day in a time zone, at which something is done once each day. */
export type DailySchedule = { name: string; hour: number; minute: number; zone: string };

/** Days by schedule name: when each was last done. */
export type ScheduleMemory = { lastDone(name: string): string | undefined; remember(name: string, date: string): void };

const wakeMilliseconds = 20_000;

/**
 * Reads EventBridge's cron form for a time of every day: `cron(15 3 * * ? *)`.
 *
 * @throws {Error} for any other schedule
 */
export function dailySchedule(name: string, expression: string, zone: string): DailySchedule {
  const parts = /^cron\((\d{1,2}) (\d{1,2}) (?:\* \* \?|\? \* \*) \*\)$/.exec(expression);
  const [minute, hour] = [Number(parts?.[1]), Number(parts?.[2])];
  if (!(minute < 60 && hour < 24))
    throw new Error(`the schedule ${name} must be a time of every day, such as cron(15 3 * * ? *), to be kept on one machine`);
  return { name, hour, minute, zone };
}

/**
 * The civil date for which the schedule is due now, if it is: the time has come on the clocks of its zone and that day has not been done.
 * A time that spring's change of the clocks skips is due as soon as they have changed; one that autumn repeats is due once.
 */
export function dueDate({ hour, minute, zone }: DailySchedule, now: Date, lastDone: string | undefined): string | undefined {
  const { date, time } = civilTime(now, zone);
  const due = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  return time >= due && (lastDone === undefined || lastDone < date) ? date : undefined;
}

/** The date and the time on the clocks of a zone. */
export function civilTime(instant: Date, zone: string): { date: string; time: string } {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
  const [date = "", time = ""] = format.format(instant).split(" ");
  return { date, time };
}

/** The instant at which the clocks of a zone show this date and time; the first of two, and the moment of change for one that is skipped. */
export function instantOf({ hour, minute, zone }: DailySchedule, date: string): Date {
  const wanted = Date.parse(`${date}T${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}:00Z`);
  const offsetAt = (instant: number) => {
    const shown = civilTime(new Date(instant), zone);
    return Date.parse(`${shown.date}T${shown.time}:00Z`) - instant;
  };
  const candidates = [wanted - offsetAt(wanted - 86_400_000), wanted - offsetAt(wanted + 86_400_000)];
  const exact = candidates.filter((instant) => instant + offsetAt(instant) === wanted);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}

/** What was done when, in a file. */
export function scheduleMemory(path: string): ScheduleMemory {
  const read = (): Record<string, string> => {
    try {
      return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
    } catch {
      return {};
    }
  };
  return { lastDone: (name) => read()[name], remember: (name, date) => writePrivately(path, JSON.stringify({ ...read(), [name]: date })) };
}

type Keeping = {
  schedule: DailySchedule;
  memory: ScheduleMemory;
  now(): Date;
  work(due: { date: string; scheduledTime: Date }): Promise<unknown>;
};

/**
 * Does the work once each civil date from now on, even when the machine sleeps through the hour; never for days before it was first started.
 * A day counts as done when its work begins: a night that fails is repaired by the next, not repeated all day.
 */
export function keepSchedule({ schedule, memory, now, work }: Keeping): { stop(): void } {
  if (memory.lastDone(schedule.name) === undefined) {
    const today = civilTime(now(), schedule.zone).date;
    const isPast = dueDate(schedule, now(), undefined) !== undefined;
    memory.remember(schedule.name, isPast ? today : dayBefore(today));
  }
  const look = () => {
    const date = dueDate(schedule, now(), memory.lastDone(schedule.name));
    if (date === undefined) return;
    memory.remember(schedule.name, date);
    work({ date, scheduledTime: instantOf(schedule, date) }).catch(() => undefined);
  };
  const timer = setInterval(look, wakeMilliseconds);
  timer.unref();
  look();
  return { stop: () => clearInterval(timer) };
}

function dayBefore(date: string): string {
  return new Date(Date.parse(date) - 86_400_000).toISOString().slice(0, 10);
}
