import { lossReasons } from "../episodes/loss-reason.ts";
import type { LostTable } from "../place-report.ts";
import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import { countOf, hideCells } from "./hide-cells.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount, suppressed } from "./show.ts";

/** People who were lost by the reason that was given, in its fixed order; reasons of nobody are left out. No hidden count is the rest of those shown. */
export function discloseLost(statistic: Statistic, profile: DisclosureProfile): LostTable {
  const cells = new Map<string, number>([["lost", 0]]);
  for (const [key, n] of keysUnder(statistic, "lost")) {
    const [, , , reason = ""] = keyParts(key);
    cells.set("lost", countOf(cells, "lost") + n);
    cells.set(reason, countOf(cells, reason) + n);
  }
  const reasons = lossReasons.filter((reason) => countOf(cells, reason) > 0);
  const parts = reasons.toSorted((a, b) => countOf(cells, a) - countOf(cells, b));
  const rule = { hiddenUpTo: profile.hiddenUpTo, unpublished: new Set<string>(), kept: new Set(["lost"]) };
  const hidden = hideCells(cells, [{ total: "lost", parts, shares: true }], rule);
  const shown = (id: string) => (hidden.has(id) ? suppressed : showCount(countOf(cells, id), profile));
  return { n: shown("lost"), byReason: reasons.map((reason) => ({ reason, n: shown(reason) })) };
}
