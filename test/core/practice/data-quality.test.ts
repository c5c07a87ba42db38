import { describe, expect, it } from "vitest";
import { contribute } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { keptEvent } from "../../../core/events/kept-event.ts";
import { emptyLedger } from "../../../core/ledger.ts";
import { attentionTo } from "../../../core/practice/attention.ts";
import { dataQuality } from "../../../core/practice/data-quality.ts";
import { openFollowUps } from "../../../core/practice/open-follow-ups.ts";
import { type PracticeLedger, practiceLedgers } from "../../../core/practice/practice-ledgers.ts";
import { corrected, referral, survey } from "../../support/kept-events.ts";

/** A practice with these episodes, as its stores would tell of it. */
function practiceWith(episodes: readonly (readonly KeptEvent[])[], ledgers: readonly PracticeLedger[] = []) {
  const told = episodes.map((events, n) => ({ events, episode: foldEpisode(events), names: { refKey: `k${n}`, referralId: `R${n}` } }));
  return {
    contributions: told.flatMap(({ episode }) => contribute(episode) ?? []),
    openFollowUps: told.flatMap(({ episode, names }) => openFollowUps(episode, names) ?? []),
    attention: told.flatMap(({ events, episode, names }) => attentionTo(events, episode, { practice: "A81001", ...names }) ?? []),
    waiting: [],
    ledgers,
  };
}

const today = "2026-06-10";
const gad = (eventId: string, total: number, on?: string) => survey(eventId, total, on, { instrument: "gad-7" });
const owes = [referral(), survey("s1", 12)];
const paired = [referral({ ageBand: "45-54", ethnicity: "99" }), survey("s1", 12), survey("s2", 6, "2026-05-04"), gad("g1", 9)];
const unsent = [survey("s1", 12), survey("s2", 6, "2026-05-04"), gad("g1", 9), gad("g2", 4, "2026-05-04")];
const contradicting = [referral(), survey("s1", 12), survey("s2", 6, "2026-05-04"), survey("s3", 7, "2026-05-04")];

describe("dataQuality", () => {
  it("tells how much is known, an instrument once for each referral", () => {
    const ons4 = survey("o1", 0, "2026-03-05", { instrument: "ons4", total: undefined, items: [7, 7, 6, 4] });
    const { completeness } = dataQuality(practiceWith([paired, owes, [referral(), ons4], [referral()]]), today);

    expect(completeness).toEqual({
      referrals: 4,
      withBaseline: 3,
      withPair: 1,
      instruments: [
        { instrument: "gad-7", baselines: 1, pairs: 0 },
        { instrument: "ons4", baselines: 1, pairs: 0 },
        { instrument: "phq-9", baselines: 2, pairs: 1 },
      ],
      known: { role: 4, activity: 0, ageBand: 1, sex: 0, ethnicity: 0, imdQuintile: 0 },
    });
  });

  it("puts first what brings the practice most pairs", () => {
    const { fixNext, pairs } = dataQuality(practiceWith([paired, owes, owes, owes, unsent, contradicting, [referral()]]), today);

    expect(fixNext.map(({ what, about, records, pairsGained }) => [what, about, records, pairsGained])).toEqual([
      ["take-follow-ups", "phq-9", 4, 4],
      ["send-referrals", null, 4, 2],
      ["settle-contradictions", null, 2, 1],
      ["take-follow-ups", "gad-7", 1, 1],
      ["send-baselines", null, 1, null],
    ]);
    expect(pairs).toEqual({ now: 1, possible: 9 });
  });

  it("promises what comes true: sending the referral and settling the day brings exactly the pairs that were told", () => {
    const before = practiceWith([unsent, contradicting]);
    const [first, second] = before.attention;
    const after = practiceWith([[...unsent, referral()], contradicting.slice(0, 3)]);
    const now = (records: typeof before) => dataQuality(records, today).pairs.now;

    expect(now(after) - now(before)).toBe((first?.pairsGained ?? 0) + (second?.pairsGained ?? 0));
  });

  it("asks for no follow-up before its window opens or after it has closed", () => {
    const asked = (day: string) => dataQuality(practiceWith([owes]), day).fixNext.map(({ what }) => what);

    expect(["2026-03-31", "2026-04-01", "2027-03-04", "2027-03-05"].map((day) => asked(day).length)).toEqual([0, 1, 1, 0]);
  });

  it("names what is parked and for what it waits", () => {
    const waiting = {
      type: "survey.completed",
      practice: "A81001",
      referralId: "R1",
      instrument: "phq-9",
      completedOn: "2026-03-04",
      total: 3,
    };
    const { parked } = dataQuality(practiceWith([unsent, [referral(), corrected("c1", "s9", waiting)]]), today);

    expect(parked).toEqual([
      { referralId: "R0", count: 4, eventIds: ["g1", "g2", "s1", "s2"], waitsFor: "referral" },
      { referralId: "R1", count: 1, eventIds: ["c1"], waitsFor: "corrected-event" },
    ]);
  });

  it("names withdrawals that wait for an event of which no referral is known, and asks for it", () => {
    const waiting = [
      { eventId: "w1", withdraws: "s1" },
      { eventId: "w2", withdraws: "s2" },
    ];
    const { parked, fixNext } = dataQuality({ ...practiceWith([]), waiting }, today);

    expect(parked).toEqual([{ referralId: null, count: 2, eventIds: ["w1", "w2"], waitsFor: "withdrawn-event" }]);
    expect(fixNext).toMatchObject([{ what: "send-corrected-events", records: 2, pairsGained: null }]);
  });

  it("adds up what was received, how late it was, and which rules were broken, with what to do", () => {
    const ledger = (rules: Record<string, number>): PracticeLedger => ({
      ...{ practice: "A81001", on: "2026-06-01", delays: { "within-7": 2 }, rules },
      ledger: { ...emptyLedger, received: 5, used: 2, rejected: 3 },
    });
    const quality = dataQuality(
      practiceWith([], [ledger({ "date-in-future": 3 }), ledger({ "date-in-future": 1, "not-in-list": 2 })]),
      today,
    );

    expect(quality.ledger).toEqual({ ...emptyLedger, received: 10, used: 4, rejected: 6 });
    expect(quality.timeliness).toEqual({ "within-7": 4, "within-28": 0, "within-90": 0, "over-90": 0 });
    expect(quality.fixNext).toMatchObject([
      { what: "correct-rejected", about: "date-in-future", records: 4, fix: expect.stringContaining("nothing has happened after today") },
      { what: "correct-rejected", about: "not-in-list", records: 2 },
    ]);
  });
});

describe("practiceLedgers", () => {
  const record = (index: number, events: readonly KeptEvent[], practice?: string) => ({
    ...{ index, row: null, eventId: null, refusals: [], columns: {}, events },
    ...(practice === undefined ? {} : { practice }),
  });
  const late = keptEvent.parse({ ...survey("s9", 3, "2026-03-02"), practice: "A81002" });

  it("enters each record with its practice, the day of London on which it came, and how late it was", () => {
    const prepared = [record(0, [survey("s1", 3, "2026-05-30")]), record(1, [late]), record(2, [], "A81001"), record(3, [])];
    const answers = [
      { index: 0, eventId: null, outcome: "accepted" as const },
      { index: 1, eventId: null, outcome: "parked" as const },
      { index: 2, eventId: null, outcome: "rejected" as const, rule: "not-in-list" },
      { index: 3, eventId: null, outcome: "rejected" as const, rule: "not-an-object" },
    ];

    expect(practiceLedgers(prepared, answers, "2026-05-31T23:30:00.000Z")).toEqual([
      {
        ...{ practice: "A81001", on: "2026-06-01", rules: { "not-in-list": 1 }, delays: { "within-7": 1 } },
        ledger: { ...emptyLedger, received: 2, used: 1, rejected: 1 },
      },
      {
        ...{ practice: "A81002", on: "2026-06-01", rules: {}, delays: { "over-90": 1 } },
        ledger: { ...emptyLedger, received: 1, parked: 1 },
      },
    ]);
  });
});
