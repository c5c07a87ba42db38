import { createHash } from "node:crypto";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { contribute, statisticKeys } from "../../../core/episodes/contribution.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { ServiceEvent } from "../../../core/events/event.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import type { PlaceName, PlaceReport } from "../../../core/place-report.ts";
import { simulate } from "../../../core/simulation/simulate.ts";
import { mergeStatistics, type Statistic } from "../../../core/statistic.ts";

const until = "2026-10-31";

/** England's report and those of its practices, from a simulated service folded, counted and disclosed as the night does it. */
export function simulatedReports(
  practices: number,
  referrals: number,
): { readonly england: PlaceReport; readonly practices: readonly PlaceReport[] } {
  const counted = new Map<string, Map<string, Map<string, number>>>();
  for (const { events } of simulate({ referrals, practices, seed: 20_261_122, until }).referrals()) count(counted, events);
  const england: PlaceName = { level: "england", code: "ENG", name: "England" };
  const months = new Map<string, Statistic[]>();
  for (const ofPractice of counted.values())
    for (const [month, statistic] of ofPractice) months.set(month, [...(months.get(month) ?? []), statistic]);
  return {
    england: reportOf(england, [], new Map([...months].map(([month, statistics]) => [month, mergeStatistics(statistics)]))),
    practices: [...counted].map(([code, ofPractice]) =>
      reportOf({ level: "practice", code, name: `Practice ${code}` }, [england], ofPractice),
    ),
  };
}

function count(counted: Map<string, Map<string, Map<string, number>>>, events: readonly ServiceEvent[]): void {
  const contribution = contribute(foldEpisode(events.map(kept)));
  if (contribution === null) return;
  const months = counted.get(contribution.practice) ?? new Map<string, Map<string, number>>();
  const keys = months.get(contribution.month) ?? new Map<string, number>();
  for (const key of statisticKeys(contribution)) keys.set(key, (keys.get(key) ?? 0) + 1);
  counted.set(contribution.practice, months.set(contribution.month, keys));
}

/** What the store would hold of an event that was sent. */
function kept(event: ServiceEvent): KeptEvent {
  return event.type === "referral.recorded" ? { ...event, patient: { pid: event.referralId } } : (event as KeptEvent);
}

function reportOf(place: PlaceName, above: readonly PlaceName[], counted: ReadonlyMap<string, Statistic>): PlaceReport {
  const months = [...counted].map(([month, statistic]) => ({ month, statistic })).toSorted((a, b) => (a.month < b.month ? -1 : 1));
  return disclosePlace({
    place,
    above,
    below: [],
    sample: true,
    period: { from: months[0]?.month ?? "2026-10", to: months.at(-1)?.month ?? "2026-10" },
    asOf: "2026-11-01",
    statistic: mergeStatistics(months.map(({ statistic }) => statistic)),
    months,
    provenance: {
      dataSnapshot: createHash("sha256").update(place.code).digest("hex"),
      codeVersion: "bench",
      methodVersion: 1,
      organisationSnapshot: "bench",
      run: 1,
      drawnOn: "2026-11-22",
    },
  });
}
