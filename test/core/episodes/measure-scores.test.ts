import { describe, expect, it } from "vitest";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { withDeployment } from "../../../core/instruments/deployed.ts";
import { instruments, type Registry } from "../../../core/instruments/registry.ts";
import { recordScore } from "../../../core/scoring/record-score.ts";
import { referral, survey } from "../../support/kept-events.ts";
import { inventedValueSet } from "../../support/value-sets.ts";

const answered = (eventId: string, instrument: string, completedOn: string, items: readonly (number | null)[]): KeptEvent =>
  survey(eventId, 0, completedOn, { instrument, total: undefined, items });

const baseline = "2026-03-04";
const followUp = "2026-06-04";

const scoresOf = (events: readonly KeptEvent[], registry?: Registry) =>
  Object.fromEntries(foldEpisode([referral(), ...events], registry).administrations.map(({ instrument, score }) => [instrument, score]));

describe("ONS4", () => {
  const pair = [answered("s1", "ons4", baseline, [3, 4, 5, 8]), answered("s2", "ons4", followUp, [6, 5, 5, 3])];

  it("is kept as its four questions and never as a composite", () => {
    expect(scoresOf(pair.slice(0, 1))).toEqual({ "ons4:satisfied": 3, "ons4:worthwhile": 4, "ons4:happy": 5, "ons4:anxious": 8 });
  });

  it("gives each question a paired change of its own in the numbers of its practice and month", () => {
    const contribution = contribute(foldEpisode([referral(), ...pair])) ?? expect.unreachable();

    expect(contribution.outcomes).toEqual({
      "ons4:satisfied": { baseline: 3, followUp: 6, days: 92, dueMonth: "2026-06" },
      "ons4:worthwhile": { baseline: 4, followUp: 5, days: 92, dueMonth: "2026-06" },
      "ons4:happy": { baseline: 5, followUp: 5, days: 92, dueMonth: "2026-06" },
      "ons4:anxious": { baseline: 8, followUp: 3, days: 92, dueMonth: "2026-06" },
    });
    const pairs = statisticKeys(contribution).filter((key) => key.startsWith("pair|"));
    expect(pairs.toSorted()).toEqual([
      "pair|ons4:anxious|nurse|unknown|8|3",
      "pair|ons4:happy|nurse|unknown|5|5",
      "pair|ons4:satisfied|nurse|unknown|3|6",
      "pair|ons4:worthwhile|nurse|unknown|4|5",
    ]);
  });

  it("takes a question that was not answered as missing, and the others as they are", () => {
    expect(scoresOf([answered("s1", "ons4", baseline, [3, null, 5, 8])])).toEqual({
      "ons4:satisfied": 3,
      "ons4:happy": 5,
      "ons4:anxious": 8,
    });
  });

  it("joins what two filling-ins of a day add to each other, and voids the day on which they disagree on any question", () => {
    const some = answered("s1", "ons4", baseline, [3, null, null, 8]);
    const others = answered("s2", "ons4", baseline, [3, 4, 5, null]);
    const contrary = answered("s3", "ons4", baseline, [2, 4, 5, 8]);

    expect(scoresOf([some, others])).toEqual({ "ons4:satisfied": 3, "ons4:worthwhile": 4, "ons4:happy": 5, "ons4:anxious": 8 });
    expect(foldEpisode([referral(), some, others]).standings).toMatchObject({ s1: "used", s2: "used" });
    expect(scoresOf([some, others, contrary])).toEqual({});
    expect(foldEpisode([referral(), some, others, contrary]).standings).toMatchObject({ s1: "void-day", s2: "void-day", s3: "void-day" });
  });

  it("tells the sender of each question at once, with its change", () => {
    const [, second = expect.unreachable()] = pair;

    expect(recordScore(second, foldEpisode([referral(), ...pair]))).toEqual({
      score: null,
      band: null,
      caseness: null,
      risk: "not-applicable",
      change: null,
      reason: "no-composite",
      subscales: {
        satisfied: { score: 6, band: "medium", caseness: null, change: 3 },
        worthwhile: { score: 5, band: "medium", caseness: null, change: 1 },
        happy: { score: 5, band: "medium", caseness: null, change: 0 },
        anxious: { score: 3, band: "low", caseness: null, change: -5 },
      },
    });
  });
});

describe("an instrument with parts", () => {
  it("is followed as a whole and by part: De Jong Gierveld, LSNS-6, PHQ-4", () => {
    expect(scoresOf([answered("s1", "djg-6", baseline, [3, 2, 1, 1, 3, 3])])).toEqual({
      "djg-6": 3,
      "djg-6:emotional": 2,
      "djg-6:social": 1,
    });
    expect(scoresOf([answered("s1", "lsns-6", baseline, [1, 2, 3, 0, 0, 1])])).toEqual({
      "lsns-6": 7,
      "lsns-6:family": 6,
      "lsns-6:friends": 1,
    });
    expect(scoresOf([answered("s1", "phq-4", baseline, [3, 3, 0, 1])])).toEqual({ "phq-4": 7, "phq-4:anxiety": 6, "phq-4:depression": 1 });
  });

  it("keeps the whole that its rule allows, and no part with an answer missing", () => {
    expect(scoresOf([answered("s1", "djg-6", baseline, [3, 2, null, 1, 3, 3])])).toEqual({ "djg-6": 3, "djg-6:social": 1 });
  });

  it("has only the whole where a total came without its answers, and agrees with answers that give the same", () => {
    const total = survey("s1", 7, baseline, { instrument: "lsns-6" });

    expect(scoresOf([total])).toEqual({ "lsns-6": 7 });
    expect(scoresOf([total, answered("s2", "lsns-6", baseline, [1, 2, 3, 0, 0, 1])])).toEqual({
      "lsns-6": 7,
      "lsns-6:family": 6,
      "lsns-6:friends": 1,
    });
  });

  it("counts a second filling-in that says nothing new as superseded", () => {
    const both = [answered("s1", "lsns-6", baseline, [1, 2, 3, 0, 0, 1]), survey("s2", 7, baseline, { instrument: "lsns-6" })];

    expect(foldEpisode([referral(), ...both]).standings).toMatchObject({ s1: "used", s2: "superseded" });
  });
});

describe("an EQ-5D index", () => {
  const withSet = (id: string): Registry => {
    const read = withDeployment(instruments, { valueSets: [{ ...inventedValueSet(), id }], licences: { "eq-5d-5l": "EQ-1" } });
    return read.ok ? read.value : expect.unreachable(JSON.stringify(read.refusals));
  };
  const state = answered("s1", "eq-5d-5l", baseline, [1, 1, 1, 1, 2]);

  it("is kept under the value set it was made with, so that two sets never stand in one number", () => {
    expect(scoresOf([state], withSet("one"))).toEqual({ "eq-5d-5l@one.2026.1": 0.93 });
    expect(Object.keys(scoresOf([state], withSet("two")))).toEqual(["eq-5d-5l@two.2026.1"]);
  });

  it("is not made without a value set", () => {
    expect(scoresOf([state])).toEqual({});
  });
});
