/** A value set invented for tests: every level below the best of a dimension takes the same from full health. It has no licence and no meaning. */
export function inventedValueSet() {
  const states = Array.from({ length: 5 ** 5 }, (_, n) =>
    n
      .toString(5)
      .padStart(5, "0")
      .replace(/./g, (digit) => String(Number(digit) + 1)),
  );
  const lost = (state: string) => [...state].reduce((sum, digit) => sum + Number(digit) - 1, 0) * 0.07;
  const values = Object.fromEntries(states.map((state) => [state, Math.round((1 - lost(state)) * 1000) / 1000]));
  return { id: "made-up", version: "2026.1", country: "England", source: "invented for this test", licence: "EQ-1", values };
}
