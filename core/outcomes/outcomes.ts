import type { Instrument, Measure } from "../instruments/instrument.ts";
import { isCase } from "../scoring/scoring-verdicts.ts";

/** Which way a change goes once it is large enough not to be measurement error. */
export type ReliableChange = "improved" | "deteriorated" | "unchanged";

/** What one paired change of one measure means. A `null` says that the measure has no such threshold, or that the person is not in its denominator. */
export type ChangeOutcome = {
  /** Follow-up less baseline, in points. */
  readonly change: number;
  /** The change with the sign that makes better positive. */
  readonly improvement: number;
  readonly caseAtBaseline: boolean | null;
  readonly caseAtFollowUp: boolean | null;
  readonly reliable: ReliableChange | null;
  /** A case at baseline and not at follow-up; `null` for somebody who was no case: they cannot recover. */
  readonly recovered: boolean | null;
  /** Recovered and reliably improved, with the same denominator as `recovered`. */
  readonly reliablyRecovered: boolean | null;
};

/** What a change is read with: an instrument, or one of its subscales. */
export type ChangeMeasure = Pick<Measure, "direction" | "caseness" | "reliableChange">;

/**
 * The outcome of a pair of scores. A change is reliable from its threshold on (`>=`): published thresholds are rounded up to whole points,
 * which makes this the same as Jacobson and Truax's strict `>` on the unrounded one (J Consult Clin Psychol 1991;59:12-19).
 */
export function changeOutcome(measure: ChangeMeasure, baseline: number, followUp: number): ChangeOutcome {
  const change = scoreDifference(followUp, baseline);
  const improvement = measure.direction === "higher-is-better" ? change : scoreDifference(baseline, followUp);
  const caseAtBaseline = isCase(measure, baseline);
  const caseAtFollowUp = isCase(measure, followUp);
  const reliable = reliableDirection(measure.reliableChange?.value, improvement);
  const recovered = caseAtBaseline === true ? caseAtFollowUp === false : null;
  const reliablyRecovered = recovered === null || reliable === null ? null : recovered && reliable === "improved";
  return { change, improvement, caseAtBaseline, caseAtFollowUp, reliable, recovered, reliablyRecovered };
}

/** Scores have three decimals at most; their difference does too, whatever binary fractions say (10.03 - 7.03 is 3, not 2.999999999999999). */
export function scoreDifference(a: number, b: number): number {
  return (Math.round(a * 1000) - Math.round(b * 1000)) / 1000;
}

function reliableDirection(threshold: number | undefined, improvement: number): ReliableChange | null {
  if (threshold === undefined) return null;
  if (improvement >= threshold) return "improved";
  return improvement <= -threshold ? "deteriorated" : "unchanged";
}

/**
 * Whether scores of two definitions may stand in one number: only those of the same instrument, under the same construct and thresholds.
 * Isolation and loneliness are never pooled, and neither are two scales of one construct, which would first have to be standardised.
 */
export function mayPool(a: Instrument, b: Instrument): boolean {
  return a.id === b.id && a.construct === b.construct && a.version === b.version;
}
