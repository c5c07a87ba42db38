import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays } from "../../../core/civil-date.ts";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import type { Administration, Episode } from "../../../core/episodes/episode.ts";
import { countOf } from "../../../core/episodes/episode-count.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import { recount, recountGone } from "../../../core/night/recount.ts";
import { eventSets } from "../../support/random-events.ts";

const day = fc.integer({ min: -40, max: 460 }).map((days) => addDays("2026-03-02", days));
const status = fc.constantFrom("accepted", "declined", "started", "attended", "did-not-attend", "completed", "lost", "closed");
const step = fc.record({
  on: day,
  status,
  activity: fc.constantFrom(null, "gardening", "walking", "chess"),
  reason: fc.constantFrom(null, "moved away", "whatever"),
});
const administration = fc.record({ instrument: fc.constantFrom("phq-9", "gad-7"), on: day, score: fc.integer({ min: 0, max: 27 }) });

/** Any episode, in the order that the fold gives: steps by day, one administration of an instrument to a day. */
const episode = fc.record({ steps: fc.array(step, { maxLength: 6 }), administrations: fc.array(administration, { maxLength: 8 }) }).map(
  ({ steps, administrations }): Episode => ({
    referral: {
      ...{ practice: "A81001", referredOn: "2026-03-02", referrerRole: "nurse", deliveredBy: "link_worker", activity: "singing" },
      ...{ needs: [], ageBand: "45-54", sex: "F", ethnicity: "A", imdQuintile: null },
    },
    steps: steps.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)) as Episode["steps"],
    administrations: [...new Map(administrations.map((each) => [`${each.instrument} ${each.on}`, each])).values()].sort(byInstrumentAndDay),
    standings: {},
  }),
);

function byInstrumentAndDay(a: Administration, b: Administration): number {
  return `${a.instrument} ${a.on}` < `${b.instrument} ${b.on}` ? -1 : 1;
}

it("the second count of an episode equals the first, for any steps and scores", () => {
  fc.assert(
    fc.property(episode, (any) => {
      const contribution = contribute(any);
      expect(recount(any).toSorted()).toEqual(contribution === null ? [] : statisticKeys(contribution).toSorted());
    }),
    { numRuns: 500 },
  );
});

it("an episode without a referral counts nothing", () => {
  expect(recount({ referral: null, steps: [], administrations: [], standings: {} })).toEqual([]);
});

it("where somebody stood who is withdrawn is found the same way twice, for any corrections and withdrawals of anything", () => {
  let gone = 0;
  fc.assert(
    fc.property(eventSets, (events) => {
      const episode = foldEpisode(events);
      const contribution = contribute(episode);
      const counted = contribution === null ? countOf(events, { episode, contribution, isLeftOut: false }) : null;
      gone += counted === null ? 0 : 1;
      expect(recountGone(events)).toEqual(counted === null ? null : { code: counted.practice, month: counted.month });
    }),
    { numRuns: 3000 },
  );
  expect(gone).toBeGreaterThan(50);
});
