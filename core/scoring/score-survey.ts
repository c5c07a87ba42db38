import type { SurveyContent } from "../events/kept-event.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { findInstrument, instruments, type Registry } from "../instruments/registry.ts";
import { type Parsed, type Refusal, refused } from "../refusal.ts";
import { licenceRefusals, type Scored, scoreAnswers } from "./scoring.ts";
import { scoringRefusal } from "./scoring-rules.ts";

/** What a survey is scored from. */
type Answered = Pick<SurveyContent, "practice" | "instrument" | "items" | "total" | "scoreBasis" | "level">;

/**
 * Scores a survey as it was sent, by the definition of its instrument: refused under the rules of `scoring-rules.ts`, and without a licence
 * where the instrument's owner asks for one. The reference is the deployment's: that of the practice, or one for all of them.
 */
export function scoreSurvey(survey: Answered, registry: Registry = instruments): Parsed<Scored> {
  const instrument = findInstrument(survey.instrument, registry);
  if (instrument === undefined)
    return refused("unknown-instrument", "instrument", "name an instrument of the registry, such as phq-9 or gad-7");
  const unlicensed = licenceRefusals(instrument, "submission", instrument.licence.localIds?.[survey.practice]).length > 0;
  return unlicensed ? { ok: false, refusals: [unlicensedSurvey(instrument)] } : scoreAnswers(instrument, survey);
}

/** A sender cannot send a licence: whoever runs the service enters the practice's. */
function unlicensedSurvey({ name, licence }: Instrument): Refusal {
  const fix = `${name} needs the practice's licence from ${licence.holder}: have whoever runs this service enter its reference`;
  return scoringRefusal("licence-required", "instrument", fix);
}

/** Scores a survey that was taken in: the licence was asked for then, and one that lapses takes nothing back. `null` where there is no such instrument. */
export function scoreKept(survey: Answered, registry: Registry): { readonly instrument: Instrument; readonly scored: Scored } | null {
  const instrument = findInstrument(survey.instrument, registry);
  const scored = instrument === undefined ? undefined : scoreAnswers(instrument, survey);
  return instrument === undefined || scored?.ok !== true ? null : { instrument, scored: scored.value };
}
