import { practices } from "./load.ts";
import type { CostLine } from "./monthly-cost.ts";
import { prices } from "./prices.ts";

/** What each mistake that is easily made would add to a month's bill. */
export function costlyMistakes(): readonly CostLine[] {
  const hoursAMonth = 24 * 30;
  const changedUnits = 23_000;
  return [
    { what: "a sign-in client for each practice", dollars: prices.client.dollars * practices },
    { what: "a token an hour for each practice", dollars: prices.token.dollars * practices * hoursAMonth },
    { what: "a metric told by practice", dollars: prices.metric.dollars * practices },
    { what: "an execution for each unit of a night", dollars: prices.transition.dollars * changedUnits * 4 * 30 },
  ];
}
