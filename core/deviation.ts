import type { Reason } from "./analysis/reasons.ts";

/** One departure of an evaluation from what was declared, as facts: the catalogue of words says it. */
export type Deviation =
  | { readonly kind: "registered-late"; readonly after: "survey" | "referrals" }
  | { readonly kind: "partial-months" }
  | { readonly kind: "single-level"; readonly covariate: string }
  | { readonly kind: "combination"; readonly column: string }
  | { readonly kind: "not-compared"; readonly reason: Reason }
  | { readonly kind: "plan-not-carried-out"; readonly reason: Reason }
  | { readonly kind: "no-declared-look"; readonly on: string; readonly daysLate: number };
