/**
 * A number as it may be shown. Suppressed, missing, zero and not applicable are four different things, and nothing downstream
 * of disclosure can see a number that was suppressed, because the type has none there.
 */
export type Shown =
  | { readonly kind: "value"; readonly value: number }
  | { readonly kind: "suppressed" }
  | { readonly kind: "missing" }
  | { readonly kind: "not-applicable" };

/** A number with its 95% confidence interval, all three shown or none. */
export type Estimate =
  | { readonly kind: "value"; readonly value: number; readonly lower: number; readonly upper: number }
  | { readonly kind: "suppressed" }
  | { readonly kind: "missing" }
  | { readonly kind: "not-applicable" };
