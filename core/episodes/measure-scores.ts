import type { SurveyContent } from "../events/kept-event.ts";
import type { Instrument } from "../instruments/instrument.ts";
import type { Registry } from "../instruments/registry.ts";
import { scoreKept } from "../scoring/score-survey.ts";
import type { Scored } from "../scoring/scoring.ts";

/** One number that a filling-in gives, under the name by which it is followed over time. */
export type MeasureScore = { readonly measure: string; readonly score: number };

/**
 * Everything that a kept survey measures, each by its own name; nothing where no score must be made of it.
 *
 * - `phq-9`: the instrument's score
 * - `ons4:satisfied`, `djg-6:emotional`: each subscale with a score, beside the whole or, where there is no composite, instead of it
 * - `eq-5d-5l@rowen.2026`: an index by the value set it was made with, so that two sets never stand in one number
 */
export function measureScores(survey: SurveyContent, registry: Registry): readonly MeasureScore[] {
  const kept = scoreKept(survey, registry);
  return kept === null ? [] : measuresOf(kept.instrument, kept.scored);
}

/** The measures of one scoring, by the names of {@link measureScores}. */
export function measuresOf(instrument: Instrument, { score, subscales = {} }: Scored): readonly MeasureScore[] {
  const whole = score === null ? [] : [{ measure: wholeMeasure(instrument), score }];
  const parts = Object.entries(subscales).flatMap(([part, { score: points }]) =>
    points === null ? [] : [{ measure: subscaleMeasure(instrument, part), score: points }],
  );
  return [...whole, ...parts];
}

/** The name under which an instrument's own score is kept. */
export function wholeMeasure({ id, scoring }: Instrument): string {
  const set = scoring.method === "value-set" ? scoring.valueSet : null;
  return set === null ? id : `${id}@${set.id}.${set.version}`;
}

/** The name under which a part of an instrument is kept. */
export function subscaleMeasure({ id }: Instrument, subscale: string): string {
  return `${id}:${subscale}`;
}
