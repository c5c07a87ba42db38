import type { Branch } from "./describe-pairs.ts";
import type { Grouping } from "./head-facts.ts";
import type { FollowUpRule } from "./pair-surveys.ts";

/** What is appraised: an instrument's description and models, as an analysis gives them, and how they came to be. */
export type Appraised = {
  readonly instrument: string;
  readonly description: Branch;
  readonly models: Branch;
  /** The declared primary estimate; the ANCOVA with its CR2 interval otherwise. */
  readonly primary?: Branch;
  readonly rule: FollowUpRule;
  readonly status: "declared" | "exploratory";
  readonly covariates: readonly Grouping[];
  /** The roles whose referrals are compared with others. */
  readonly treated: readonly string[];
  /** As a declared evaluation answers it; empty where none was declared. */
  readonly negativeControl?: Branch;
};
