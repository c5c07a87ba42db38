import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Comparison, EvaluationReport } from "../../../core/evaluation-report.ts";
import type { Estimate } from "../../../core/shown.ts";
import { everyOutcomeColumns } from "../../../reports/words/evidence-page-words.ts";
import {
  agreementSentence,
  comparisonFinding,
  differenceSentence,
  evidenceLede,
  forestTitle,
  whatEvidenceCannotShow,
  whatEvidenceShows,
} from "../../../reports/words/evidence-words.ts";
import { readingOf, tippingTitle } from "../../../reports/words/tipping-words.ts";
import { causal } from "../../support/causal-words.ts";
import { inventedReport } from "../../support/invented-reports.ts";

const [declared] = inventedReport("england").evaluations;

type Change = { readonly main?: Estimate; readonly treated?: number; readonly passed?: boolean | null; readonly tips?: number | null };

/** The declared evaluation of England with other numbers in it. */
function evaluation({ main, treated = 200, passed = true, tips }: Change): EvaluationReport {
  if (declared === undefined) throw new Error("England has a declared evaluation");
  const comparisons = declared.comparisons.map(
    (each): Comparison => (each.id === declared.primary && main !== undefined ? { ...each, difference: main } : each),
  );
  const value = (number: number) => ({ kind: "value", value: number }) as const;
  const tipping =
    declared.tipping === null || tips === undefined
      ? declared.tipping
      : { ...declared.tipping, tips: tips === null ? ({ kind: "not-applicable" } as const) : value(tips) };
  const people = { ...declared.people, treated: value(treated), others: value(500) };
  return { ...declared, comparisons, people, tipping, negativeControl: { instrument: "GAD7", passed } };
}

const estimate = (value: number, lower: number, upper: number): Estimate => ({ kind: "value", value, lower, upper });
const anyEstimate = fc
  .tuple(fc.double({ min: -8, max: 8, noNaN: true }), fc.double({ min: 0.01, max: 6, noNaN: true }))
  .map(([value, half]) => estimate(value, value - half, value + half));
const changes = fc.record({
  main: anyEstimate,
  treated: fc.nat(400),
  passed: fc.constantFrom(true, false, null),
  tips: fc.option(fc.double({ min: -9, max: 9, noNaN: true })),
});

describe("what is said of a difference between referrers", () => {
  it("is that the comparison is not interpreted, where it fails its own check, whatever it found", () => {
    fc.assert(
      fc.property(changes, (change) => {
        const report = evaluation({ ...change, passed: false });
        expect(comparisonFinding(report).kind).toBe("fails-check");
        expect(evidenceLede(report)).toContain("fails its own check, so we do not interpret it");
        expect(whatEvidenceShows(report)[0]).not.toMatch(/lower|higher/);
      }),
    );
  });

  it("is nothing for fewer than 30 people in either group", () => {
    fc.assert(
      fc.property(anyEstimate, fc.nat(29), (main, treated) => {
        expect(comparisonFinding(evaluation({ main, treated })).kind).toBe("too-few");
      }),
    );
  });

  it("is that we cannot tell, where the interval holds zero, and never that there is no difference", () => {
    const report = evaluation({ main: estimate(-0.4, -1, 0.2) });

    expect(differenceSentence(report)).toMatch(/^We cannot tell whether depression scores differ/);
    for (const words of [forestTitle(report), evidenceLede(report), ...whatEvidenceShows(report)])
      expect(words).not.toMatch(/no difference|trend|significant|slightly|lower|higher than/);
  });

  it("is slightly, where the whole interval is smaller than what matters", () => {
    const { measure } = evaluation({});
    const limit = measure.minimalImportantDifference ?? measure.reliableChange ?? 0;

    expect(forestTitle(evaluation({ main: estimate(-0.4, -0.7, -0.1) }))).toContain("slightly lower");
    expect(differenceSentence(evaluation({ main: estimate(-0.4, -0.7, -0.1) }))).toContain(
      "smaller than a change that one person would notice",
    );
    expect(forestTitle(evaluation({ main: estimate(-limit - 1, -limit - 2, -limit) }))).not.toContain("slightly");
  });

  it("claims no cause, says at the end that none can be claimed, and fits 15 words where it is a title", () => {
    fc.assert(
      fc.property(changes, (change) => {
        const report = evaluation({ ...change, tips: change.tips ?? null });
        for (const words of [forestTitle(report), tippingTitle(report)]) expect(words.split(" ").length).toBeLessThanOrEqual(15);
        const said = [
          forestTitle(report),
          tippingTitle(report),
          evidenceLede(report),
          ...whatEvidenceShows(report),
          ...whatEvidenceCannotShow(report),
        ];
        for (const words of said) expect([words, causal.exec(words)?.[0]]).toEqual([words, undefined]);
        expect(evidenceLede(report)).toMatch(/We cannot say that social prescribing was the cause\.$/);
      }),
    );
  });

  it("counts ways of comparing without the negative control", () => {
    const report = evaluation({});
    const counted = report.comparisons.filter(({ id, difference }) => id !== "negative-control" && difference.kind === "value").length;

    expect(report.agreement.ways).toBeLessThanOrEqual(counted);
    expect(agreementSentence(report)).toMatch(/^\d of \d ways/);
  });
});

describe("a cell of the tipping point", () => {
  it("favours the group with the better scores, whichever way the measure points, and nobody where its interval holds zero", () => {
    expect(readingOf(estimate(-1, -2, -0.1), "higher-is-worse")).toBe("treated");
    expect(readingOf(estimate(-1, -2, -0.1), "higher-is-better")).toBe("others");
    expect(readingOf(estimate(1, 0.1, 2), "higher-is-better")).toBe("treated");
    expect(readingOf(estimate(1, -0.1, 2), "higher-is-better")).toBe("unclear");
  });
});

describe("the table of every outcome compared", () => {
  it("says whom each column counts, by who referred them, and does not where that differs from row to row", () => {
    const one = evaluation({});

    expect(everyOutcomeColumns([one, one])).toEqual([
      "Outcome",
      "Standing",
      "Referred by a nurse, people",
      "Referred by others, people",
      "Difference, points",
      "95% interval",
    ]);
    expect(everyOutcomeColumns([one, { ...one, treated: ["link_worker"] }])[2]).toBe("In the group compared, people");
  });
});
