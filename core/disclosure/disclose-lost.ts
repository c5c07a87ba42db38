import { lossReasons } from "../episodes/loss-reason.ts";
import type { LostTable } from "../place-report.ts";
import { keyParts, keysUnder, type Statistic } from "../statistic.ts";
import { countOf, hideCells } from "./hide-cells.ts";
import type { OutcomeTable } from "./outcome-cells.ts";
import type { DisclosureProfile } from "./profile.ts";
import { showCount, suppressed } from "./show.ts";

/** Everything that is counted of people who were lost, by the reason that was given; reasons of nobody are left out. */
export function lostTable(statistic: Statistic): OutcomeTable {
  const cells = new Map<string, number>([["lost", 0]]);
  for (const [key, n] of keysUnder(statistic, "lost")) {
    const [, , , reason = ""] = keyParts(key);
    cells.set("lost", countOf(cells, "lost") + n);
    cells.set(reason, countOf(cells, reason) + n);
  }
  const reasons = lossReasons.filter((reason) => countOf(cells, reason) > 0);
  const parts = reasons.toSorted((a, b) => countOf(cells, a) - countOf(cells, b));
  return { cells, lines: [{ total: "lost", parts, shares: true }], unpublished: new Set(), kept: new Set(["lost"]) };
}

/** People who were lost by reason, in its fixed order. No hidden count is the rest of those shown; `also` is what the generation as a whole hides. */
export function discloseLost(statistic: Statistic, profile: DisclosureProfile, also?: Iterable<string>): LostTable {
  const { cells, lines, ...rest } = lostTable(statistic);
  const hidden = hideCells(cells, lines, { hiddenUpTo: profile.hiddenUpTo, ...rest, also });
  const reasons = lossReasons.filter((reason) => countOf(cells, reason) > 0);
  const shown = (id: string) => (hidden.has(id) ? suppressed : showCount(countOf(cells, id), profile));
  return { n: shown("lost"), byReason: reasons.map((reason) => ({ reason, n: shown(reason) })) };
}
