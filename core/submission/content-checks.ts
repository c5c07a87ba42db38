import type { CivilDate } from "../civil-date.ts";
import type { Replacement, ServiceEvent } from "../events/event.ts";
import type { ImdLookup } from "../identifiers/imd.ts";
import { isNhsNumber, nhsNumberOf } from "../identifiers/nhs-number.ts";
import { instrumentId, type Registry } from "../instruments/registry.ts";
import type { Mapping } from "../mapping/mapping.ts";
import type { Refusal } from "../refusal.ts";
import { scoreSurvey } from "../scoring/score-survey.ts";
import { deprivationOf, deprivationRefusals } from "./deprivation.ts";
import { submissionRefusal } from "./submission-rules.ts";

/**
 * When something is read (the civil day in London, and the instant in milliseconds), and with whose instruments and mappings of files: those shipped, or a
 * deployer's.
 */
export type Moment = {
  readonly today: CivilDate;
  readonly now: number;
  readonly instruments?: Registry;
  readonly deprivation?: ImdLookup;
  readonly mappings?: readonly Mapping[];
};

/** An event, or what a correction puts in the place of one. */
type Told = Extract<ServiceEvent, { referralId: string }> | Replacement;

const earliest = "1990-01-01";
const clockSkewMs = 10 * 60 * 1000;

/** Control, format, private and unassigned characters, halves of pairs, and line and paragraph separators. */
const hidden = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029]/u;

/** What is wrong with what an event tells, beyond its shape: dates, person, texts and scores. Fields are named below `prefix`. */
export function contentRefusals(told: Told, { today, instruments, deprivation }: Moment, prefix: string): readonly Refusal[] {
  const found = [...dateRefusals(told, today), ...textRefusals(told)];
  if (told.type === "referral.recorded" && "nhsNumber" in told.patient && nhsNumberOf(told.patient.nhsNumber) === undefined) {
    found.push(submissionRefusal("nhs-number-invalid", "patient.nhsNumber", "send the ten digits of the person's NHS number"));
  }
  if (told.type === "referral.recorded") found.push(...deprivationRefusals(told, deprivation));
  if (told.type === "survey.completed") {
    const scored = scoreSurvey(told, instruments);
    if (!scored.ok) found.push(...scored.refusals);
  }
  return prefix === ""
    ? found
    : found.map((refusal) => ({ ...refusal, field: refusal.field === "" ? prefix : `${prefix}.${refusal.field}` }));
}

/** What is wrong with the sender's moment of recording. */
export function recordingRefusals({ recordedAt }: ServiceEvent, { now }: Moment): readonly Refusal[] {
  if (recordedAt === undefined || Date.parse(recordedAt) <= now + clockSkewMs) return [];
  return [submissionRefusal("moment-in-future", "recordedAt", "send when it was recorded, which was before now")];
}

/** The day an event is about. */
export function dayOf(told: Told): { readonly field: string; readonly day: CivilDate } {
  switch (told.type) {
    case "referral.recorded":
      return { field: "referredOn", day: told.referredOn };
    case "referral.progressed":
      return { field: "on", day: told.on };
    case "survey.completed":
      return { field: "completedOn", day: told.completedOn };
  }
}

/** One spelling for one thing: the registry's instrument id, an NHS number without spaces, composed characters, a quintile for a neighbourhood. */
export function normalised<T extends Told>(told: T, { instruments, deprivation }: Moment): T {
  if (told.type === "survey.completed") return { ...told, instrument: instrumentId(told.instrument, instruments) ?? told.instrument };
  if (told.type === "referral.progressed") return { ...told, ...composed("activity", told.activity), ...composed("reason", told.reason) };
  const { patient } = told;
  const person = "nhsNumber" in patient && !isNhsNumber(patient.nhsNumber) ? { nhsNumber: nhsNumberOf(patient.nhsNumber) ?? "" } : patient;
  return { ...told, patient: person, ...composed("activity", told.activity), ...deprivationOf(told, deprivation) };
}

function composed(name: string, text: string | undefined): Record<string, string> {
  return text === undefined ? {} : { [name]: text.normalize("NFC") };
}

function dateRefusals(told: Told, today: CivilDate): Refusal[] {
  const { field, day } = dayOf(told);
  if (day > today) return [submissionRefusal("date-in-future", field, "send a date that is not after today")];
  if (day < earliest) return [submissionRefusal("date-too-early", field, "send a date of 1990 or later")];
  return [];
}

function textRefusals(told: Told): readonly Refusal[] {
  const texts = told.type === "survey.completed" ? {} : { activity: told.activity, reason: "reason" in told ? told.reason : undefined };
  return Object.entries(texts).flatMap(([field, text]) =>
    text !== undefined && hidden.test(text) ? [submissionRefusal("hidden-characters", field, "send plain characters in one line")] : [],
  );
}
