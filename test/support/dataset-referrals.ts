import type { DatasetReferral } from "../../core/dataset/dataset-referral.ts";

/** A referral of a dataset, of one person each unless told otherwise. */
export function datasetReferralOf(number: number, over: Partial<DatasetReferral> = {}): DatasetReferral {
  return {
    person: `p${number}`,
    referral: `r${String(number).padStart(6, "0")}`,
    practice: "A81001",
    pcn: "U10001",
    icb: "QAA",
    month: "2026-03",
    role: "nurse",
    deliveredBy: "link_worker",
    activity: "nature",
    ageBand: "45-54",
    sex: "F",
    ethnicity: "A",
    imdQuintile: 2,
    steps: ["referred", "accepted"],
    sessions: 3,
    surveys: [
      { measure: "phq-9", day: 2, score: 14 },
      { measure: "phq-9", day: 95, score: 9 },
    ],
    ...over,
  };
}
