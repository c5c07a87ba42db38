import { type DataQualityTable, eventFates, type RecordedFact, recordedFacts } from "../data-quality-table.ts";
import { eventsBehind } from "../night/ledger-keys.ts";
import type { OutcomeReport } from "../place-report.ts";
import type { Shown } from "../shown.ts";
import { keyParts, type Statistic } from "../statistic.ts";
import { countOf, hideCells } from "./hide-cells.ts";
import type { OutcomeTable } from "./outcome-cells.ts";
import type { DisclosureProfile } from "./profile.ts";
import { missing, showCount, suppressed } from "./show.ts";
import { shownPercent } from "./shown-estimate.ts";

/** What its table is called among those of a generation. */
export const qualityName = "quality";

/** A fact is recorded of some people, and of others it is not. */
const knownCell = (fact: RecordedFact) => `recorded of ${fact}`;
const unknownCell = (fact: RecordedFact) => `not recorded of ${fact}`;

/** Whom each fact is asked of: everybody referred, or those with a first anxiety score. */
const askedCell = (fact: RecordedFact) => (fact === "role" || fact === "activity" ? "referred" : "asked");

/** Everything that is counted of how complete the data are, with what adds up to what. Events of people who are left out are in no class, and are not shown. */
export function qualityTable(statistic: Statistic): OutcomeTable {
  const { leftOut, leftOutEvents, ...behind } = eventsBehind(statistic);
  const facts = factCounts(statistic);
  const cells = new Map<string, number>([
    ...eventFates.map((fate) => [fate, behind[fate]] as const),
    ["leftOut", leftOut],
    ["leftOutEvents", leftOutEvents],
    ["referred", facts.role.all],
    ["asked", facts.age.all],
    ...recordedFacts.flatMap((fact) => [
      [knownCell(fact), facts[fact].known] as const,
      [unknownCell(fact), facts[fact].all - facts[fact].known] as const,
    ]),
  ]);
  const smallestFirst = (parts: readonly string[]) => parts.toSorted((a, b) => countOf(cells, a) - countOf(cells, b));
  const classes = eventFates.filter((fate) => fate !== "received");
  // nobody left out would protect nobody
  const ofEvents = smallestFirst([...classes, ...(leftOutEvents > 0 ? ["leftOutEvents"] : [])]);
  const ofFacts = recordedFacts.map((fact) => ({
    total: askedCell(fact),
    parts: smallestFirst([knownCell(fact), unknownCell(fact)]),
    shares: true,
  }));
  return {
    cells,
    lines: [{ total: "received", parts: ofEvents, shares: true }, ...ofFacts],
    unpublished: new Set(["leftOutEvents"]),
    kept: new Set(["referred", "asked"]),
  };
}

/**
 * How complete the data of a place are. Percentages of scores come from the counts that the outcomes' pages show; of facts, from rounded counts, and where
 * of only a few people nothing is recorded, nothing is said. `also` is what the generation as a whole hides.
 */
export function discloseQuality(
  statistic: Statistic,
  outcomes: readonly OutcomeReport[],
  { profile, also }: { readonly profile: DisclosureProfile; readonly also?: Iterable<string> | undefined },
): DataQualityTable {
  const { cells, lines, ...rest } = qualityTable(statistic);
  const hidden = hideCells(cells, lines, { hiddenUpTo: profile.hiddenUpTo, ...rest, also });
  const facts = factCounts(statistic);
  const shown = (id: string) => (hidden.has(id) ? suppressed : showCount(countOf(cells, id), profile));
  const recorded = (fact: RecordedFact): Shown => {
    const isHidden = [knownCell(fact), unknownCell(fact), askedCell(fact)].some((id) => hidden.has(id));
    return isHidden || isUnseen(fact, facts, outcomes) ? suppressed : recordedPercent(facts[fact], profile);
  };
  return {
    events: eventFates.map((fate) => ({ fate, n: shown(fate) })),
    leftOut: shown("leftOut"),
    recorded: recordedFacts.map((fact) => ({ fact, percent: recorded(fact) })),
    scores: outcomes.map(({ outcome, flow }) => ({
      outcome,
      first: percentOf(flow.baseline, flow.started),
      followUp: percentOf(flow.followedUp, flow.baseline, flow.notYetDue),
    })),
  };
}

/** Whether what is asked with the scores of anxiety is not told because those are not. */
function isUnseen(fact: RecordedFact, facts: Readonly<Record<RecordedFact, Counted>>, outcomes: readonly OutcomeReport[]): boolean {
  const anxiety = outcomes.find(({ outcome }) => outcome === "anxiety");
  return fact !== "role" && fact !== "activity" && facts[fact].all === 0 && anxiety?.flow.baseline.kind === "suppressed";
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
