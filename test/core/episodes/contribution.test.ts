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
      "phq-9": { baseline: 12, followUp: 7, days: 89, dueMonth: "2026-05" },
      "gad-7": { baseline: 9, followUp: null, days: null, dueMonth: "2026-05" },
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
      "days|phq-9|nurse|89",
      "equity|phq-9|age|45-54|12|7|nurse",
      "equity|phq-9|sex|F|12|7|nurse",
      "equity|phq-9|imd|2|12|7|nurse",
      "equity|phq-9|ethnicity|A|12|7|nurse",
      "cross|phq-9|nurse|+|age=45-54|sex=F",
      "cross|phq-9|nurse|+|age=45-54|imd=2",
      "cross|phq-9|nurse|+|age=45-54|activity=nature",
      "cross|phq-9|nurse|+|sex=F|imd=2",
      "cross|phq-9|nurse|+|sex=F|activity=nature",
      "cross|phq-9|nurse|+|imd=2|activity=nature",
    ]);
  });

  it("counts why somebody was lost, in words of the list and never in the sender's own", () => {
    const lost = (reason: string | null) => {
      const contribution = contribute(episode({ steps: [{ status: "lost", on: "2026-03-01", activity: null, reason }] }));
      return contribution && statisticKeys(contribution).filter((key) => key.startsWith("lost"));
    };
    expect([null, "No answer", "MOVED_AWAY", "gone to live with Ann in Hull"].map(lost)).toEqual([
      ["lost|nurse|nature|not-given"],
      ["lost|nurse|nature|no-contact"],
      ["lost|nurse|nature|moved-away"],
      ["lost|nurse|nature|other"],
    ]);
  });

  it("takes the newest reason, and none for whoever was not lost", () => {
    const steps = [
      { status: "lost", on: "2026-03-01", activity: null, reason: "moved away" },
      { status: "lost", on: "2026-04-01", activity: null, reason: "died" },
    ] as const;
    expect(contribute(episode({ steps }))?.lostReason).toBe("died");
    expect(contribute(episode())?.lostReason).toBeNull();
  });

  it("keeps a converted score as the row of its table", () => {
    const administrations = [
      { instrument: "swemwbs", on: "2026-02-01", score: 17.43 },
      { instrument: "swemwbs", on: "2026-05-01", score: 20.73 },
    ];
    const contribution = contribute(episode({ administrations }));
    expect(contribution && statisticKeys(contribution)).toContain("pair|swemwbs|nurse|nature|17.43|20.73");
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
