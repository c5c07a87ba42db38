/**
 * Probabilities adjusted for how many tests there were, so that the chance of any false alarm stays at the level (Holm 1979); in the order
 * given. `null` is a test that could not be made and counts for none. R: `p.adjust(p, "holm")`.
 */
export function holmAdjusted(probabilities: readonly (number | null)[]): readonly (number | null)[] {
  const made = probabilities.flatMap((p, index) => (p === null ? [] : [{ p, index }])).sort((a, b) => a.p - b.p);
  const adjusted = probabilities.map((): number | null => null);
  let least = 0;
  for (const [rank, { p, index }] of made.entries()) {
    least = Math.max(least, Math.min(1, (made.length - rank) * p));
    adjusted[index] = least;
  }
  return adjusted;
}
