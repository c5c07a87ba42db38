import type { Acknowledgement } from "../practice/risk-flags.ts";

/** Which risk flags of a practice were acknowledged, by whom and when: for good, as evidence. */
export interface Acknowledgements {
  /** Every acknowledgement of a practice, by the id of the flag. */
  acknowledgedBy(practice: string): Promise<ReadonlyMap<string, Acknowledgement>>;
  /** Acknowledges a flag. The first acknowledgement stands, and is what is given back. */
  acknowledge(practice: string, id: string, acknowledgement: Acknowledgement): Promise<Acknowledgement>;
}
