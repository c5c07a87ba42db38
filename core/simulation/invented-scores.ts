import { addDays, type CivilDate } from "../civil-date.ts";
import { activityOf } from "../episodes/activity.ts";
import { type InstrumentModel, instrumentModels, type TrueEffects } from "./instrument-model.ts";
import type { InventedPerson } from "./invented-person.ts";
import type { InventedPractice } from "./invented-service.ts";
import type { Random } from "./random.ts";

/** One filling-in: the day, the total, and the answers when they were kept. */
export type InventedSurvey = { readonly on: CivilDate; readonly score: number; readonly items: readonly number[] | null };

/** One instrument of one person: before, and after when there is an after. */
export type InventedScores = {
  readonly instrument: string;
  readonly baseline: InventedSurvey;
  readonly followUp: InventedSurvey | null;
};

export type ScoresRequest = {
  readonly person: InventedPerson;
  readonly practice: InventedPractice;
  readonly effects: TrueEffects;
  readonly baselineOn: CivilDate;
  /** `null` when nobody heard from them again. */
  readonly followUpOn: CivilDate | null;
};

/** The scores of somebody who was asked, on each instrument their service happens to use with them. */
export function inventScores(request: ScoresRequest, random: Random): readonly InventedScores[] {
  const used = instrumentModels.filter(({ usedBy }) => usedBy?.(request.practice.code) ?? true);
  return used.filter((model) => random.chance(model.asked)).map((model) => scoresOn(model, request, random));
}

function scoresOn(model: InstrumentModel, request: ScoresRequest, random: Random): InventedScores {
  const { person, practice, effects, baselineOn, followUpOn } = request;
  const before = 0.8 * person.severity + 0.6 * random.normal();
  const shift =
    effects.everybody +
    (person.role === "nurse" ? effects.nurse : 0) +
    (effects.byActivity[activityOf(person.activity)] ?? 0) +
    practice.effect * 0.12;
  const after = before * (1 - effects.regression) + shift + 0.6 * random.normal();
  return {
    instrument: model.instrument,
    baseline: survey(model, { on: baselineOn, standing: before }, random),
    followUp: followUpOn === null ? null : survey(model, { on: addDays(followUpOn, random.below(3)), standing: after }, random),
  };
}

/** A filling-in by somebody who stands so many standard deviations worse than average. Two in three services keep the answers. */
function survey(model: InstrumentModel, { on, standing }: { on: CivilDate; standing: number }, random: Random): InventedSurvey {
  const score = Math.min(model.max, Math.max(model.min, Math.round(model.mean + model.worse * model.sd * standing)));
  const isAnswered = model.alwaysAnswered ?? random.chance(0.67);
  return { on, score, items: isAnswered ? answersFor(model, score, random) : null };
}

/** Answers that add up to the total. PHQ-9 item 9 stays at "not at all" unless the total is high: it is rarely endorsed. */
function answersFor({ items, instrument, firstAnswerOnly }: InstrumentModel, total: number, random: Random): readonly number[] {
  if (firstAnswerOnly)
    return [total, ...Array.from({ length: items.count - 1 }, () => items.min + random.below(items.max - items.min + 1))];
  const answers = Array.from({ length: items.count }, () => items.min);
  const open = () => answers.flatMap((answer, index) => (answer < items.max && !isSpared(instrument, index, total) ? [index] : []));
  for (let left = total - items.count * items.min; left > 0; left -= 1) {
    const places = open();
    const place = places[random.below(places.length)];
    if (place === undefined) break;
    answers[place] = (answers[place] ?? 0) + 1;
  }
  return answers;
}

function isSpared(instrument: string, index: number, total: number): boolean {
  return instrument === "phq-9" && index === 8 && total < 20;
}
