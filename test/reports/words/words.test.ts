import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Estimate, OutcomeReport, Shown } from "../../../core/place-report.ts";
import { intervalPicture } from "../../../reports/html/key-numbers.ts";
import { outcomeSections } from "../../../reports/outcome-sections.ts";
import { placePage } from "../../../reports/place-page.ts";
import { changeEmpty, changeNotes } from "../../../reports/words/change-figure-words.ts";
import { changeFinding, changeSentence, changeTitle } from "../../../reports/words/change-words.ts";
import { changeText, decimalText, inHundred, intervalText, pointsText } from "../../../reports/words/numbers.ts";
import { outcomeLede, placeLede, whatDataCannotShow, whatPlaceShows } from "../../../reports/words/page-words.ts";
import { shareTitle } from "../../../reports/words/share-words.ts";
import { inventedReport, inventedReports } from "../../support/invented-reports.ts";

const value = (number: number): Shown => ({ kind: "value", value: number });
const estimate = (number: number, lower: number, upper: number): Estimate => ({ kind: "value", value: number, lower, upper });

/** The anxiety report of the ICB with other numbers in it. */
function anxiety(n: number, meanChange: Shown | Estimate, followedUp = n): OutcomeReport {
  const [report] = inventedReport("icb").outcomes;
  if (report === undefined) throw new Error("a report requires outcomes");
  const flow = { ...report.flow, baseline: value(n), followedUp: value(followedUp), notYetDue: value(0) };
  return { ...report, flow, change: { ...report.change, n: value(n), meanChange } };
}

describe("what is said of a change", () => {
  it("names the main outcome on every place's first page, whichever moved most, and never another", () => {
    const far = anxiety(400, estimate(-0.1, -0.6, 0.4));
    const moved: OutcomeReport = { ...anxiety(400, estimate(-9, -10, -8)), outcome: "depression" };
    const place = inventedReport("icb");
    const main = "Anxiety (GAD-7) is the main measure of this report; the others are other measures. We cannot say";

    expect(placeLede({ ...place, outcomes: [moved, far] })).toContain(main);
    for (const report of Object.values(inventedReports)) expect(placeLede(report)).toContain(main);
    expect(placeLede({ ...place, outcomes: [far] })).toContain("is the main measure of this report. We");
    expect(placeLede({ ...place, outcomes: [moved] })).not.toContain("main measure");
  });

  it("is confidential in every figure's title and where no picture is, though the people are many", () => {
    const suppressed = { kind: "suppressed" } as const;
    const [report] = inventedReport("icb").outcomes;
    if (report?.bands == null) throw new Error("a report requires outcomes with bands");
    const { change, bands, reliable } = report;
    const hidden: OutcomeReport = {
      ...report,
      change: { ...change, n: suppressed },
      bands: { ...bands, n: suppressed },
      reliable: { ...reliable, n: suppressed },
    };
    const figures = outcomeSections
      .filter(({ id }) => !["who", "months", "places"].includes(id))
      .flatMap(({ make }) => make(hidden, inventedReport("icb")) ?? []);

    expect(figures.length).toBeGreaterThan(3);
    for (const { title, picture } of figures)
      expect([title, "empty" in picture ? picture.empty : ""].join(" ")).not.toMatch(/Fewer than|Too few people/);
  });

  it("is that it is confidential where its number is, and never that people are few", () => {
    const hidden = anxiety(400, estimate(-3, -4, -2));
    const report = { ...hidden, change: { ...hidden.change, n: { kind: "suppressed" as const } } };

    expect(changeFinding(report).kind).toBe("confidential");
    for (const words of [changeTitle(report), changeSentence(report), outcomeLede(report)])
      expect(words).not.toMatch(/Fewer than|Too few people have|Too few people to/);
  });

  it("is nothing for fewer than 30 people, however large the change", () => {
    expect(changeFinding(anxiety(25, estimate(-9, -11, -7))).kind).toBe("too-few");
    expect(changeTitle(anxiety(25, estimate(-9, -11, -7)))).toBe("Too few people to say how anxiety scores changed");
  });

  it("is that we cannot tell, where the interval includes no change", () => {
    const report = anxiety(400, estimate(-0.4, -0.9, 0.1));

    expect(changeTitle(report)).toBe("We cannot tell whether average anxiety scores changed");
    expect(changeSentence(report)).not.toMatch(/no difference|trend|significant/);
  });

  it("says a mean whose interval is confidential, and neither that it is more than chance nor that it is not", () => {
    const report = anxiety(40, value(-3.2));

    expect(changeTitle(report)).toBe("Average anxiety scores changed by −3.2 points; how sure that is is confidential here [c]");
    expect(changeSentence(report)).toContain("the interval is confidential");
    expect(outcomeLede(report)).toContain("How surely anxiety scores changed is confidential here.");
    expect(intervalText(value(-3.2), changeText)).toBe("[c]");
    expect(placeLede({ ...inventedReport("icb"), outcomes: [report] })).toContain(
      "How surely anxiety scores changed is confidential here.",
    );
    expect(intervalPicture(value(-3.2), report.measure)?.markup).toContain("<circle");
  });

  it("never says that people are few where a picture is missing because its bars would tell of a few, though there are enough", () => {
    expect(changeEmpty(anxiety(35, estimate(-3, -4, -2)))).toContain("is confidential here");
    expect(changeEmpty(anxiety(25, estimate(-3, -4, -2)))).toContain("Fewer than 30 people");
  });

  it("is that we cannot tell, where an interval that is shown wider than its own includes no change, and what it shows where it does not", () => {
    const wider = (interval: Estimate): OutcomeReport => {
      const report = anxiety(40, interval);
      return { ...report, change: { ...report.change, standardDeviationOfChange: { kind: "suppressed" } } };
    };
    const unsure = wider(estimate(-3.2, -6.9, 0.5));

    expect(changeTitle(unsure)).toBe("We cannot tell whether average anxiety scores changed");
    expect(changeSentence(unsure)).toContain("the range of likely values, shown wider than it is, includes no change");
    expect(changeNotes(unsure)[0]).toContain("95% confidence interval at most −6.9 to +0.5");
    expect(changeTitle(wider(estimate(-3.2, -5.9, -0.5)))).toBe("Average anxiety scores were lower at follow-up, by 3.2 points");
  });

  it("is slightly, where the whole interval is smaller than the smallest change that matters (GAD-7: 1.5 points)", () => {
    expect(changeTitle(anxiety(4000, estimate(-0.6, -0.8, -0.4)))).toBe(
      "Average anxiety scores were slightly lower at follow-up, by 0.6 points",
    );
    expect(changeSentence(anxiety(4000, estimate(-0.6, -0.8, -0.4)))).toContain("smaller than a change that one person would notice");
    expect(changeTitle(anxiety(4000, estimate(-1.4, -1.6, -1.2)))).not.toContain("slightly");
  });

  it("begins with whom it is about, where more than four in ten are missing", () => {
    expect(changeSentence({ ...anxiety(400, estimate(-2.9, -3.2, -2.6), 200) })).toMatch(/^Among people with both scores, /);
    expect(changeSentence(anxiety(400, estimate(-2.9, -3.2, -2.6), 300))).toMatch(/^Average anxiety scores/);
  });

  it("is lower or higher as the numbers are, and always says that the cause is not known", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 9000 }),
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: 0.05, max: 5, noNaN: true }),
        (n, mean, half) => {
          const report = anxiety(n, estimate(mean, mean - half, mean + half));
          const title = changeTitle(report);
          if (mean + half < 0) expect(title).toContain("lower");
          else if (mean - half > 0) expect(title).toContain("higher");
          else expect(title).toContain("cannot tell");
          expect(outcomeLede(report)).toMatch(/cannot say that social prescribing was the cause|could not say that it was the cause/);
          expect(whatDataCannotShow(report).length).toBeGreaterThanOrEqual(3);
        },
      ),
    );
  });
});

describe("the first page of a place", () => {
  const reportOf = (...outcomes: readonly OutcomeReport[]) => ({ ...inventedReport("icb"), outcomes });
  const few = (mean: number) => anxiety(400, estimate(mean, mean - 0.3, mean + 0.3), 200);
  const wider = (report: OutcomeReport): OutcomeReport => ({
    ...report,
    change: { ...report.change, standardDeviationOfChange: { kind: "suppressed" } },
  });

  it("says once that it is about people with both scores, where more than one sentence would begin with it", () => {
    const { lead, sentences } = whatPlaceShows(reportOf(few(-2.9), few(-3.4)));

    expect(lead).toBe("Among people with both scores:");
    expect(sentences).toHaveLength(2);
    for (const sentence of sentences) expect(sentence).toMatch(/^Average anxiety scores were lower/);
    expect(whatPlaceShows(reportOf(few(-2.9), anxiety(400, estimate(-2.9, -3.2, -2.6), 390)))).toMatchObject({
      lead: null,
      sentences: [expect.stringMatching(/^Among people with both scores, /), expect.stringMatching(/^Average/)],
    });
  });

  it("marks an interval that is wider than its own in its row and in its key number, and says below the table what the mark means", () => {
    const page = placePage(reportOf(wider(few(-2.9)), few(-3.4)), null);

    expect(page).toContain("−3.2 to −2.6 (wider)</td>");
    expect(page).toContain("(95% interval at most −3.2 to −2.6)");
    expect(page).toContain("−3.7 to −3.1</td>");
    expect(page).toContain("An interval marked as wider is shown wider than it is");
    expect(placePage(reportOf(few(-3.4)), null)).not.toContain("wider");
  });

  it("answers whether nurse-led referral works where referrers are compared, says whether that was declared, and leads to the evidence", () => {
    const board = placePage(inventedReport("england"), null);
    const answer = board.slice(board.indexOf('id="referrers"'));

    expect(answer).toMatch(
      /^id="referrers">Does nurse-led social prescribing work\?<\/h2>\n<p>[^<]*We cannot say that social prescribing was the cause\. Declared beforehand: /,
    );
    expect(answer).toContain('<a href="evidence/index.html">');
    expect(answer).toContain('<a href="missing-data/index.html">');
    expect(placePage(inventedReport("practice"), null)).not.toContain('id="referrers"');
  });

  it("has its numbers before what they are measured by, so that a phone shows them", () => {
    const page = placePage(reportOf(few(-3.4)), null);

    expect(page.indexOf(">Average change</th>")).toBeLessThan(page.indexOf(">Measure</th>"));
    expect(page.indexOf("−3.7 to −3.1</td>")).toBeLessThan(page.indexOf("lower is better)</td>"));
  });
});

describe("what is said of how many improved", () => {
  const [report] = inventedReport("icb").outcomes;

  it("names deterioration in the same sentence", () => {
    for (const name of ["england", "icb", "pcn", "practice"]) {
      for (const outcome of inventedReport(name).outcomes.filter(
        ({ reliable }) => reliable.improved.percent.kind === "value" && reliable.n.kind === "value" && reliable.n.value >= 30,
      )) {
        expect(shareTitle(outcome)).toMatch(/deteriorat|worse/);
      }
    }
  });

  it("is never called reliable where the measure has no agreed threshold", () => {
    for (const outcome of inventedReport("icb").outcomes)
      expect(/reliabl/.test(shareTitle(outcome))).toBe(outcome.reliable.threshold !== null);
  });

  it("says that a number is confidential rather than leave it out", () => {
    if (report === undefined) throw new Error("a report requires outcomes");
    const hidden = {
      ...report,
      reliable: { ...report.reliable, deteriorated: { n: { kind: "suppressed" }, percent: { kind: "suppressed" } } },
    } as const;

    expect(shareTitle(hidden)).toMatch(/; reliable deterioration is confidential \[c\]$/);
  });
});

describe("numbers in words", () => {
  it("have a real minus sign and never a negative zero", () => {
    expect([decimalText(-2.94), decimalText(-0.04), changeText(0.04), changeText(-0.04), changeText(1.5)]).toEqual([
      "\u22122.9",
      "0.0",
      "0.0",
      "0.0",
      "+1.5",
    ]);
  });

  it("are one point or several, and so many in 100", () => {
    expect([pointsText(-1), pointsText(2.25), inHundred(44.6)]).toEqual(["1 point", "2.3 points", "45 in 100"]);
  });
});
