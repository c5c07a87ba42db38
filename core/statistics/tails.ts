/** Both tails of a distribution at one point: P(X ≤ x) and P(X > x), each to full relative accuracy; they add up to 1. */
export type Tails = { readonly lower: number; readonly upper: number };

/** The same tails seen from the other end. */
export function mirrored(tails: Tails): Tails {
  return { lower: tails.upper, upper: tails.lower };
}
