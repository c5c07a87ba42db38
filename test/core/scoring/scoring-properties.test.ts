import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Instrument } from "../../../core/instruments/instrument.ts";
import { instruments } from "../../../core/instruments/registry.ts";
import { type Answers, type Scored, scoreAdministration } from "../../../core/scoring/scoring.ts";
import { scoringRules } from "../../../core/scoring/scoring-rules.ts";
import { type Answer, oracle } from "../scoring-oracle.ts";

const all = [...instruments.values()];
const withItems = all.filter(({ items }) => items.length > 0);
const anyInstrument = fc.constantFrom(...withItems);

function answersTo({ items }: Instrument, missing = 10): fc.Arbitrary<Answer[]> {
  return fc.tuple(...items.map(({ min, max }) => fc.option(fc.integer({ min, max }), { freq: missing, nil: null })));
}

function scored(instrument: Instrument, answers: Answers): Scored {
  const result = scoreAdministration(instrument, answers);
  if (!result.ok) throw new Error(`${instrument.id} refused: ${result.refusals.map(({ rule }) => rule).join()}`);
  return result.value;
}

describe("scoring any set of answers, also where there are too many to go through", () => {
  for (const instrument of withItems.filter(({ items }) => items.every(({ max }) => max < 100))) {
    it(`${instrument.id} agrees with the second scorer, whatever is missing`, () => {
      fc.assert(
        fc.property(answersTo(instrument, 6), (items) => {
          const { score, band, caseness, risk } = scored(instrument, { items });

          expect({ score, band, caseness, risk }).toEqual(oracle[instrument.id]?.(items));
        }),
        { numRuns: 3000 },
      );
    });
  }
});

describe("the laws of scoring", () => {
  const sent = anyInstrument.chain((instrument) => answersTo(instrument).map((items) => ({ instrument, items })));

  it("gives a score in range with its band, or none and the reason", () => {
    fc.assert(
      fc.property(sent, ({ instrument, items }) => {
        const { score, reason, band } = scored(instrument, { items });

        expect(score === null).toBe(reason !== null);
        expect(score === null || (score >= instrument.range.min && score <= instrument.range.max)).toBe(true);
        expect(band === null).toBe(score === null || instrument.bands === null);
      }),
    );
  });

  it("gives whole hundredths, so that equal scores are equal numbers", () => {
    fc.assert(
      fc.property(sent, ({ instrument, items }) => {
        const { score } = scored(instrument, { items });

        expect(score === null || Number(score.toFixed(2)) === score).toBe(true);
      }),
    );
  });

  it("reads the total it made from answers as the same score, band and caseness", () => {
    const summed = fc.constantFrom(...withItems.filter(({ totals, subscales }) => totals.accepted && subscales.length === 0));
    const pairs = summed.chain((instrument) => answersTo(instrument).map((items) => ({ instrument, items })));

    fc.assert(
      fc.property(pairs, ({ instrument, items }) => {
        const { score, raw, band, caseness } = scored(instrument, { items });
        if (score === null) return;

        const again = scored(instrument, { total: score, scoreBasis: raw === undefined ? undefined : "metric" });

        expect(again).toMatchObject({ score, band, caseness });
      }),
      { numRuns: 500 },
    );
  });

  it("accepts its own total beside the answers, and refuses any other", () => {
    const pairs = fc.tuple(
      sent.filter(({ instrument }) => instrument.totals.accepted && instrument.scoring.method === "sum"),
      fc.integer({ min: 1, max: 5 }),
    );

    fc.assert(
      fc.property(pairs, ([{ instrument, items }, off]) => {
        const { score, raw } = scored(instrument, { items });
        if (score === null || !Number.isInteger(score)) return;
        const scoreBasis = raw === undefined ? undefined : ("metric" as const);

        const same = scoreAdministration(instrument, { items, total: score, scoreBasis });
        const other = scoreAdministration(instrument, { items, total: score + off, scoreBasis });

        expect(same.ok).toBe(true);
        expect(other.ok).toBe(false);
      }),
    );
  });

  it("never lets a higher answer lower the score, but where the item is reversed", () => {
    const plain = sent.filter(({ instrument, items }) => instrument.scoring.method === "sum" && !items.includes(null));

    fc.assert(
      fc.property(plain, fc.nat(), ({ instrument, items }, at) => {
        const place = at % items.length;
        const item = instrument.items[place] ?? expect.unreachable();
        const higher = items.with(place, Math.min((items[place] ?? 0) + 1, item.max));
        const [before, after] = [scored(instrument, { items }).score ?? 0, scored(instrument, { items: higher }).score ?? 0];

        expect(item.reversed === true ? after <= before : after >= before).toBe(true);
      }),
    );
  });

  it("never throws and refuses by a known rule, whatever is sent", () => {
    const number = fc.oneof(fc.integer({ min: -3, max: 110 }), fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0));
    const junk = fc.record(
      {
        items: fc.array(fc.option(number), { maxLength: 25 }),
        total: number,
        scoreBasis: fc.constantFrom("raw" as const, "metric" as const),
        level: number,
        licence: fc.string(),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(fc.constantFrom(...all), junk, (instrument, answers) => {
        const result = scoreAdministration(instrument, answers);

        if (result.ok) expect(Object.is(result.value.score, -0) || Number.isNaN(result.value.score)).toBe(false);
        else for (const { rule } of result.refusals) expect(Object.keys(scoringRules)).toContain(rule);
      }),
      { numRuns: 2000 },
    );
  });

  it("echoes no value that was sent: values may identify a person", () => {
    const telling = 9_876_543_217;

    for (const instrument of all) {
      const items = instrument.items.map(() => telling);
      for (const answers of [{ items }, { total: telling }, { total: telling, scoreBasis: "raw" as const }, { items, total: telling }]) {
        expect(JSON.stringify(scoreAdministration(instrument, answers))).not.toContain(String(telling));
      }
    }
  });
});
