import * as z from "zod";
import type { Month } from "./civil-date.ts";
import { type Outcome, outcomes } from "./reported-outcomes.ts";

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

const monthText = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

/** The same as a deployer writes it: `{"aims": {"anxiety": 50}, "rebases": [{"month": "2026-01", "reason": "..."}]}`. */
export const chartRulesSchema = z.strictObject({
  aims: z.partialRecord(z.enum(outcomes), z.number().min(0).max(100)).default({}),
  rebases: z
    .array(z.strictObject({ place: z.string().min(1).optional(), month: monthText, reason: z.string().trim().min(3).max(200) }))
    .default([]),
});

/** Nothing is aimed for and limits are never set anew. */
export const noChartRules: ChartRules = { aims: {}, rebases: [] };
