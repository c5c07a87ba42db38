import type { Reason } from "./analysis/reasons.ts";
import type { Appraisal } from "./appraisal.ts";
import type { Deviation } from "./deviation.ts";
import type { Outcome } from "./reported-outcomes.ts";
import type { Estimate, Shown } from "./shown.ts";

/** Ways of comparing whom one group of roles referred with whom all others referred, in the order in which they are always shown. */
export const comparisonIds = [
  "baseline-only",
  "ancova",
  "mixed-model",
  "weighting",
  "overlap-weights",
  "doubly-robust",
  "missing-worse",
  "negative-control",
] as const;
export type ComparisonId = (typeof comparisonIds)[number];

/** One way of comparing, and what it found: points at follow-up (or of change), the compared group less the others. */
export type Comparison = {
  readonly id: ComparisonId;
  readonly difference: Estimate;
  /** Why there is no number; `null` where there is one. */
  readonly reason: Reason | null;
};

/** What the main difference becomes if people without a follow-up did better or worse than people like them. */
export type Tipping = {
  /** Points added, the same for both groups' axes, in order. */
  readonly deltas: readonly number[];
  /** One for each pair of deltas: points added to the compared group's missing follow-ups, and to the others'. */
  readonly cells: readonly { readonly treated: number; readonly others: number; readonly difference: Estimate }[];
  /** Per cent of people with a first score who have no follow-up score. */
  readonly treatedMissing: Shown;
  readonly othersMissing: Shown;
  /** Points added to the compared group's missing alone at which the interval first holds zero; not applicable where it does already. */
  readonly tips: Shown;
};

/** How alike the groups were at the start: standardised difference of the first score, before and after weighting. */
export type Balance = {
  readonly unweighted: Shown;
  readonly weighted: Shown;
  readonly smallestPropensity: Shown;
  readonly largestPropensity: Shown;
  readonly effectiveTreated: Shown;
  readonly effectiveOthers: Shown;
};

/** Whether the difference differs between groups of people, for one grouping that was declared beforehand. */
export type HeterogeneityTest = {
  readonly grouping: string;
  /** After Holm's adjustment over all groupings that were declared. */
  readonly p: Shown;
  readonly differs: boolean | null;
  readonly levels: readonly { readonly level: string; readonly n: Shown; readonly difference: Shown }[];
};

/** An evaluation of one outcome at one place as it may be shown: nothing in it needs hiding again. */
export type EvaluationReport = {
  readonly label: "declared" | "exploratory";
  /** The declaration; `null` where nothing was declared, and then everything is exploratory. */
  readonly specification: null | {
    readonly title: string;
    /** The day on which it was made public. */
    readonly registeredOn: string;
    readonly sha256: string;
  };
  readonly deviations: readonly Deviation[];
  /** The instrument that the comparison is about, and which way it points. */
  readonly measure: {
    readonly instrument: string;
    readonly name: string;
    readonly direction: "higher-is-better" | "higher-is-worse";
    readonly reliableChange: number | null;
    readonly minimalImportantDifference: number | null;
  };
  /** The outcome that the measure stands for; `null` for a measure that stands for none. */
  readonly outcome: Outcome | null;
  readonly treated: readonly string[];
  readonly covariates: readonly string[];
  readonly people: { readonly treated: Shown; readonly others: Shown; readonly practices: Shown };
  /** The comparison that was chosen beforehand. */
  readonly primary: ComparisonId;
  readonly comparisons: readonly Comparison[];
  /** Of the ways of comparing that gave an interval, those that leave out zero on the side of the main one; the negative control is not one. */
  readonly agreement: { readonly ways: number; readonly agree: number };
  /** A measure that nobody's referral should change; `passed` is `null` where it cannot be told. */
  readonly negativeControl: null | { readonly instrument: string; readonly passed: boolean | null };
  readonly tipping: Tipping | null;
  readonly balance: Balance | null;
  readonly heterogeneity: readonly HeterogeneityTest[];
  /** The declared questions beside the primary one (dose, looks, power, value) as they may be shown, under the keys of `hearten analyse`. */
  readonly answers: Answer;
  readonly appraisal: Appraisal;
};

/**
 * What the analysis of one outcome at one place came to before disclosure, under the keys of `hearten analyse`: whether it was computed from raw rows
 * or from the night's statistics makes no difference to its keys.
 */
export type EvaluationAnswer = {
  readonly label: EvaluationReport["label"];
  readonly specification: EvaluationReport["specification"];
  readonly deviations: readonly Deviation[];
  /** Whether it is about some of the people of the place, or compares other arms than the place's pages do. */
  readonly isPart: boolean;
  /** The instrument's id, or that of one of its parts. */
  readonly instrument: string;
  readonly treated: readonly string[];
  readonly covariates: readonly string[];
  readonly rule: "last" | "first" | "near90";
  readonly model: "ancova-cr2" | "mixed-model" | "weighting";
  /** As `describeInstrument` answers: `n_baseline`, `n_paired`, `rules`... */
  readonly description: Answer;
  /** As `fitModels` answers: `n`, `n_nurse`, `nurse`, `lmm`, `ipw`, `overlap_weights`, `doubly_robust`, `delta`..., or `reason`. */
  readonly models: Answer;
  /** The primary `estimate` and `ci95`. */
  readonly primary: Answer;
  /** `negative_control`, `heterogeneity`, `dose`, `looks`, `power`, `wellby`, each where it was declared. */
  readonly answers: Answer;
};

/** What an analysis answers: numbers, texts, lists and branches by key. */
export type Answer = { readonly [key: string]: unknown };
