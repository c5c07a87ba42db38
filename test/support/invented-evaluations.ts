import { readFileSync } from "node:fs";
import { analyseTable } from "../../core/analysis/analyse-table.ts";
import { branchAt, listAt } from "../../core/analysis/branch-reader.ts";
import { parseEvaluation } from "../../core/analysis/evaluation.ts";
import type { Deviation } from "../../core/deviation.ts";
import type { Answer, EvaluationAnswer } from "../../core/evaluation-report.ts";
import { tableOf } from "../core/analysis/long-files.ts";

const evidence = readFileSync(new URL("../golden/evidence.csv", import.meta.url), "utf8");

const specification = {
  title: "Nurse-led referral and low mood",
  registeredOn: "2022-01-01",
  primary: { instrument: "PHQ-9" },
  negativeControl: { instrument: "GAD-7" },
  heterogeneity: ["sex", "age_band"],
  looks: { spread: 1 },
  power: { difference: 1 },
};

/** A declared evaluation of the evidence kept for tests, by the code of `hearten analyse`, and an exploratory one beside it. */
export function inventedEvaluations(): readonly EvaluationAnswer[] {
  const parsed = parseEvaluation(specification);
  if (!parsed.ok) throw new Error("the specification is one");
  const results = analyseTable("evidence.csv", tableOf(evidence), { evaluation: parsed.value, sha256: "5".repeat(64) });
  const declared = branchAt(results, "evaluation");
  const { covariates, comparator } = parsed.value;
  const shared = { isPart: false, treated: comparator.treated, covariates, rule: "last", model: "ancova-cr2" } as const;
  return [
    {
      ...shared,
      label: "declared",
      specification: { title: specification.title, registeredOn: specification.registeredOn, sha256: "5".repeat(64) },
      deviations: listAt(declared, "deviations") as readonly Deviation[],
      instrument: "phq-9",
      description: branchAt(results, "instruments", "PHQ9"),
      models: branchAt(declared, "models"),
      primary: branchAt(declared, "primary"),
      answers: pick(declared, ["negative_control", "heterogeneity", "looks", "power"]),
    },
    {
      ...shared,
      label: "exploratory",
      specification: null,
      deviations: [],
      instrument: "gad-7",
      description: branchAt(results, "instruments", "GAD7"),
      models: withoutRows(branchAt(results, "instruments", "GAD7", "models")),
      primary: {},
      answers: {},
    },
  ];
}

function pick(branch: Answer, keys: readonly string[]): Answer {
  return Object.fromEntries(keys.map((key) => [key, branch[key]]));
}

/** As a night answers, which has no rows to weight. */
function withoutRows(models: Answer): Answer {
  const reason = { reason: "weighting by propensity needs every combination of covariates, practice by practice" };
  return { ...models, ipw: reason, overlap_weights: reason, doubly_robust: reason };
}
