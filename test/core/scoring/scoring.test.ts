import { describe, expect, it } from "vitest";
import { instrumentOf } from "../../../core/instruments/registry.ts";
import { type Answers, licenceRefusals, type Scored, scoreAdministration } from "../../../core/scoring/scoring.ts";
import { nullScoreReasons, scoringRules } from "../../../core/scoring/scoring-rules.ts";
import { swemwbsTable } from "../scoring-oracle.ts";

function instrument(id: string) {
  return instrumentOf(id) ?? expect.unreachable(`no instrument ${id}`);
}

function scored(id: string, answers: Answers): Scored {
  const result = scoreAdministration(instrument(id), answers);
  return result.ok ? result.value : expect.unreachable(result.refusals.map(({ rule }) => rule).join());
}

/** The rules and fields a refusal names. */
function refusedBy(id: string, answers: Answers): readonly string[] {
  const result = scoreAdministration(instrument(id), answers);
  return result.ok ? [] : result.refusals.map(({ rule, field }) => `${rule} ${field}`);
}

describe("what is refused", () => {
  const phq = [1, 2, 1, 2, 1, 1, 2, 1, 0];

  it("refuses each answer out of range, at its place", () => {
    expect(refusedBy("phq-9", { items: [4, ...phq.slice(1, 8), -1] })).toEqual(["item-out-of-range items.0", "item-out-of-range items.8"]);
    expect(refusedBy("ucla-3", { items: [0, 1, 1] })).toEqual(["item-out-of-range items.0"]);
  });

  it("refuses answers that are no whole numbers", () => {
    expect(refusedBy("phq-9", { items: [1.5, Number.NaN, ...phq.slice(2)] })).toEqual(["item-not-whole items.0", "item-not-whole items.1"]);
  });

  it("refuses too many and too few answers", () => {
    expect(refusedBy("phq-9", { items: [...phq, 1] })).toEqual(["too-many-items items"]);
    expect(refusedBy("phq-9", { items: phq.slice(1) })).toEqual(["too-few-items items"]);
    expect(refusedBy("phq-9", { items: [] })).toEqual(["too-few-items items"]);
    expect(refusedBy("mycaw", { items: [3, 4] })).toEqual(["too-few-items items"]);
  });

  it("refuses a total out of range, one that no answers give, and one that is no number", () => {
    expect(refusedBy("phq-9", { total: 28 })).toEqual(["score-out-of-range total"]);
    expect(refusedBy("gad-7", { total: -1 })).toEqual(["score-out-of-range total"]);
    expect(refusedBy("ucla-3", { total: 2 })).toEqual(["score-out-of-range total"]);
    expect(refusedBy("gad-7", { total: 12.5 })).toEqual(["score-impossible total"]);
    expect(refusedBy("gad-7", { total: Number.NaN })).toEqual(["score-not-a-number total"]);
    expect(refusedBy("gad-7", { total: Number.POSITIVE_INFINITY })).toEqual(["score-not-a-number total"]);
  });

  it("refuses a total that disagrees with its answers", () => {
    expect(refusedBy("phq-9", { items: phq, total: 12 })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("phq-9", { items: phq, total: 11 })).toEqual([]);
  });

  it("refuses a total that no way of answering the missing items could give, and does not use one that could be", () => {
    const oneMissing = [...phq.slice(0, 8), null];

    expect(refusedBy("phq-9", { items: oneMissing, total: 10 })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("phq-9", { items: oneMissing, total: 15 })).toEqual(["score-disagrees-with-items total"]);
    expect(scored("phq-9", { items: oneMissing, total: 13 })).toMatchObject({ score: null, reason: "items-missing", basis: "items" });
  });

  it("refuses nothing at all", () => {
    expect(refusedBy("phq-9", {})).toEqual(["answers-required "]);
  });

  it("refuses a metric basis for an instrument without one", () => {
    expect(refusedBy("phq-9", { total: 10, scoreBasis: "metric" })).toEqual(["score-basis-not-used scoreBasis"]);
    expect(refusedBy("phq-9", { total: 10, scoreBasis: "raw" })).toEqual([]);
  });

  it("refuses totals for instruments that cannot be read from one", () => {
    for (const id of ["ons4", "ons-loneliness", "eq-5d-5l"]) expect(refusedBy(id, { total: 1 })).toEqual(["items-required total"]);
  });

  it("lists what every rule and reason requires, in kebab-case", () => {
    for (const id of [...Object.keys(scoringRules), ...Object.keys(nullScoreReasons)]) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

describe("what is answered with no score", () => {
  it("gives no score to nothing answered", () => {
    expect(scored("gad-7", { items: Array(7).fill(null) })).toMatchObject({
      score: null,
      reason: "nothing-answered",
      band: null,
      caseness: null,
    });
  });

  it("gives the ONS4 no composite, whatever is answered", () => {
    expect(scored("ons4", { items: [7, 8, 6, 2] })).toMatchObject({ score: null, reason: "no-composite", band: null, caseness: null });
  });

  it("gives EQ-5D-5L no index without a value set, full health included, and keeps the state", () => {
    expect(scored("eq-5d-5l", { items: [2, 1, 2, 3, 1] })).toMatchObject({ score: null, reason: "value-set-required", state: "21231" });
    expect(scored("eq-5d-5l", { items: [1, 1, 1, 1, 1] })).toMatchObject({ score: null, reason: "value-set-required", state: "11111" });
    expect(scored("eq-5d-5l", { items: [1, null, 1, 1, 1, 70] })).toMatchObject({
      reason: "items-missing",
      subscales: { vas: { score: 70 } },
    });
    expect(scored("eq-5d-5l", { items: [1, null, 1, 1, 1, 70] })).not.toHaveProperty("state");
  });
});

describe("the risk flag", () => {
  const phqWith = (last: number | null) => [0, 0, 0, 0, 0, 0, 0, 0, last];
  const coreWith = (sixth: number | null) => [0, 0, 0, 0, 0, sixth, 0, 0, 0, 0];

  it("is raised by any answer to PHQ-9 item 9 but not at all, whatever the total", () => {
    expect([0, 1, 2, 3].map((answer) => scored("phq-9", { items: phqWith(answer) }).risk)).toEqual(["no", "yes", "yes", "yes"]);
  });

  it("is raised by any answer to CORE-10 item 6 but not at all", () => {
    expect([0, 1, 2, 3, 4].map((answer) => scored("core-10", { items: coreWith(answer) }).risk)).toEqual([
      "no",
      "yes",
      "yes",
      "yes",
      "yes",
    ]);
  });

  it("is not supplied by a total alone or a missing answer: silence is never no", () => {
    for (const total of [0, 12, 27]) expect(scored("phq-9", { total }).risk).toBe("not-supplied");
    expect(scored("core-10", { total: 0 }).risk).toBe("not-supplied");
    expect(scored("phq-9", { items: phqWith(null) }).risk).toBe("not-supplied");
    expect(scored("core-10", { items: coreWith(null) }).risk).toBe("not-supplied");
  });

  it("stands where the score cannot be made", () => {
    expect(scored("phq-9", { items: [null, null, null, 0, 0, 0, 0, 0, 2] })).toMatchObject({ score: null, risk: "yes" });
  });

  it("is not applicable to PHQ-2, PHQ-4 and all the others: they cannot carry it", () => {
    expect(scored("phq-2", { items: [3, 3] }).risk).toBe("not-applicable");
    expect(scored("phq-4", { items: [3, 3, 3, 3] }).risk).toBe("not-applicable");
    expect(scored("gad-7", { total: 21 }).risk).toBe("not-applicable");
  });
});

describe("SWEMWBS, raw and metric", () => {
  it("converts every raw sum by the printed table, and back", () => {
    for (const [raw, metric] of swemwbsTable) {
      expect(scored("swemwbs", { total: raw, scoreBasis: "raw" })).toMatchObject({ score: metric, raw, basis: "raw" });
      expect(scored("swemwbs", { total: metric, scoreBasis: "metric" })).toMatchObject({ score: metric, raw, basis: "metric" });
    }
    expect(swemwbsTable.size).toBe(29);
  });

  it("infers the basis of a total that can only be metric, and asks for that of any whole number", () => {
    expect(scored("swemwbs", { total: 20.73 })).toMatchObject({ score: 20.73, raw: 23, basis: "metric" });
    for (const total of [7, 9, 23, 35]) expect(refusedBy("swemwbs", { total })).toEqual(["score-basis-required scoreBasis"]);
  });

  it("refuses a metric score that the table does not hold", () => {
    for (const total of [20.5, 20.7, 7.01]) expect(refusedBy("swemwbs", { total })).toEqual(["score-impossible total"]);
    expect(refusedBy("swemwbs", { total: 20.5, scoreBasis: "metric" })).toEqual(["score-impossible total"]);
    expect(refusedBy("swemwbs", { total: 23, scoreBasis: "metric" })).toEqual(["score-impossible total"]);
    expect(refusedBy("swemwbs", { total: 20.5, scoreBasis: "raw" })).toEqual(["score-impossible total"]);
    expect(refusedBy("swemwbs", { total: 36, scoreBasis: "raw" })).toEqual(["score-out-of-range total"]);
    expect(refusedBy("swemwbs", { total: 6.5 })).toEqual(["score-out-of-range total"]);
  });

  it("takes either total beside its answers, and no third", () => {
    const items = [3, 3, 3, 3, 4, 4, 3];

    expect(scored("swemwbs", { items, total: 23 })).toMatchObject({ score: 20.73, raw: 23, basis: "items" });
    expect(scored("swemwbs", { items, total: 20.73 }).score).toBe(20.73);
    expect(refusedBy("swemwbs", { items, total: 24 })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("swemwbs", { items, total: 24, scoreBasis: "raw" })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("swemwbs", { items, total: 21.54, scoreBasis: "metric" })).toEqual(["score-disagrees-with-items total"]);
  });

  it("holds a total beside incomplete answers to what they could still come to, on its own scale", () => {
    const items = [5, 5, 5, 5, 5, 5, null];

    expect(scored("swemwbs", { items, total: 29.31, scoreBasis: "metric" })).toMatchObject({ score: null, reason: "items-missing" });
    expect(scored("swemwbs", { items, total: 31, scoreBasis: "raw" }).score).toBeNull();
    expect(refusedBy("swemwbs", { items, total: 27.03, scoreBasis: "metric" })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("swemwbs", { items, total: 30, scoreBasis: "raw" })).toEqual(["score-disagrees-with-items total"]);
    expect(refusedBy("mycaw", { items: [4, 5, null], total: 4 })).toEqual([]);
  });

  it("rises strictly from 7.00 to 35.00, below the raw sum in the middle", () => {
    const metric = [...swemwbsTable.keys()]
      .toSorted((a, b) => a - b)
      .map((raw) => scored("swemwbs", { total: raw, scoreBasis: "raw" }).score ?? 0);

    expect(metric.every((score, index) => index === 0 || score > (metric[index - 1] ?? 0))).toBe(true);
    expect([metric[0], metric.at(-1)]).toEqual([7, 35]);
    expect(metric.slice(10, 28).every((score, index) => score < index + 17)).toBe(true);
  });
});

describe("WHO-5, raw and out of a hundred", () => {
  it("multiplies the raw sum by four", () => {
    expect(scored("who-5", { items: [3, 3, 2, 2, 3] })).toMatchObject({ score: 52, raw: 13, caseness: false });
    expect(scored("who-5", { total: 12, scoreBasis: "raw" })).toMatchObject({ score: 48, caseness: true, basis: "raw" });
  });

  it("asks which a total is while it could be either", () => {
    expect(refusedBy("who-5", { total: 20 })).toEqual(["score-basis-required scoreBasis"]);
    expect(scored("who-5", { total: 28 })).toMatchObject({ score: 28, raw: 7, basis: "metric", band: "likely depression" });
    expect(refusedBy("who-5", { total: 50 })).toEqual(["score-impossible total"]);
  });
});

describe("missing answers", () => {
  it("counts De Jong Gierveld with one missing, does not prorate, and drops the subscale", () => {
    const one = scored("djg-6", { items: [3, 2, null, 1, 1, 3] });

    expect(one).toMatchObject({ score: 4, subscales: { emotional: { score: null }, social: { score: 2, band: "lonely" } } });
    expect(scored("djg-6", { items: [3, null, null, 1, 1, 3] })).toMatchObject({ score: null, reason: "items-missing" });
  });

  it("takes the mean of nine CORE-10 answers times ten, and says so", () => {
    const nine = scored("core-10", { items: [2, 2, 2, 2, 2, 2, 2, 2, 2, null] });

    expect(nine).toMatchObject({ score: 20, band: "moderate to severe" });
    expect(nine.notes).toContain("missing answers replaced by the mean of the others: 1");
    expect(scored("core-10", { items: [1, 2, 3, 1, 1, 1, null, 1, 1, 1] }).score).toBe(11.11);
  });

  it("recognises a prorated total by its decimals", () => {
    for (const total of [11.11, 11.1, 11.111111]) expect(scored("core-10", { total }).caseness).toBe(true);
    expect(refusedBy("core-10", { total: 11.5 })).toEqual(["score-impossible total"]);
    expect(refusedBy("core-10", { items: [1, 2, 3, 1, 1, 1, null, 1, 1, 1], total: 11 })).toEqual([]);
    expect(refusedBy("core-10", { items: [1, 2, 3, 1, 1, 1, null, 1, 1, 1], total: 10 })).toEqual(["score-disagrees-with-items total"]);
  });

  it("scores MYCaW on what was nominated", () => {
    expect(scored("mycaw", { items: [4, null, 3] })).toMatchObject({ score: 3.5, subscales: { "concern-2": { score: null } } });
    expect(scored("mycaw", { items: [4, 5, 3] }).score).toBe(4);
    expect(scored("mycaw", { items: [4, 5, null] })).toMatchObject({ score: null, reason: "items-missing" });
    expect(scored("mycaw", { total: 3.67 }).score).toBe(3.67);
    expect(refusedBy("mycaw", { total: 3.6 })).toEqual(["score-impossible total"]);
  });
});

describe("licences", () => {
  it("refuses to score PAM without one, and takes score and level as they come with one", () => {
    expect(refusedBy("pam-13", { total: 50.5 })).toEqual(["licence-required licence"]);
    expect(scored("pam-13", { total: 50.5, licence: "PAM-77" })).toMatchObject({ score: 50.5, band: "level 2", caseness: true });
    expect(scored("pam-13", { total: 68, level: 3, licence: "PAM-77" })).toMatchObject({ band: "level 3", caseness: false });
    expect(refusedBy("pam-13", { total: 50.55, licence: "PAM-77" })).toEqual(["score-impossible total"]);
    expect(refusedBy("pam-13", { total: 50, level: 5, licence: "PAM-77" })).toEqual(["level-out-of-range level"]);
    expect(refusedBy("pam-13", { items: Array(13).fill(3), licence: "PAM-77" })).toEqual(["items-not-accepted items"]);
    expect(refusedBy("phq-9", { total: 5, level: 1 })).toEqual(["level-out-of-range level"]);
  });

  it("scores HADS and EQ-5D for whoever asks, and refuses their submission without one", () => {
    for (const id of ["hads-a", "hads-d", "eq-5d-5l", "pam-13"]) {
      expect(licenceRefusals(instrument(id), "submission").map(({ rule }) => rule)).toEqual(["licence-required"]);
      expect(licenceRefusals(instrument(id), "submission", "  ")).toHaveLength(1);
      expect(licenceRefusals(instrument(id), "submission", "L-1")).toEqual([]);
    }
    expect(licenceRefusals(instrument("hads-a"), "scoring")).toEqual([]);
    expect(licenceRefusals(instrument("phq-9"), "submission")).toEqual([]);
  });
});

describe("notes", () => {
  it("say which threshold a verdict rests on while it is unconfirmed", () => {
    expect(scored("ucla-3", { total: 6 }).notes).toEqual([expect.stringContaining("Steptoe 2013")]);
    expect(scored("phq-9", { total: 6 }).notes).toEqual([]);
  });
});

describe("a negative zero", () => {
  it("is zero, whichever scale it is sent on", () => {
    const scoreOf = (id: string, answers: Parameters<typeof scoreAdministration>[1]) => {
      const result = scoreAdministration(instrumentOf(id) ?? expect.unreachable(), answers);
      return result.ok ? [result.value.score, result.value.raw ?? 0] : expect.unreachable();
    };

    for (const basis of ["raw", "metric"] as const) expect(scoreOf("who-5", { total: -0, scoreBasis: basis })).toEqual([0, 0]);
    expect(scoreOf("phq-9", { total: -0 })).toEqual([0, 0]);
  });
});
