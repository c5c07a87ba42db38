import type { Instrument, Measure, Subscale } from "../instruments/instrument.ts";
import { hundredths, type ItemAnswers, pointsOf } from "./scoring-items.ts";

/** Whether the item about self-harm was answered with anything but "not at all". Silence is `not-supplied`, never `no`. */
export type Risk = "yes" | "no" | "not-supplied" | "not-applicable";

/** A part of an instrument, read on its own; `null` throughout when one of its answers is missing. */
export type SubscaleScored = { readonly score: number | null; readonly band: string | null; readonly caseness: boolean | null };

/** The band a score lies in, or `null` for an instrument without bands. */
export function bandOf({ bands }: Pick<Measure, "bands">, score: number): string | null {
  return bands?.list.findLast(({ from }) => from <= score)?.label ?? null;
}

/** Whether a score is at caseness, or `null` for an instrument without a cut-off. */
export function isCase({ caseness }: Pick<Measure, "caseness">, score: number): boolean | null {
  if (caseness === null) return null;
  switch (caseness.when) {
    case "at-or-above":
      return score >= caseness.value;
    case "at-or-below":
      return score <= caseness.value;
    case "below":
      return score < caseness.value;
  }
}

/** The risk flag of an administration. It depends on the one item alone, whatever else is missing. */
export function riskOf({ riskItem }: Instrument, answers: ItemAnswers | undefined): Risk {
  if (riskItem === null) return "not-applicable";
  const answer = answers?.[riskItem.item - 1] ?? null;
  if (answer === null) return "not-supplied";
  return answer >= riskItem.atOrAbove ? "yes" : "no";
}

/** Every subscale by its id. A subscale needs all of its answers. */
export function scoreSubscales(instrument: Instrument, answers: ItemAnswers): Readonly<Record<string, SubscaleScored>> {
  return Object.fromEntries(instrument.subscales.map((subscale) => [subscale.id, scoreSubscale(instrument, subscale, answers)]));
}

function scoreSubscale({ items, scoring }: Instrument, subscale: Subscale, answers: ItemAnswers): SubscaleScored {
  let points = 0;
  for (const number of subscale.items) {
    const item = items[number - 1];
    const answer = answers[number - 1] ?? null;
    if (item === undefined || answer === null) return { score: null, band: null, caseness: null };
    points += pointsOf(item, answer);
  }
  const score = scoring.method === "mean" ? hundredths(points / subscale.items.length) : points;
  return { score, band: bandOf(subscale, score), caseness: isCase(subscale, score) };
}

/** What a reader of the score should know: answers put in by rule, and thresholds that are still to be confirmed. */
export function notesOn(instrument: Measure, imputed: number): readonly string[] {
  const notes: string[] = [];
  if (imputed > 0) notes.push(`missing answers replaced by the mean of the others: ${imputed}`);
  if (instrument.bands?.evidence === "unconfirmed") notes.push(`the bands are unconfirmed: ${instrument.bands.source}`);
  if (instrument.caseness?.evidence === "unconfirmed") notes.push(`the caseness threshold is unconfirmed: ${instrument.caseness.source}`);
  return notes;
}
