import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import { resolveModifiers } from "../../../core/episodes/episode-modifiers.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import { countKeys, statisticText } from "../../../core/statistic.ts";
import { corrected, progressed, referral, survey, withdrawn } from "../../support/kept-events.ts";
import { contentsByOracle } from "../../support/modifier-oracle.ts";
import { eventSets, shuffledWithRepetition } from "../../support/random-events.ts";

const surveyOf = (total: number, completedOn = "2026-03-04") => ({
  type: "survey.completed",
  practice: "A81001",
  referralId: "R1",
  instrument: "phq-9",
  completedOn,
  total,
});

describe("foldEpisode", () => {
  it("gives the same bytes for every order and every repetition of the same events: the episode, its contribution and what it adds to a statistic", () => {
    const bytesOf = (events: Parameters<typeof foldEpisode>[0]) => {
      const episode = foldEpisode(events);
      const contribution = contribute(episode);
      return canonicalJson([
        episode,
        contribution,
        contribution === null ? "" : statisticText(countKeys([...statisticKeys(contribution)])),
      ]);
    };
    fc.assert(
      fc.property(
        eventSets.chain((events) => fc.tuple(fc.constant(events), shuffledWithRepetition(events))),
        ([events, shuffled]) => bytesOf(events) === bytesOf(shuffled),
      ),
      { numRuns: 10_000 },
    );
  });

  it("says of every event how it stands", () => {
    fc.assert(
      fc.property(eventSets, (events) => {
        expect(Object.keys(foldEpisode(events).standings).sort()).toEqual(events.map(({ eventId }) => eventId).sort());
      }),
      { numRuns: 500 },
    );
  });

  it("knows nothing until there is a referral, and counts everything once it comes", () => {
    const early = foldEpisode([survey("s1", 12), progressed("p1", "started")]);
    const late = foldEpisode([survey("s1", 12), progressed("p1", "started"), referral()]);

    expect(early).toEqual({ referral: null, steps: [], administrations: [], standings: { s1: "parked", p1: "parked" } });
    expect(late.administrations).toEqual([{ instrument: "phq-9", on: "2026-03-04", score: 12 }]);
    expect(late.standings).toEqual({ s1: "used", p1: "used", r1: "used" });
  });

  it("lets the earliest of several referrals stand, by the instant of recording and not by its text", () => {
    const first = referral({ eventId: "b", recordedAt: "2026-03-05T10:30:00+01:00", referrerRole: "gp" });
    const second = referral({ eventId: "a", recordedAt: "2026-03-05T09:45:00Z", referrerRole: "nurse" });

    const episode = foldEpisode([second, first]);

    expect(episode.referral?.referrerRole).toBe("gp");
    expect(episode.standings).toEqual({ a: "superseded", b: "used" });
  });

  it("takes the next referral when the first is withdrawn", () => {
    const episode = foldEpisode([referral({ eventId: "a" }), referral({ eventId: "b", referrerRole: "gp" }), withdrawn("w", "a")]);

    expect(episode.referral?.referrerRole).toBe("gp");
    expect(episode.standings).toEqual({ a: "withdrawn", b: "used", w: "used" });
  });

  it("voids a day on which one instrument has two different scores, and counts equal ones once", () => {
    const differing = foldEpisode([referral(), survey("s1", 12), survey("s2", 13), survey("s3", 12, "2026-03-05")]);
    const equal = foldEpisode([referral(), survey("s1", 12), survey("s2", 12)]);

    expect(differing.administrations).toEqual([{ instrument: "phq-9", on: "2026-03-05", score: 12 }]);
    expect(differing.standings).toEqual({ r1: "used", s1: "void-day", s2: "void-day", s3: "used" });
    expect(equal.administrations).toHaveLength(1);
    expect(equal.standings).toEqual({ r1: "used", s1: "used", s2: "superseded" });
  });

  it("heals a void day when one of its surveys is corrected or withdrawn", () => {
    const events = [referral(), survey("s1", 12), survey("s2", 13)];

    expect(foldEpisode([...events, withdrawn("w", "s2")]).administrations).toEqual([{ instrument: "phq-9", on: "2026-03-04", score: 12 }]);
    expect(foldEpisode([...events, corrected("c", "s2", surveyOf(12))]).administrations).toHaveLength(1);
  });

  it("keeps a survey that makes no score without counting it", () => {
    const unscored = survey("s1", 0, "2026-03-04", { total: undefined, items: [1, null, null, null, 1, 1, 1, 1, 1] });

    const episode = foldEpisode([referral(), unscored, survey("s2", 9)]);

    expect(episode.administrations).toEqual([{ instrument: "phq-9", on: "2026-03-04", score: 9 }]);
    expect(episode.standings).toEqual({ r1: "used", s1: "used", s2: "used" });
  });

  it("moves with a referral whose correction names another practice and month", () => {
    const moved = {
      type: "referral.recorded",
      practice: "B82002",
      referralId: "R1",
      patient: { pid: "p" },
      referredOn: "2026-02-27",
      referrerRole: "gp",
    };

    const { referral: found } = foldEpisode([referral(), corrected("c1", "r1", moved)]);

    expect([found?.practice, found?.referredOn, found?.referrerRole]).toEqual(["B82002", "2026-02-27", "gp"]);
  });
});

describe("resolveModifiers", () => {
  it("leaves what an independent way of working it out leaves", () => {
    fc.assert(
      fc.property(eventSets, (events) => {
        const found = resolveModifiers(events).facts.map(({ told, content }) => [told.eventId, canonicalJson(content)]);
        const expected = [...contentsByOracle(events)].map(([id, content]) => [id, canonicalJson(content)]);
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 3000 },
    );
  });

  it("follows a chain of five corrections out of order", () => {
    const chain = [
      corrected("c5", "c4", surveyOf(5)),
      corrected("c3", "c2", surveyOf(3)),
      corrected("c1", "s1", surveyOf(1)),
      corrected("c4", "c3", surveyOf(4)),
      survey("s1", 0),
      corrected("c2", "c1", surveyOf(2)),
      referral(),
    ];

    const episode = foldEpisode(chain);

    expect(episode.administrations.map(({ score }) => score)).toEqual([5]);
    expect(episode.standings).toMatchObject({ s1: "superseded", c1: "superseded", c4: "superseded", c5: "used" });
  });

  it("lets the latest of several corrections stand, and the one before it when that is withdrawn", () => {
    const events = [
      referral(),
      survey("s1", 1),
      corrected("z", "s1", surveyOf(2), { recordedAt: "2026-03-05T10:00:00Z" }),
      corrected("a", "s1", surveyOf(3), { recordedAt: "2026-03-05T09:59:00-02:00" }),
    ];

    expect(foldEpisode(events).administrations.map(({ score }) => score)).toEqual([3]);
    expect(foldEpisode([...events, withdrawn("w", "a")]).administrations.map(({ score }) => score)).toEqual([2]);
  });

  it("holds a withdrawal until it is withdrawn, whichever came first", () => {
    const events = [withdrawn("w2", "w1"), withdrawn("w1", "s1"), survey("s1", 7), referral()];

    expect(foldEpisode(events.slice(1)).administrations).toEqual([]);
    expect(foldEpisode(events).administrations.map(({ score }) => score)).toEqual([7]);
    expect(foldEpisode(events).standings).toEqual({ w2: "used", w1: "withdrawn", s1: "used", r1: "used" });
  });

  it("parks modifiers that go round in a circle, lead nowhere, or would correct a withdrawal", () => {
    const events = [
      referral(),
      withdrawn("w1", "w2"),
      withdrawn("w2", "w1"),
      withdrawn("w3", "w3"),
      corrected("c1", "none", surveyOf(1)),
      withdrawn("w4", "c1"),
      withdrawn("w5", "r2"),
      corrected("c2", "w6", surveyOf(1)),
      withdrawn("w6", "s1"),
      survey("s1", 4),
    ];

    const { standings } = foldEpisode(events);

    expect(standings).toEqual({
      r1: "used",
      w1: "parked",
      w2: "parked",
      w3: "parked",
      c1: "parked",
      w4: "parked",
      w5: "parked",
      c2: "parked",
      w6: "used",
      s1: "withdrawn",
    });
  });

  it("parks a correction that would move an event to another referral", () => {
    const { standings, administrations } = foldEpisode([
      referral(),
      survey("s1", 4),
      corrected("c1", "s1", { ...surveyOf(5), referralId: "R2" }),
    ]);

    expect(standings).toMatchObject({ c1: "parked", s1: "used" });
    expect(administrations.map(({ score }) => score)).toEqual([4]);
  });
});
