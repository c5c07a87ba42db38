import type { Month } from "./civil-date.ts";
import type { Outcome } from "./reported-outcomes.ts";

/** A month from which limits are set anew, and why: a change of what is counted, never a wish for better limits. */
export type Rebase = {
  /** The code of the place it holds for; for every place where it is left out. */
  readonly place?: string | undefined;
  readonly month: Month;
  readonly reason: string;
};

/** What a deployer has declared about the charts over time. */
export type ChartRules = {
  /** The share of people improving, in per cent, that is aimed for. */
  readonly aims: Readonly<Partial<Record<Outcome, number>>>;
  readonly rebases: readonly Rebase[];
};

/** Nothing is aimed for and limits are never set anew. */
export const noChartRules: ChartRules = { aims: {}, rebases: [] };
