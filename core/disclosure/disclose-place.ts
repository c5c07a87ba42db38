import type { Registry } from "../instruments/registry.ts";
import { alwaysReported, outcomes as everyOutcome, type Outcome, type PlaceReport } from "../place-report.ts";
import type { PlaceStatistics } from "../place-statistics.ts";
import { keyParts, keysUnder } from "../statistic.ts";
import { discloseChanges } from "./disclose-changes.ts";
import { discloseEvaluation } from "./disclose-evaluation.ts";
import { discloseLost } from "./disclose-lost.ts";
import { discloseOutcome } from "./disclose-outcome.ts";
import { discloseQuality, qualityName } from "./disclose-quality.ts";
import { instrumentFor, instrumentOf } from "./measure-of.ts";
import { type DisclosureProfile, profileOf, subnational } from "./profile.ts";
import { toldPeople } from "./told-people.ts";

/**
 * The only way from what is known of a place to what is published of it.
 *
 * Laws: below national level no count from 1 to 7 is shown, none can be worked out from the others of the place, and percentages
 * carry no more than the counts beside them; at national level every count is the exact one.
 */
export function disclosePlace(
  statistics: PlaceStatistics,
  profile: DisclosureProfile = profileOf(statistics.place.level),
  registry?: Registry,
): PlaceReport {
  const { place, above, below, sample, period, asOf, provenance } = statistics;
  const { since: _, ...shownProvenance } = provenance;
  const outcomes = reportedOutcomes(statistics, registry).map((outcome) => discloseOutcome(outcome, statistics, { profile, registry }));
  return {
    place,
    above,
    below,
    sample,
    period,
    asOf,
    suppression: { profile: profile.name, words: profile.words },
    provenance: shownProvenance,
    outcomes,
    // one person more is one person's, however large the place is
    changes: discloseChanges(statistics, profile.hiddenUpTo === 0 ? subnational : profile),
    lost: discloseLost(statistics.statistic, profile, statistics.hidden?.lost),
    quality: discloseQuality(statistics.statistic, outcomes, { profile, also: statistics.hidden?.[qualityName] }),
    evaluations: (statistics.evaluations ?? []).flatMap((found) => {
      const shown = discloseEvaluation(found, {
        instrument: instrumentOf(found.instrument, registry),
        profile,
        people: toldPeople(found, outcomes),
      });
      return shown === null ? [] : [shown];
    }),
  };
}

/** What every place reports, and what else somebody here was asked about. Nobody is no small number, so leaving an outcome out tells no more than a zero. */
function reportedOutcomes({ statistic }: PlaceStatistics, registry: Registry | undefined): readonly Outcome[] {
  const asked = new Set<string>();
  for (const [key] of ["pair", "single"].flatMap((kind) => keysUnder(statistic, kind))) {
    const [kind, measure = ""] = keyParts(key);
    if (kind === "pair" || kind === "single") asked.add(measure);
  }
  return everyOutcome.filter((outcome) => alwaysReported.has(outcome) || asked.has(instrumentFor(outcome, registry).id));
}
