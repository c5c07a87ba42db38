import { describe, expect, it } from "vitest";
import { discloseChanges } from "../../../core/disclosure/disclose-changes.ts";
import { national, subnational } from "../../../core/disclosure/profile.ts";
import { contribute, foldVersion, statisticKeys } from "../../../core/episodes/contribution.ts";
import { countOf } from "../../../core/episodes/episode-count.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { emptyLedger } from "../../../core/ledger.ts";
import { ledgerStatistic, withoutPeople } from "../../../core/night/ledger-keys.ts";
import { countsOf, type PlaceCounts } from "../../../core/place-counts.ts";
import { changeCauses } from "../../../core/place-report.ts";
import type { PlaceStatistics } from "../../../core/place-statistics.ts";
import { countKeys, mergeStatistics, type Statistic, statisticKey } from "../../../core/statistic.ts";
import { inventedPlace } from "../../support/invented-place.ts";
import { corrected, progressed, referral, survey, withdrawn } from "../../support/kept-events.ts";

/** A month of so many referrals, of whom so many have a first score and both scores. */
function monthOf(referred: number, { first = 0, both = 0 }: { first?: number; both?: number } = {}): Statistic {
  return new Map([
    [statisticKey("flow", "gp", "arts", "referred"), referred],
    [statisticKey("single", "phq-9", "gp", "arts", 12, "2026-12"), first - both],
    [statisticKey("pair", "phq-9", "gp", "arts", 12, 7), both],
  ]);
}

function placeWith(months: PlaceStatistics["months"], counted?: PlaceCounts, ...more: readonly Statistic[]): PlaceStatistics {
  const statistic = mergeStatistics([...months.map((month) => month.statistic), ...more]);
  const place = { ...inventedPlace("pcn", statistic), months, period: { from: months[0]?.month ?? "", to: months.at(-1)?.month ?? "" } };
  const since = counted === undefined ? {} : { since: { run: 4, drawnOn: "2026-11-21", counted } };
  return { ...place, provenance: { ...place.provenance, methodVersion: 2, ...since } };
}

const before = countsOf(placeWith([{ month: "2026-09", statistic: monthOf(100, { first: 80, both: 30 }) }]), {
  foldVersion,
  methodVersion: 2,
});
const shown = (value: number) => ({ kind: "value", value });

describe("what is different since a place's pages were last drawn", () => {
  it("is nothing to tell where they never were", () => {
    expect(discloseChanges(placeWith([{ month: "2026-09", statistic: monthOf(10) }]), national)).toBeNull();
  });

  it("tells new months from late referrals, and more scores from fewer, exactly for England", () => {
    const now = placeWith(
      [
        { month: "2026-09", statistic: monthOf(112, { first: 85, both: 41 }) },
        { month: "2026-10", statistic: monthOf(20, { first: 3 }) },
      ],
      before,
    );
    const changes = discloseChanges(now, national);

    expect(changes?.since).toEqual({ run: 4, on: "2026-11-21" });
    expect(changes?.causes.slice(0, 3)).toEqual([
      { cause: "new-referrals", n: shown(20) },
      { cause: "late-referrals", n: shown(12) },
      { cause: "removed-referrals", n: shown(0) },
    ]);
    expect(changes?.outcomes).toEqual([
      { outcome: "depression", firstScores: { direction: "more", n: shown(8) }, bothScores: { direction: "more", n: shown(11) } },
    ]);
    expect(changes).toMatchObject({ rulesChanged: false, joined: [], left: [] });
  });

  it("counts people who opted out from the ledger of what was kept", () => {
    const ledger = ledgerStatistic(
      Array.from({ length: 9 }, () => ({ ...emptyLedger, received: 4, excluded: 4 })),
      "2026-09",
    );
    const now = placeWith([{ month: "2026-09", statistic: monthOf(88, { first: 70, both: 30 }) }], before, ledger);

    expect(causesIn(now)).toMatchObject({ "removed-referrals": shown(12), "opt-outs": shown(9) });
    expect(discloseChanges(now, subnational)?.outcomes[0]?.firstScores).toEqual({ direction: "fewer", n: shown(10) });
  });

  it("shows below national level neither a difference of one to seven nor which way it goes", () => {
    const now = placeWith([{ month: "2026-09", statistic: monthOf(103, { first: 79, both: 30 }) }], before);
    const changes = discloseChanges(now, subnational);

    expect(changes?.causes[1]).toEqual({ cause: "late-referrals", n: { kind: "suppressed" } });
    expect(changes?.outcomes[0]?.firstScores).toEqual({ direction: "unclear", n: { kind: "suppressed" } });
    expect(changes?.outcomes[0]?.bothScores).toEqual({ direction: "same", n: shown(0) });
  });

  it("names organisations that came and went, and says when the rules are others", () => {
    const older = { ...before, foldVersion: foldVersion - 1, below: ["X99001", "A81009"] };
    const changes = discloseChanges(placeWith([{ month: "2026-09", statistic: monthOf(100) }], older), subnational);
    const below = inventedPlace("pcn", new Map()).below.map(({ code }) => code);

    expect(changes).toMatchObject({ rulesChanged: true, joined: below.filter((code) => code !== "X99001"), left: ["A81009"] });
  });
});

describe("each cause, from the events that made it", () => {
  const people = [1, 2, 3, 4];
  const usual = people.map(person);

  /** One person's events: a referral in March 2026, two steps and a survey. */
  function person(number: number): readonly KeptEvent[] {
    return [referral(), progressed("p1", "accepted"), progressed("p2", "started"), survey(`s${number}`, 15)];
  }

  /** A place that counts these people, of whom some are left out, as a night would. */
  function placeOf(all: readonly (readonly KeptEvent[])[], counted?: PlaceCounts, leftOut: readonly number[] = []): PlaceStatistics {
    const months = new Map<string, Statistic[]>();
    for (const [at, events] of all.entries()) {
      const episode = foldEpisode(events);
      const [contribution, isLeftOut] = [contribute(episode), leftOut.includes(at)];
      const counted = countOf(events, { episode, contribution, isLeftOut });
      if (counted === null) continue;
      const ledger = ledgerStatistic([counted.tally], counted.month);
      const own = isLeftOut || contribution === null ? [withoutPeople(ledger)] : [ledger, countKeys([...statisticKeys(contribution)])];
      months.set(counted.month, [...(months.get(counted.month) ?? []), ...own]);
    }
    const sorted = [...months].sort(([a], [b]) => (a < b ? -1 : 1));
    return placeWith(
      sorted.map(([month, statistics]) => ({ month, statistic: mergeStatistics(statistics) })),
      counted,
    );
  }

  const drawn = countsOf(placeOf(usual), { foldVersion, methodVersion: 2 });
  const nothing = Object.fromEntries(changeCauses.map((cause) => [cause, shown(0)]));
  const changed = (at: number, ...more: readonly KeptEvent[]) => usual.map((events, each) => (each === at ? [...events, ...more] : events));
  const surveyAnew = (total: number) => ({ ...api, type: "survey.completed", instrument: "phq-9", completedOn: "2026-03-04", total });
  const api = { practice: "A81001", referralId: "R1" };

  it("is nothing where nothing came", () => {
    expect(causesIn(placeOf(usual, drawn))).toEqual(nothing);
  });

  it("late data: a person of a month that was shown before is late, one of a new month is new", () => {
    const late = referral({ eventId: "late", referralId: "R9" });
    const fresh = referral({ eventId: "fresh", referralId: "R10", referredOn: "2026-04-02" });

    expect(causesIn(placeOf([...usual, [late], [fresh]], drawn))).toEqual({
      ...nothing,
      "late-referrals": shown(1),
      "new-referrals": shown(1),
    });
  });

  it("corrections: as many as were sent, not as many as they replace", () => {
    const twice = changed(0, corrected("c1", "s1", surveyAnew(12)), corrected("c2", "c1", surveyAnew(11)));

    expect(causesIn(placeOf(twice, drawn))).toEqual({ ...nothing, corrections: shown(2) });
  });

  it("withdrawals: as many as were sent, and a survey that contradicts another is none", () => {
    expect(causesIn(placeOf(changed(0, withdrawn("w1", "s1")), drawn))).toEqual({ ...nothing, withdrawals: shown(1) });
    expect(causesIn(placeOf(changed(0, survey("s9", 3)), drawn))).toEqual(nothing);
  });

  it("a survey that is told twice corrects nothing, nor does a correction of what is not known yet", () => {
    expect(causesIn(placeOf(changed(0, survey("s9", 15)), drawn))).toEqual(nothing);
    expect(causesIn(placeOf(changed(0, corrected("c1", "unknown", surveyAnew(12))), drawn))).toEqual(nothing);
  });

  it("a correction and the withdrawal of it are one of each, though the numbers are what they were", () => {
    const undone = changed(0, corrected("c1", "s1", surveyAnew(12)), withdrawn("w1", "c1"));

    expect(causesIn(placeOf(undone, drawn))).toEqual({ ...nothing, corrections: shown(1), withdrawals: shown(1) });
  });

  it("opt-outs: a person left out of everything is one, and not counted any more", () => {
    expect(causesIn(placeOf(usual, drawn, [2]))).toEqual({ ...nothing, "opt-outs": shown(1), "removed-referrals": shown(1) });
  });

  it("a referral withdrawn is somebody who is not counted any more, and an event withdrawn", () => {
    expect(causesIn(placeOf(changed(0, withdrawn("w1", "r1")), drawn))).toEqual({
      ...nothing,
      "removed-referrals": shown(1),
      withdrawals: shown(1),
    });
  });

  it("one who came late and one who was withdrawn are one and one, though as many are counted as before", () => {
    const late = referral({ eventId: "late", referralId: "R9" });

    expect(causesIn(placeOf([...changed(0, withdrawn("w1", "r1")), [late]], drawn))).toEqual({
      ...nothing,
      "late-referrals": shown(1),
      "removed-referrals": shown(1),
      withdrawals: shown(1),
    });
  });

  it("one who came late and one who opted out are one and one as well", () => {
    const late = referral({ eventId: "late", referralId: "R9" });

    expect(causesIn(placeOf([...usual, [late]], drawn, [2]))).toEqual({
      ...nothing,
      "late-referrals": shown(1),
      "removed-referrals": shown(1),
      "opt-outs": shown(1),
    });
  });

  it("everybody withdrawn from the only month is told, though nobody is counted in it any more", () => {
    const late = referral({ eventId: "late", referralId: "R9", referredOn: "2026-02-10" });
    const all = usual.map((events) => [...events, withdrawn("w1", "r1")]);

    expect(causesIn(placeOf([...all, [late]], drawn))).toMatchObject({ "late-referrals": shown(1), "removed-referrals": shown(4) });
  });

  it("a withdrawal that is withdrawn brings somebody back, and somebody of a new month who is withdrawn at once is not missed", () => {
    const gone = countsOf(placeOf(changed(0, withdrawn("w1", "r1"))), { foldVersion, methodVersion: 2 });
    const back = changed(0, withdrawn("w1", "r1"), withdrawn("w2", "w1"));
    const fresh = referral({ eventId: "fresh", referralId: "R10", referredOn: "2026-04-02" });

    expect(causesIn(placeOf(back, gone))).toEqual({ ...nothing, "late-referrals": shown(1), withdrawals: shown(1) });
    expect(causesIn(placeOf([...usual, [fresh, withdrawn("w1", "fresh")]], drawn))).toEqual({ ...nothing, withdrawals: shown(1) });
  });

  it("corrections of somebody who is withdrawn or left out since are not taken back", () => {
    const more = changed(0, corrected("c1", "s1", surveyAnew(12)));
    const counted = countsOf(placeOf(more), { foldVersion, methodVersion: 2 });
    const again = (events: readonly KeptEvent[]) => [...events, corrected("c9", "s2", surveyAnew(14))];

    expect(causesIn(placeOf(withSecond(more, again), counted, [0]))).toMatchObject({ corrections: shown(1), "opt-outs": shown(1) });
    expect(causesIn(placeOf(withSecond(withdrawnFirst(more), again), counted))).toMatchObject({ corrections: shown(1) });
  });

  it("says nothing of corrections where the pages before were drawn by code that did not count them", () => {
    const { corrections: _corrections, withdrawals: _withdrawals, ...older } = drawn;

    expect(causesIn(placeOf(changed(0, withdrawn("w1", "s1")), older))).toEqual(nothing);
  });
});

function withSecond(
  all: readonly (readonly KeptEvent[])[],
  second: (events: readonly KeptEvent[]) => readonly KeptEvent[],
): readonly (readonly KeptEvent[])[] {
  return all.map((events, at) => (at === 1 ? second(events) : events));
}

function withdrawnFirst(all: readonly (readonly KeptEvent[])[]): readonly (readonly KeptEvent[])[] {
  return all.map((events, at) => (at === 0 ? [...events, withdrawn("w1", "r1")] : events));
}

function causesIn(place: PlaceStatistics): Readonly<Record<string, unknown>> {
  return Object.fromEntries(discloseChanges(place, national)?.causes.map(({ cause, n }) => [cause, n]) ?? []);
}
