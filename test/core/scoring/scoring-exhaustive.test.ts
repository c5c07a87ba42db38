import { describe, expect, it } from "vitest";
import { instruments } from "../../../core/instruments/registry.ts";
import { scoreAdministration } from "../../../core/scoring/scoring.ts";
import { type Answer, oracle } from "../scoring-oracle.ts";

/** Where the answers with every pattern of missing ones are more than this, the complete ones are gone through and the rest is sampled elsewhere. */
const affordable = 400_000;

/** Every list of answers, one after another in the same array. */
function* everyVector(choices: readonly (readonly Answer[])[]): Generator<Answer[]> {
  const places = choices.map(() => 0);
  const vector = choices.map(([first = null]) => first);
  for (;;) {
    yield vector;
    let at = 0;
    for (; at < places.length; at++) {
      places[at] = ((places[at] ?? 0) + 1) % (choices[at]?.length ?? 1);
      vector[at] = choices[at]?.[places[at] ?? 0] ?? null;
      if (places[at] !== 0) break;
    }
    if (at === places.length) return;
  }
}

const numbers = (min: number, max: number) => Array.from({ length: max - min + 1 }, (_, index) => min + index);
const product = (choices: readonly (readonly unknown[])[]) => choices.reduce((all, { length }) => all * length, 1);

describe("every possible set of answers", () => {
  for (const instrument of instruments.values()) {
    const answers: readonly (readonly Answer[])[] = instrument.items
      .filter(({ max }) => max < 100)
      .map(({ min, max }) => numbers(min, max));
    const withMissing = answers.map((choices) => [...choices, null]);
    const choices = product(withMissing) <= affordable ? withMissing : answers;
    if (instrument.items.length === 0 || product(choices) > 1_000_000) continue;

    it(`${instrument.name}: ${product(choices)} of them score as a second scorer says`, () => {
      const wrong: string[] = [];
      let seen = 0;

      for (const vector of everyVector(choices)) {
        seen += 1;
        const scored = scoreAdministration(instrument, { items: vector });
        const expected = oracle[instrument.id]?.(vector);
        const actual = scored.ok ? scored.value : undefined;
        const agrees =
          actual !== undefined &&
          actual.score === expected?.score &&
          actual.band === expected.band &&
          actual.caseness === expected.caseness &&
          actual.risk === expected.risk &&
          (actual.score === null) === (actual.reason !== null);
        if (!agrees && wrong.length < 3)
          wrong.push(`${JSON.stringify(vector)}: ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`);
      }

      expect(wrong).toEqual([]);
      expect(seen).toBe(product(choices));
    });
  }

  it("is gone through for every instrument with items but those that have over a million", () => {
    const tooMany = [...instruments.values()].filter(({ items }) => product(items.map(({ min, max }) => numbers(min, max))) > 1_000_000);

    expect(tooMany.map(({ id }) => id)).toEqual(expect.arrayContaining(["ces-d", "core-10", "gse", "wemwbs"]));
    for (const { id } of tooMany) expect(oracle[id]).toBeTypeOf("function");
  });
});
