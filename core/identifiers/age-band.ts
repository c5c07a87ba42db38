import { type CivilDate, isCivilDate } from "../civil-date.ts";
import { type AgeBand, ageBands } from "../events/event.ts";

/**
 * The age band on the day of the referral, from a date of birth, a month (`1958-04`) or a year (`1958`). Where only a year or a month is known
 * the birthday is taken to be its middle (1 July; the 15th): the band may then be one off for somebody near a boundary.
 * `unknown` for a text that is no date and for a birth after the referral. Bands: NHS convention, unconfirmed.
 */
export function ageBandAt(referredOn: CivilDate, born: string): AgeBand {
  const birth = birthDateOf(born);
  if (birth === undefined || birth > referredOn) return "unknown";
  return ageBandOf(ageOn(referredOn, birth));
}

/** The band of an age in whole years; `unknown` for what is no age. */
export function ageBandOf(years: number): AgeBand {
  if (!Number.isInteger(years) || years < 0 || years > 130) return "unknown";
  return ageBands.find((band) => isWithin(years, band)) ?? "unknown";
}

function isWithin(years: number, band: AgeBand): boolean {
  const [from = Number.NaN, to = Number.POSITIVE_INFINITY] = band.replace("+", "").split("-").map(Number);
  return years >= from && years <= to;
}

/** Whole years lived on a day. Somebody born on 29 February is a year older on 1 March of a common year. */
export function ageOn(day: CivilDate, birth: CivilDate): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

function birthDateOf(born: string): CivilDate | undefined {
  const whole = /^[0-9]{4}$/.test(born) ? `${born}-07-01` : /^[0-9]{4}-[0-9]{2}$/.test(born) ? `${born}-15` : born;
  return isCivilDate(whole) ? whole : undefined;
}
