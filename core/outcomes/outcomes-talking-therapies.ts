import { gad7 } from "../instruments/definitions/gad-7.ts";
import { phq9 } from "../instruments/definitions/phq-9.ts";
import { type ChangeMeasure, type ChangeOutcome, changeOutcome, type ReliableChange } from "./outcomes.ts";

/** A baseline and a follow-up score of one measure. */
export type ScorePair = { readonly baseline: number; readonly followUp: number };

/** Both measures of one person: PHQ-9, and GAD-7 unless another anxiety measure is given. */
export type BothPairs = { readonly depression: ScorePair; readonly anxiety: ScorePair };

/**
 * What one measure up and the other down comes to:
 * - `tt-adult`: no reliable change (adult Talking Therapies; the flag is confirmed, the wording of the mixed case is not)
 * - `cyp-deterioration-trumps`: a deterioration (NHS England's code for children and young people, `cyp_outcomes_prep.py`)
 */
export type MixedChangePolicy = "tt-adult" | "cyp-deterioration-trumps";

/** What is chosen beside the scores. */
export type TalkingTherapiesOptions = {
  readonly mixedChangePolicy?: MixedChangePolicy;
  readonly depressionMeasure?: ChangeMeasure;
  readonly anxietyMeasure?: ChangeMeasure;
};

/**
 * The outcome of one person under the Talking Therapies rule over both measures. Social prescribing is no Talking Therapies service: results
 * are labelled "Talking Therapies style" and not compared with its national standards.
 */
export type TalkingTherapiesOutcome = {
  readonly caseAtBaseline: boolean;
  readonly caseAtFollowUp: boolean;
  readonly reliable: ReliableChange;
  /** At caseness at first, and below both cut-offs at last; `null` for somebody who was at caseness on neither. */
  readonly recovered: boolean | null;
  readonly reliablyRecovered: boolean | null;
};

/**
 * Caseness: either measure at its cut-off. Recovery: from caseness to below both. Reliable improvement: at least one measure reliably better
 * and none reliably worse; deterioration is its mirror image. Reliable recovery: both at once.
 *
 * @throws {TypeError} for a measure without a cut-off or a reliable change threshold
 */
export function talkingTherapiesOutcome(pairs: BothPairs, options: TalkingTherapiesOptions = {}): TalkingTherapiesOutcome {
  const { mixedChangePolicy = "tt-adult", depressionMeasure = phq9, anxietyMeasure = gad7 } = options;
  const both = [outcomeOf(depressionMeasure, pairs.depression), outcomeOf(anxietyMeasure, pairs.anxiety)];
  const caseAtBaseline = both.some((one) => one.caseAtBaseline === true);
  const caseAtFollowUp = both.some((one) => one.caseAtFollowUp === true);
  const reliable = combined(both, mixedChangePolicy);
  const recovered = caseAtBaseline ? !caseAtFollowUp : null;
  return {
    caseAtBaseline,
    caseAtFollowUp,
    reliable,
    recovered,
    reliablyRecovered: recovered === null ? null : recovered && reliable === "improved",
  };
}

function outcomeOf(measure: ChangeMeasure, { baseline, followUp }: ScorePair): ChangeOutcome {
  if (measure.caseness === null || measure.reliableChange === null) {
    throw new TypeError("talkingTherapiesOutcome requires measures with a cut-off and a reliable change threshold");
  }
  return changeOutcome(measure, baseline, followUp);
}

function combined(both: readonly ChangeOutcome[], policy: MixedChangePolicy): ReliableChange {
  const better = both.some(({ reliable }) => reliable === "improved");
  const worse = both.some(({ reliable }) => reliable === "deteriorated");
  if (better && worse) return policy === "tt-adult" ? "unchanged" : "deteriorated";
  return better ? "improved" : worse ? "deteriorated" : "unchanged";
}
