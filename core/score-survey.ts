import { instrumentId, instrumentOf } from "./instruments/registry.ts";
import type { SurveyContent } from "./kept-event.ts";
import { type Parsed, refused } from "./refusal.ts";
import { type Scored, scoreAdministration } from "./scoring.ts";

/** Scores a survey as it was sent, by the definition of its instrument: refused under the rules of `scoring-rules.ts`. */
export function scoreSurvey({
  instrument,
  items,
  total,
  scoreBasis,
}: Pick<SurveyContent, "instrument" | "items" | "total" | "scoreBasis">): Parsed<Scored> {
  const id = instrumentId(instrument);
  const definition = id === undefined ? undefined : instrumentOf(id);
  if (definition === undefined)
    return refused("unknown-instrument", "instrument", "name an instrument of the registry, such as phq-9 or gad-7");
  return scoreAdministration(definition, { items, total, scoreBasis });
}
