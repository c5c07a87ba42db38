import type { PairCount } from "../statistics/paired-change.ts";
import type { AnalysedInstrument } from "./analysed-instruments.ts";

/** Counts of pairs of one instrument by baseline and follow-up: sufficient for every number about their change. */
export class JointTable {
  private readonly counts: Float64Array;
  private readonly width: number;
  private readonly min: number;

  constructor({ min, max }: Pick<AnalysedInstrument, "min" | "max">) {
    this.min = min;
    this.width = max - min + 1;
    this.counts = new Float64Array(this.width * this.width);
  }

  /** Counts one person. */
  add(baseline: number, followUp: number): void {
    const cell = (baseline - this.min) * this.width + followUp - this.min;
    this.counts[cell] = (this.counts[cell] ?? 0) + 1;
  }

  /** The cells with anybody in them, by baseline and follow-up. */
  pairs(): readonly PairCount[] {
    const pairs: PairCount[] = [];
    this.counts.forEach((n, cell) => {
      if (n > 0) pairs.push({ baseline: this.min + Math.floor(cell / this.width), followUp: this.min + (cell % this.width), n });
    });
    return pairs;
  }
}
