import { addDays } from "../civil-date.ts";
import type { ServiceEvent, SurveyCompleted } from "../events/event.ts";
import { isNhsNumber } from "../identifiers/nhs-number.ts";
import { instrumentModels } from "./instrument-model.ts";
import type { InventedReferral } from "./invented-referral.ts";
import type { InventedScores, InventedSurvey } from "./invented-scores.ts";
import type { Random } from "./random.ts";

/**
 * What a service would send about one referral. Now and then, as services do, it records a wrong total and corrects it, or enters a step
 * twice and withdraws the second: neither may show in any result.
 */
export function referralEvents(referral: InventedReferral, random: Random): readonly ServiceEvent[] {
  const { practice } = referral;
  const referralId = `R${String(referral.number).padStart(6, "0")}`;
  const place = { practice, referralId };
  return [
    recorded(referral, place),
    ...referral.steps.map(
      (step, index): ServiceEvent => ({ type: "referral.progressed", eventId: `${referralId}-p${index + 1}`, ...place, ...step }),
    ),
    ...referral.scores.flatMap((scores) => surveys(scores, place, random)),
    ...(random.chance(0.005) ? enteredInError(referral, place) : []),
  ];
}

const alwaysAnswered = new Set(instrumentModels.filter((model) => model.alwaysAnswered).map(({ instrument }) => instrument));

type Place = { readonly practice: string; readonly referralId: string };

function recorded({ number, person, referredOn }: InventedReferral, place: Place): ServiceEvent {
  const { role, severity: _, ...known } = person;
  return {
    type: "referral.recorded",
    eventId: `${place.referralId}-r`,
    ...place,
    patient: { nhsNumber: testNhsNumber(number) },
    referredOn,
    referrerRole: role,
    deliveredBy: "link_worker",
    ...known,
  };
}

/** A number of the test range 999 000 0000 to 999 999 9999, which is never issued. A stem that has no check digit is stepped over. */
function testNhsNumber(number: number): string {
  for (let stem = 999_000_000 + number * 2; ; stem += 1) {
    const digit = "0123456789".split("").find((last) => isNhsNumber(`${stem}${last}`));
    if (digit !== undefined) return `${stem}${digit}`;
  }
}

function surveys({ instrument, baseline, followUp }: InventedScores, place: Place, random: Random): readonly ServiceEvent[] {
  const id = `${place.referralId}-${instrument}`;
  return [
    ...completed(instrument, `${id}-1`, baseline, place, random),
    ...(followUp === null ? [] : completed(instrument, `${id}-2`, followUp, place, random)),
  ];
}

/** One survey, and once in a hundred times first with a wrong total that is then corrected. */
function completed(instrument: string, eventId: string, survey: InventedSurvey, place: Place, random: Random): readonly ServiceEvent[] {
  const right: SurveyCompleted = {
    type: "survey.completed",
    eventId,
    ...place,
    instrument,
    completedOn: survey.on,
    mode: "self",
    ...answers(survey),
  };
  // what must be sent as answers has no total to be wrong
  if (alwaysAnswered.has(instrument) || !random.chance(0.01)) return [right];
  const { items: _, ...totalOnly } = right;
  const wrong = { ...totalOnly, total: survey.score === 5 ? 6 : 5 };
  return [wrong, { type: "event.corrected", eventId: `${eventId}-c`, practice: place.practice, corrects: eventId, event: right }];
}

function answers({ items, score }: InventedSurvey): { items: number[] } | { total: number } {
  return items === null ? { total: score } : { items: [...items] };
}

function enteredInError(referral: InventedReferral, place: Place): readonly ServiceEvent[] {
  const eventId = `${place.referralId}-p9`;
  return [
    { type: "referral.progressed", eventId, ...place, on: addDays(referral.referredOn, 2), status: "lost", reason: "no answer" },
    { type: "event.withdrawn", eventId: `${eventId}-w`, practice: place.practice, withdraws: eventId, reason: "entered in error" },
  ];
}
