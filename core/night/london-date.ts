import type { CivilDate } from "../civil-date.ts";

const london = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", year: "numeric", month: "2-digit", day: "2-digit" });

/** The civil date in London at an instant: 23:30 UTC on 31 May is already 1 June there. */
export function londonDate(instant: string | Date): CivilDate {
  const parts = new Map(london.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
}

/** The day that due and overdue are judged on: the first of the run's month, so that pages change monthly and not daily. */
export function asOfDate(civilDate: CivilDate): CivilDate {
  return `${civilDate.slice(0, 7)}-01`;
}

const londonClock = new Intl.DateTimeFormat("en-GB", { timeZone: "Europe/London", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

/** What the clocks of London show at an instant: `05:30`. */
export function londonTime(instant: string | Date): string {
  return londonClock.format(new Date(instant));
}
