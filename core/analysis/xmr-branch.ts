import { type XmrPoint, type XmrValue, xmrChart } from "../statistics/xmr.ts";
import type { Branch } from "./describe-pairs.ts";
import type { HeadFacts } from "./head-facts.ts";
import { type Baselines, noFollowUp } from "./pair-surveys.ts";

/** Mean change by month of referral as an XmR chart (conformance, section 7); months without a pair are left out, `null` below two. */
export function monthlyXmrBranch(baselines: Baselines, facts: HeadFacts): Branch | null {
  const months = changeByMonth(baselines, facts);
  if (months.length < 2) return null;
  const values = months.map(({ change, n }) => ({ value: change / n }));
  return {
    months: months.map(({ month }) => month),
    n_pairs: months.map(({ n }) => n),
    value: values.map(({ value }) => value),
    screened: chartKeys(values, { screen: true }),
    unscreened: chartKeys(values, { screen: false }),
  };
}

/** One chart under its keys. */
export function chartKeys(values: readonly XmrValue[], options: { readonly screen: boolean; readonly fixAfter?: number }): Branch {
  const points = xmrChart(values, options);
  const each = <K extends keyof XmrPoint>(key: K) => points.map((point) => point[key]);
  return { n: points.length, mean: each("mean"), lpl: each("lower"), upl: each("upper"), flag: each("flag") };
}

function changeByMonth(
  baselines: Baselines,
  facts: HeadFacts,
): readonly { readonly month: string; readonly change: number; readonly n: number }[] {
  const byDate = new Map<number, { change: number; n: number }>();
  const months = new Map<string, { month: string; change: number; n: number }>();
  for (let row = 0; row < baselines.count; row++) {
    const followUp = baselines.last.score[row] ?? noFollowUp;
    if (followUp === noFollowUp) continue;
    const head = baselines.head[row] ?? 0;
    const date = facts.code(head, "referral_date");
    const sums = byDate.get(date) ?? monthSums(months, facts.text(head, "referral_date").slice(0, 7));
    byDate.set(date, sums);
    sums.change += followUp - (baselines.score[row] ?? 0);
    sums.n++;
  }
  return [...months.values()].sort((a, b) => (a.month < b.month ? -1 : 1));
}

function monthSums(months: Map<string, { month: string; change: number; n: number }>, month: string): { change: number; n: number } {
  const sums = months.get(month) ?? { month, change: 0, n: 0 };
  months.set(month, sums);
  return sums;
}
