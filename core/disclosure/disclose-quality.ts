import { type DataQualityTable, eventFates, type RecordedFact, recordedFacts } from "../data-quality-table.ts";
import { eventsBehind } from "../night/ledger-keys.ts";
import type { OutcomeReport } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import { keyParts, type Statistic } from "../statistic.ts";
import type { DisclosureProfile } from "./profile.ts";
import { missing, showCount, suppressed } from "./show.ts";
import { shownPercent } from "./shown-estimate.ts";

/**
 * How complete the data of a place are. Percentages of scores come from the counts that the outcomes' pages show; of facts, from rounded counts, and where
 * of only a few people nothing is recorded, nothing is said.
 */
export function discloseQuality(statistic: Statistic, outcomes: readonly OutcomeReport[], profile: DisclosureProfile): DataQualityTable {
  const behind = eventsBehind(statistic);
  const facts = factCounts(statistic);
  return {
    events: eventFates.map((fate) => ({ fate, n: showCount(behind[fate], profile) })),
    leftOut: showCount(behind.leftOut, profile),
    recorded: recordedFacts.map((fact) => ({ fact, percent: recordedPercent(facts[fact], profile) })),
    scores: outcomes.map(({ outcome, flow }) => ({
      outcome,
      first: percentOf(flow.baseline, flow.started),
      followUp: percentOf(flow.followedUp, flow.baseline, flow.notYetDue),
    })),
  };
}

type Counted = { all: number; known: number };

function factCounts(statistic: Statistic): Record<RecordedFact, Counted> {
  const counts: Record<RecordedFact, Counted> = {
    role: { all: 0, known: 0 },
    activity: { all: 0, known: 0 },
    age: { all: 0, known: 0 },
    sex: { all: 0, known: 0 },
    imd: { all: 0, known: 0 },
    ethnicity: { all: 0, known: 0 },
  };
  const count = (fact: RecordedFact, level: string | undefined, n: number) => {
    counts[fact].all += n;
    // Z and 99 are the ethnic categories of who would not or was not asked to say
    if (level !== undefined && !["unknown", "Z", "99"].includes(level)) counts[fact].known += n;
  };
  for (const [key, n] of statistic) {
    const [kind, second, third, fourth] = keyParts(key);
    if (kind === "flow" && fourth === "referred") {
      count("role", second, n);
      count("activity", third, n);
    }
    if (kind === "equity" && second === "gad-7") {
      const fact = recordedFacts.find((one) => one === third);
      if (fact !== undefined) count(fact, fourth, n);
    }
  }
  return counts;
}

function recordedPercent({ all, known }: Counted, profile: DisclosureProfile): Shown {
  const unknown = all - known;
  if (all === 0) return missing;
  if (all < profile.minimumDenominator) return suppressed;
  if ([known, unknown].some((n) => n >= 1 && n <= profile.hiddenUpTo)) return suppressed;
  return unknown === 0 ? { kind: "value", value: 100 } : shownPercent(known, all, profile);
}

/** From counts as they are shown. */
function percentOf(part: Shown, of: Shown, less: Shown = { kind: "value", value: 0 }): Shown {
  if (part.kind !== "value" || of.kind !== "value") return suppressed;
  const due = of.value - (less.kind === "value" ? less.value : 0);
  return due <= 0 ? missing : { kind: "value", value: Math.round(Math.min(100, (100 * part.value) / due)) };
}
