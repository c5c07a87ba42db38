import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../../../core/civil-date.ts";
import { type DatedScore, pairScores } from "../../../core/episodes/pairing.ts";

const referredOn = "2024-01-10";
const at = (days: number, score = 10): DatedScore => ({ on: addDays(referredOn, days), score });

describe("pairScores", () => {
  it("takes the earliest score within 14 days before and 28 after the referral as the baseline", () => {
    expect(pairScores(referredOn, [at(29), at(28, 7), at(-14, 3), at(-15)])?.baseline).toEqual(at(-14, 3));
    expect(pairScores(referredOn, [at(-15), at(29)])).toBeNull();
  });

  it("takes follow-ups from 28 to 365 days after the baseline, not after the referral", () => {
    expect(pairScores(referredOn, [at(10), at(37)])?.last).toBeNull();
    expect(pairScores(referredOn, [at(10), at(38, 4)])?.last).toEqual(at(38, 4));
    expect(pairScores(referredOn, [at(10), at(375, 4)])?.last).toEqual(at(375, 4));
    expect(pairScores(referredOn, [at(10), at(376)])?.last).toBeNull();
  });

  it("counts a second score inside the baseline window when it is 28 days on", () => {
    expect(pairScores(referredOn, [at(-10, 12), at(18, 8)])).toMatchObject({ baseline: at(-10, 12), last: at(18, 8) });
  });

  it("chooses last, first and nearest to 90 days as the conformance case M003 says", () => {
    const pairing = pairScores(referredOn, [at(0, 15), at(30, 12), at(95, 9), at(200, 11)]);
    expect([pairing?.last?.score, pairing?.first?.score, pairing?.near90?.score]).toEqual([11, 12, 9]);
  });

  it("takes the earlier of two at the same distance from 90 days", () => {
    expect(pairScores(referredOn, [at(0), at(80, 1), at(100, 2)])?.near90).toEqual(at(80, 1));
  });

  it("agrees with the definition written out, in any order of the scores", () => {
    const scores = fc
      .uniqueArray(fc.integer({ min: -40, max: 420 }), { maxLength: 12 })
      .map((days) => days.map((day) => at(day, Math.abs(day) % 28)));
    fc.assert(
      fc.property(scores, (dated) => {
        expect(pairScores(referredOn, dated)).toEqual(byDefinition(dated));
      }),
    );
  });
});

/** The same rules, written the long way round: every score is asked whether it is the one. */
function byDefinition(scores: readonly DatedScore[]) {
  const days = (score: DatedScore) => daysBetween(referredOn, score.on);
  const eligible = scores.filter((score) => days(score) >= -14 && days(score) <= 28);
  const baseline = eligible.find((score) => eligible.every((other) => days(score) <= days(other)));
  if (!baseline) return null;
  const after = (score: DatedScore) => days(score) - days(baseline);
  const later = scores.filter((score) => after(score) >= 28 && after(score) <= 365);
  const best = (better: (a: DatedScore, b: DatedScore) => boolean) =>
    later.find((score) => later.every((other) => other === score || better(score, other))) ?? null;
  const distance = (score: DatedScore) => Math.abs(after(score) - 90);
  return {
    baseline,
    last: best((a, b) => after(a) > after(b)),
    first: best((a, b) => after(a) < after(b)),
    near90: best((a, b) => distance(a) < distance(b) || (distance(a) === distance(b) && after(a) < after(b))),
  };
}
