import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyseTable } from "../../../core/analysis/analyse-table.ts";
import { appraise } from "../../../core/analysis/appraise.ts";
import type { Appraised } from "../../../core/analysis/appraised.ts";
import type { Branch } from "../../../core/analysis/describe-pairs.ts";
import { parseEvaluation } from "../../../core/analysis/evaluation.ts";
import type { Appraisal } from "../../../core/appraisal.ts";
import { tellAnalysis, wordedAnalysis } from "../../../reports/words/analysis-words.ts";
import { answerText, factText } from "../../../reports/words/appraisal-words.ts";
import { causal } from "../../support/causal-words.ts";
import { tableOf, valueAt } from "./long-files.ts";

const golden = new URL("../../golden/", import.meta.url);
const evidence = readFileSync(new URL("evidence.csv", golden), "utf8");
const specification = {
  title: "Nurse-led referral",
  registeredOn: "2022-01-01",
  primary: { instrument: "PHQ-9" },
  negativeControl: { instrument: "GAD-7" },
};

function evidenceResults(): Branch {
  const evaluation = parseEvaluation(specification);
  if (!evaluation.ok) throw new Error("the specification is one");
  return analyseTable("evidence.csv", tableOf(evidence), { evaluation: evaluation.value, sha256: "0".repeat(64) });
}

describe("an appraisal", () => {
  it("of the evidence kept here is word for word what was reviewed", () => {
    const results = wordedAnalysis(evidenceResults());
    const found = {
      declared: valueAt(results, "evaluation", "appraisal"),
      PHQ9: valueAt(results, "instruments", "PHQ9", "appraisal"),
      GAD7: valueAt(results, "instruments", "GAD7", "appraisal"),
    };

    expect(found).toEqual(JSON.parse(readFileSync(new URL("appraisal.json", golden), "utf8")));
  });

  it("comes first in the plain text of a measure, and its domains with it", () => {
    const words = tellAnalysis(evidenceResults());

    expect(words).toMatch(/PHQ9: \d+ with a baseline.*\n {2}PHQ9 scores were lower at follow-up/);
    for (const domain of ["comparator", "attrition", "timing", "measures", "confounding"])
      expect(words).toMatch(new RegExp(`${domain}, (low|some|high) concern: `));
  });
});

const score = fc.double({ min: -8, max: 8, noNaN: true });
const interval = fc.tuple(score, score).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const count = fc.integer({ min: 0, max: 400 });

/** Statistics of any kind, under the keys of an analysis. */
const appraised: fc.Arbitrary<Appraised> = fc
  .record({
    change: interval,
    difference: interval,
    paired: count,
    lost: count,
    nurses: count,
    missing: count,
    days: fc.tuple(fc.integer({ min: 28, max: 365 }), fc.integer({ min: 0, max: 200 })),
    gap: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
    threshold: fc.constantFrom(null, 4, 6),
    passed: fc.constantFrom(undefined, true, false, null),
    status: fc.constantFrom("declared" as const, "exploratory" as const),
    reason: fc.constantFrom(undefined, "one referrer group only"),
    shares: fc.tuple(fc.double({ min: 0, max: 0.5, noNaN: true }), fc.double({ min: 0, max: 0.5, noNaN: true })),
  })
  .map(({ change, difference, paired, lost, nurses, missing, days, gap, threshold, passed, status, reason, shares }) => ({
    instrument: "PHQ9",
    rule: "last",
    status,
    covariates: ["age_band", "sex"],
    treated: ["nurse"],
    negativeControl: passed === undefined ? {} : { passed },
    description: {
      n_baseline: paired + lost,
      n_paired: paired,
      reliable_change: threshold,
      days_to_followup: { last: paired === 0 ? {} : { q25: days[0], median: days[0] + days[1] / 2, q75: days[0] + days[1] } },
      rules: {
        last: {
          n: paired,
          mean_change: (change[0] + change[1]) / 2,
          ci95_change: change,
          outcomes: { reliable_improvement: { p: shares[0] }, reliable_deterioration: { p: shares[1] } },
        },
      },
    },
    models:
      reason !== undefined
        ? { reason }
        : {
            n: paired,
            n_nurse: Math.min(nurses, paired),
            clusters: 9,
            nurse: { estimate: (difference[0] + difference[1]) / 2, ci95_cr2_satterthwaite: difference },
            ipw: { smd_baseline_weighted: gap, ci95_stacked: difference },
            delta: { n_missing: lost, n_missing_nurse: Math.min(missing, lost) },
          },
  }));

const textsOf = (appraisal: Appraisal) => [
  answerText(appraisal),
  ...appraisal.domains.map((domain) => factText(domain, appraisal.subject)),
];
const holdsNone = ([lower = 0, upper = 0]: readonly number[]) => lower <= 0 && upper >= 0;

describe("the plain answer", () => {
  it("claims no cause, and says so, unless there are too few people to say anything", () => {
    fc.assert(
      fc.property(appraised, (given) => {
        const appraisal = appraise(given);
        for (const text of textsOf(appraisal)) expect(causal.exec(text)?.[0]).toBeUndefined();
        const few = Number(valueAt(given.description, "n_paired")) < 30;
        const ending = few ? "needed)." : "We cannot say that social prescribing was the cause.";
        expect(answerText(appraisal).endsWith(ending)).toBe(true);
        expect(textsOf(appraisal).join(" ")).not.toMatch(/NaN|undefined|Infinity|-\d|−0\.0\b|no difference to|significant|trend towards/);
      }),
      { numRuns: 400 },
    );
  });

  it("says that we cannot tell exactly where an interval holds 0", () => {
    fc.assert(
      fc.property(appraised, (given) => {
        const answer = answerText(appraise(given));
        if (answer.startsWith("Too few")) return;
        const [change, difference] = [
          valueAt(given.description, "rules", "last", "ci95_change") as readonly number[],
          valueAt(given.models, "nurse", "ci95_cr2_satterthwaite") as readonly number[] | undefined,
        ];
        expect(answer.includes("cannot tell whether PHQ9 scores changed")).toBe(holdsNone(change));
        if (difference !== undefined && holdsNone(difference)) expect(answer).not.toContain("After allowing for");
      }),
    );
  });

  it("never tells improvement without deterioration, nor reads a comparison that fails its own check", () => {
    fc.assert(
      fc.property(appraised, (given) => {
        const answer = answerText(appraise(given));
        expect(answer.includes("improved reliably")).toBe(answer.includes("deteriorated reliably"));
        if (given.negativeControl?.passed === false) expect(answer).not.toMatch(/After allowing for|referral by a nurse makes/);
      }),
    );
  });
});

describe("the domains", () => {
  it("are five, the whole is as bad as the worst, and without chance neither comparator nor confounding is of low concern", () => {
    fc.assert(
      fc.property(appraised, (given) => {
        const { domains, concern } = appraise(given);
        const levels = domains.map(({ level }) => level);

        expect(domains.map(({ domain }) => domain)).toEqual(["comparator", "attrition", "timing", "measures", "confounding"]);
        expect(concern).toBe(levels.includes("high") ? "high" : "some");
        expect([levels[0], levels[4]]).not.toContain("low");
      }),
    );
  });

  it("grow no better when people are lost, follow-ups come sooner, or the negative control fails", () => {
    const rank = ({ domains }: Appraisal, place: number) => ["low", "some", "high"].indexOf(domains[place]?.level ?? "");
    fc.assert(
      fc.property(appraised, fc.integer({ min: 0, max: 300 }), (given, more) => {
        const before = appraise(given);
        const n = Number(given.description.n_baseline);
        const lost = appraise({ ...given, description: { ...given.description, n_baseline: n + more } });
        const failed = appraise({ ...given, negativeControl: { passed: false } });

        expect(rank(lost, 1)).toBeGreaterThanOrEqual(rank(before, 1));
        expect(rank(failed, 0)).toBeGreaterThanOrEqual(rank(before, 0));
        expect(rank(failed, 4)).toBeGreaterThanOrEqual(rank(before, 4));
      }),
    );
  });
});
