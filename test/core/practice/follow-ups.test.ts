import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, daysBetween } from "../../../core/civil-date.ts";
import { contribute } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { followUpsDue } from "../../../core/practice/follow-ups-due.ts";
import { instrumentOfMeasure, openFollowUps } from "../../../core/practice/open-follow-ups.ts";
import { progressed, referral, survey } from "../../support/kept-events.ts";
import { eventSets, shuffledWithRepetition } from "../../support/random-events.ts";

const names = { refKey: "ref-R1", referralId: "R1" };
const openOf = (events: readonly KeptEvent[]) => openFollowUps(foldEpisode(events), names);
const dueOf = (events: readonly KeptEvent[], today: string, daysAhead?: number) => {
  const open = openOf(events);
  return followUpsDue(open === null ? [] : [open], { today, ...(daysAhead === undefined ? {} : { daysAhead }) });
};

// Referral on 2 March, baseline on 4 March: due on 2 June, open from 1 April to 4 March of the next year.
const baseline = [referral(), survey("s1", 12)];

describe("openFollowUps", () => {
  it("names the instrument with a baseline, and the last day on which a follow-up counts", () => {
    expect(openOf(baseline)).toEqual({
      practice: "A81001",
      ...names,
      status: null,
      until: "2027-03-04",
      open: [{ instrument: "phq-9", baselineOn: "2026-03-04" }],
    });
  });

  it("is nothing without a referral, without a baseline, and once the follow-up is there", () => {
    expect(openOf([survey("s1", 12)])).toBeNull();
    expect(openOf([referral(), survey("s1", 12, "2026-05-04")])).toBeNull();
    expect(openOf([...baseline, survey("s2", 8, "2026-04-01")])).toBeNull();
  });

  it("stays while a filling-in lies outside the window: on day 27 and on day 366, but not on days 28 and 365", () => {
    const on = (days: number) => openOf([...baseline, survey("s2", 8, addDays("2026-03-04", days))]);

    expect([27, 28, 365, 366].map((days) => on(days) === null)).toEqual([false, true, true, false]);
  });

  it("asks for each instrument by itself, and once where it has several measures", () => {
    const ons4 = survey("o1", 0, "2026-03-05", { instrument: "ons4", total: undefined, items: [7, 7, 6, 4] });
    const open = openOf([referral(), survey("s1", 12), ons4, survey("s2", 3, "2026-06-01")]);

    expect(open?.open).toEqual([{ instrument: "ons4", baselineOn: "2026-03-05" }]);
    expect(instrumentOfMeasure("eq-5d-5l@rowen.2026")).toBe("eq-5d-5l");
  });

  it("asks nobody who declined or was lost, and those who completed", () => {
    expect(openOf([...baseline, progressed("p1", "declined")])).toBeNull();
    expect(openOf([...baseline, progressed("p1", "started"), progressed("p2", "lost", "2026-04-20")])).toBeNull();
    expect(openOf([...baseline, progressed("p1", "completed")])?.status).toBe("completed");
  });

  it("is owed exactly where the statistics have a baseline without a follow-up, whatever the events and their order", () => {
    fc.assert(
      fc.property(
        eventSets.chain((events) => fc.tuple(fc.constant(events), shuffledWithRepetition(events))),
        ([events, shuffled]) => {
          const episode = foldEpisode(events);
          const single = Object.entries(contribute(episode)?.outcomes ?? {}).filter(([, { followUp }]) => followUp === null);
          expect((openOf(events)?.open ?? []).map(({ instrument }) => instrument)).toEqual(single.map(([instrument]) => instrument));
          expect(openOf(shuffled)).toEqual(openOf(events));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe("followUpsDue", () => {
  it("lists a follow-up from four weeks before it is due until its window closes, and says since when it is overdue", () => {
    const standingOn = (today: string) => dueOf(baseline, today).map(({ standing, daysLate }) => `${standing} ${daysLate}`)[0];

    expect(["2026-05-04", "2026-05-05", "2026-06-02", "2026-06-03", "2027-03-04", "2027-03-05"].map(standingOn)).toEqual([
      undefined,
      "due -28",
      "due 0",
      "overdue 1",
      "overdue 275",
      undefined,
    ]);
    expect(dueOf(baseline, "2026-03-10", 90)).toHaveLength(1);
  });

  it("tells the sender's own reference, the instrument and the days", () => {
    expect(dueOf(baseline, "2026-06-02")).toEqual([
      {
        referralId: "R1",
        instrument: "phq-9",
        standing: "due",
        status: null,
        baselineOn: "2026-03-04",
        dueOn: "2026-06-02",
        opensOn: "2026-04-01",
        closesOn: "2027-03-04",
        daysLate: 0,
      },
    ]);
  });

  it("holds, for any day, only what would still make a pair, the longest overdue first", () => {
    const day = fc.integer({ min: 0, max: 800 }).map((days) => addDays("2025-01-01", days));
    fc.assert(
      fc.property(fc.array(day, { maxLength: 20 }), day, fc.integer({ min: 0, max: 90 }), (baselines, today, daysAhead) => {
        const referrals = baselines.map((baselineOn, n) => ({
          ...{ practice: "A81001", refKey: `k${n}`, referralId: `R${n}`, status: null, until: addDays(baselineOn, 365) },
          open: [{ instrument: "gad-7", baselineOn }],
        }));
        const listed = followUpsDue(referrals, { today, daysAhead });
        const wanted = baselines.filter((baselineOn) => {
          const age = daysBetween(baselineOn, today);
          return age >= 90 - daysAhead && age <= 365;
        });
        expect(listed.map(({ baselineOn }) => baselineOn)).toEqual(wanted.toSorted());
      }),
    );
  });
});
