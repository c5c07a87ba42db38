import { type CivilDate, isCivilDate } from "../civil-date.ts";
import { londonDate } from "../night/london-date.ts";
import { type Parsed, taken } from "../refusal.ts";
import { fhirRefused } from "./fhir-rules.ts";

const moment = /^([0-9]{4}-[0-9]{2}-[0-9]{2})T(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?$/;

/**
 * The day of a FHIR dateTime in England: a date as it stands, a moment as the day it was in London (23:30 UTC in July is the next day).
 * A time without an offset could be two days, a month is none, and neither is guessed.
 */
export function dayOf(text: string, field: string): Parsed<CivilDate> {
  if (isCivilDate(text)) return taken(text);
  const read = instantOf(text, field);
  return read.ok ? taken(londonDate(new Date(read.value))) : read;
}

/** The instant of a FHIR instant or dateTime with a time, in milliseconds. */
export function instantOf(text: string, field: string): Parsed<number> {
  const parts = moment.exec(text);
  if (parts === null || !isCivilDate(parts[1] ?? "")) return fhirRefused("fhir-date", field, "send a day that exists, as YYYY-MM-DD");
  if (parts[2] === undefined) return fhirRefused("fhir-offset", field, "send the time with its offset, such as Z or +01:00");
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? fhirRefused("fhir-date", field, "send a moment that exists, with its offset") : taken(instant);
}

/** An instant as part of an id: digits, T and Z alone. */
export function idOfInstant(instant: number): string {
  return new Date(instant).toISOString().replace(/[-:.]/g, "");
}
