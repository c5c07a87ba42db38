import type { Instrument } from "../instruments/instrument.ts";
import { folded, instruments, type Registry } from "../instruments/registry.ts";

/** What the analysis needs of an instrument: whole-number totals between two ends, and what its scores and changes mean. */
export type AnalysedInstrument = {
  readonly id: string;
  /** The name in the results: the id in upper case without punctuation, such as `PHQ9`. */
  readonly key: string;
  readonly min: number;
  readonly max: number;
  /** Whether a score counts as a case; `null` where no cut-off is defined. */
  readonly isCase: ((score: number) => boolean) | null;
  /** The least change that is reliable, in points; `null` where none is defined. */
  readonly reliableChange: number | null;
  /** 1 where a higher score is better, −1 where it is worse. */
  readonly better: 1 | -1;
};

/** The instruments that an analysis reads, each known by its place. */
export type Analysed = readonly AnalysedInstrument[];

/** Every shipped instrument whose totals can be analysed from a file, in the order of their ids. */
export const analysedInstruments: Analysed = analysedOf(instruments);

/** Every instrument of a registry whose totals can be analysed from a file, in the registry's order. */
export function analysedOf(registry: Registry): Analysed {
  return [...registry.values()].filter(hasWholeTotals).map(analysedFrom);
}

/** The place in {@link analysedInstruments} of the instrument a text names (`PHQ-9`, `phq9`), or −1. */
export function analysedIndex(text: string): number {
  return indexAmong(analysedInstruments, text);
}

/** The place among some instruments of the one a text names, or −1. */
export function indexAmong(among: Analysed, text: string): number {
  const name = folded(text);
  return among.findIndex(({ id }) => folded(id) === name);
}

function hasWholeTotals({ totals, range, scoring }: Instrument): boolean {
  return (
    totals.accepted && Number.isInteger(range.min) && Number.isInteger(range.max) && ["sum", "count", "supplied"].includes(scoring.method)
  );
}

/** What the analysis needs of one instrument, or of a part of one as an instrument of its own. */
export function analysedFrom({ id, range, caseness, reliableChange, direction }: Instrument): AnalysedInstrument {
  return {
    id,
    key: folded(id).toUpperCase(),
    min: range.min,
    max: range.max,
    isCase: caseness === null ? null : caseTest(caseness),
    reliableChange: reliableChange === null ? null : reliableChange.value,
    better: direction === "higher-is-better" ? 1 : -1,
  };
}

function caseTest({ when, value }: NonNullable<Instrument["caseness"]>): (score: number) => boolean {
  if (when === "at-or-above") return (score) => score >= value;
  if (when === "below") return (score) => score < value;
  return (score) => score <= value;
}
