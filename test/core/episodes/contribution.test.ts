import { describe, expect, it } from "vitest";
import { activityOf } from "../../../core/episodes/activity.ts";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import type { Episode, Referral } from "../../../core/episodes/episode.ts";

const referral: Referral = {
  practice: "V99001",
  referredOn: "2026-01-31",
  referrerRole: "nurse",
  deliveredBy: "link_worker",
  activity: "Gardening",
  needs: ["anxiety"],
  ageBand: "45-54",
  sex: "F",
  ethnicity: "A",
  imdQuintile: 2,
};
const episode = (changes: Partial<Episode> = {}): Episode => ({ referral, steps: [], administrations: [], standings: {}, ...changes });
const step = (status: "accepted" | "started" | "declined" | "lost", on: string, activity: string | null = null) => ({
  status,
  on,
  activity,
  reason: null,
});

describe("contribute", () => {
  it("adds nothing while no referral is known", () => {
    expect(contribute(episode({ referral: null, administrations: [{ instrument: "phq-9", on: "2026-02-01", score: 12 }] }))).toBeNull();
  });

  it("belongs to the month of the referral, not of the scores", () => {
    expect(contribute(episode())?.month).toBe("2026-01");
  });

  it("counts whoever started as accepted too, and not as declined", () => {
    const steps = [step("declined", "2026-02-01"), step("started", "2026-02-20")];
    expect(contribute(episode({ steps }))?.steps).toEqual(["referred", "accepted", "started"]);
  });

  it("goes under the activity last taken up", () => {
    const steps = [step("accepted", "2026-02-01", "walking group"), step("started", "2026-02-20", "choir")];
    expect(contribute(episode({ steps }))?.activity).toBe("other");
    expect(contribute(episode())?.activity).toBe("nature");
  });

  it("pairs each instrument by the rule `last`, and says when a follow-up is due otherwise", () => {
    const administrations = [
      { instrument: "phq-9", on: "2026-02-01", score: 12 },
      { instrument: "phq-9", on: "2026-05-01", score: 7 },
      { instrument: "gad-7", on: "2026-02-01", score: 9 },
    ];
    expect(contribute(episode({ administrations }))?.outcomes).toEqual({
      "phq-9": { baseline: 12, followUp: 7, dueMonth: "2026-05" },
      "gad-7": { baseline: 9, followUp: null, dueMonth: "2026-05" },
    });
  });
});

describe("statisticKeys", () => {
  it("counts the flow, the pair and the four equity dimensions of each instrument", () => {
    const administrations = [
      { instrument: "phq-9", on: "2026-02-01", score: 12 },
      { instrument: "phq-9", on: "2026-05-01", score: 7 },
    ];
    const contribution = contribute(episode({ administrations, steps: [step("accepted", "2026-02-01")] }));
    expect(contribution && statisticKeys(contribution)).toEqual([
      "flow|nurse|nature|referred",
      "flow|nurse|nature|accepted",
      "pair|phq-9|nurse|nature|12|7",
      "equity|phq-9|age|45-54|12|7",
      "equity|phq-9|sex|F|12|7",
      "equity|phq-9|imd|2|12|7",
      "equity|phq-9|ethnicity|A|12|7",
    ]);
  });

  it("tells people who were not followed up by the month they are due in", () => {
    const contribution = contribute(episode({ administrations: [{ instrument: "ucla-3", on: "2026-01-31", score: 6 }] }));
    expect(contribution && statisticKeys(contribution)[1]).toBe("single|ucla-3|nurse|nature|6|2026-05");
  });
});

describe("activityOf", () => {
  it("knows the taxonomy and the words that services use for it, however they are written", () => {
    expect(["Arts", "walking_group", " Debt  Advice ", "physical activity"].map(activityOf)).toEqual([
      "arts",
      "exercise",
      "debt",
      "exercise",
    ]);
  });

  it("counts a word of nobody's as other, and no word as unknown", () => {
    expect([activityOf("circus"), activityOf(""), activityOf(null)]).toEqual(["other", "unknown", "unknown"]);
  });
});
