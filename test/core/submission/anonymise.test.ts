import { describe, expect, it } from "vitest";
import { arrivalsOf } from "../../../core/submission/anonymise.ts";
import { corrected, referral, survey, withdrawn } from "../../support/kept-events.ts";

describe("the references of referrals", () => {
  it("are made once for each referral of a practice, however many of its events come, and never for a withdrawal", async () => {
    const asked: string[] = [];
    const refKey = async (practice: string, referralId: string) => {
      asked.push(`${practice} ${referralId}`);
      return `key of ${practice} ${referralId}`;
    };
    const content = { ...survey("x", 3, "2026-03-04", { referralId: "R2" }), eventId: undefined };
    const events = [
      referral(),
      survey("s1", 12),
      survey("s2", 5, "2026-06-04", { referralId: "R2" }),
      survey("s3", 5, "2026-06-04", { practice: "B82002" }),
      corrected("c1", "s2", content),
      withdrawn("w1", "s1"),
    ];

    const arrivals = await arrivalsOf(
      events.map((event, index) => ({ index, event })),
      { refKey, personId: async () => "nobody is asked for" },
    );

    expect(arrivals.map((arrival) => arrival.refKey)).toEqual([
      "key of A81001 R1",
      "key of A81001 R1",
      "key of A81001 R2",
      "key of B82002 R1",
      "key of A81001 R2",
      null,
    ]);
    expect(asked).toEqual(["A81001 R1", "A81001 R2", "B82002 R1"]);
  });
});
