import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { attentionTo } from "../../../core/practice/attention.ts";
import { listedBy, listsOf, unlisted } from "../../../core/practice/episode-lists.ts";
import { corrected, referral, survey, withdrawn } from "../../support/kept-events.ts";
import { eventSets } from "../../support/random-events.ts";

const names = { practice: "A81001", refKey: "ref-R1", referralId: "R1" };
const attention = (events: readonly KeptEvent[]) => attentionTo(events, foldEpisode(events), names);
const answered = (eventId: string, last: number, over: Record<string, unknown> = {}) =>
  survey(eventId, 0, "2026-03-04", { total: undefined, items: [1, 1, 1, 1, 1, 1, 1, 1, last], ...over });
const replaced = (last: number) => ({
  ...{ type: "survey.completed", practice: "A81001", referralId: "R1", instrument: "phq-9", completedOn: "2026-03-04" },
  items: [1, 1, 1, 1, 1, 1, 1, 1, last],
});

describe("attentionTo", () => {
  it("lists a PHQ-9 whose item 9 is 1 or more, and a CORE-10 whose item 6 is", () => {
    const core10 = answered("c1", 0, { instrument: "core-10", items: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0] });

    expect([0, 1, 2, 3].map((last) => attention([referral(), answered("s1", last)])?.risks.length ?? 0)).toEqual([0, 1, 1, 1]);
    expect(attention([referral(), core10])?.risks).toEqual([{ eventId: "c1", instrument: "core-10", completedOn: "2026-03-04" }]);
    expect(attention([referral(), survey("s1", 27)])).toBeNull();
  });

  it("lists a risk whose questionnaire does not count: before its referral, or beside one that contradicts it", () => {
    expect(attention([answered("s1", 2)])).toMatchObject({ practice: "A81001", risks: [{ eventId: "s1" }], lacksReferral: true });
    expect(attention([referral(), answered("s1", 2), answered("s2", 0)])).toMatchObject({
      risks: [{ eventId: "s1" }],
      contradicting: ["s1", "s2"],
    });
  });

  it("lists what a correction says, and nothing of what is withdrawn", () => {
    expect(attention([referral(), answered("s1", 2), corrected("c1", "s1", replaced(0))])).toBeNull();
    expect(attention([referral(), answered("s1", 0), corrected("c1", "s1", replaced(3))])?.risks).toMatchObject([{ eventId: "c1" }]);
    expect(attention([referral(), answered("s1", 2), withdrawn("w1", "s1")])).toBeNull();
  });

  it("lists a risk under the practice to which a corrected referral moved", () => {
    const moved = { type: "referral.recorded", practice: "B82002", referralId: "R1", patient: { pid: "p" }, referredOn: "2026-03-02" };

    expect(attention([referral(), answered("s1", 1), corrected("c1", "r1", moved)])?.practice).toBe("B82002");
  });

  it("counts every event that waits, and names the first fifty", () => {
    const many = Array.from({ length: 60 }, (_, n) => survey(`s${String(n).padStart(2, "0")}`, 3, "2026-03-04"));

    expect(attention(many)).toMatchObject({ parkedCount: 60, lacksReferral: true });
    expect(attention(many)?.parked).toHaveLength(50);
  });
});

describe("listsOf", () => {
  it("depends on the set of events alone, and leaves nothing of an episode that owes nothing", () => {
    fc.assert(
      fc.property(eventSets, (events) => {
        const given = { practice: "A81001", refKey: "ref-R1", registry: undefined };
        const lists = listsOf(events, foldEpisode(events), given);
        expect(listsOf(events.toReversed(), foldEpisode(events), given)).toEqual(lists);
        expect(lists.attention?.parkedCount ?? 0).toBe(
          lists.attention === null ? 0 : Object.values(foldEpisode(events).standings).filter((standing) => standing === "parked").length,
        );
      }),
      { numRuns: 500 },
    );
    const done = [referral(), survey("s1", 12), survey("s2", 6, "2026-06-04")];
    expect(listedBy(listsOf(done, foldEpisode(done), { ...names, registry: undefined }))).toEqual(unlisted);
  });
});
