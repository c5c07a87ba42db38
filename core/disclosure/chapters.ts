import { canonicalJson } from "../canonical-json.ts";
import type { Chapters, OutcomeReport, PlaceFrame, PlaceReport } from "../place-report.ts";
import type { Digest } from "../ports/digest.ts";

/** What the pages of one outcome are given of their place: nothing that could change without them. */
export function frameOf({ place, above, sample, period, asOf, suppression, provenance, outcomes, evaluations }: PlaceReport): PlaceFrame {
  return {
    ...{ place, above, sample, period, asOf, suppression, provenance },
    outcomes: outcomes.map(({ outcome }) => ({ outcome })),
    evaluations: evaluations.map(() => null),
  };
}

/**
 * The pages of each outcome, by their folder, under the hash of all that they show but who drew them and when. Where it is the hash of the pages
 * that readers have, those stay, with the run and the day that drew them.
 */
export function chaptersOf(report: PlaceReport, digest: Digest): Chapters {
  const { provenance, ...frame } = frameOf(report);
  const { codeVersion, methodVersion } = provenance;
  const hash = (outcome: OutcomeReport) => digest(canonicalJson({ frame, codeVersion, methodVersion, outcome }));
  return Object.fromEntries(report.outcomes.map((outcome) => [outcome.outcome, hash(outcome)]));
}
