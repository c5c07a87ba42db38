import type { EvaluatedPractice } from "../analysis/evaluation-from-statistics.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import type { DerivedStore, StoredStatistic } from "../ports/derived.ts";
import { parseStatistic } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import { placesAbove } from "./pinned-organisations.ts";

type Organisations = OrganisationSnapshot["organisations"];
type Read = { readonly place: PlaceName; readonly months: readonly StoredStatistic[] };
type Given = { readonly organisations: Organisations; readonly derived: DerivedStore };

const practicesAtOnce = 8;

/** All practices of a place are in memory together: beyond so many the comparison is made board by board alone. */
const mostPractices = 1500;

/**
 * The practices of an ICB or of England with their statistics, for the comparison of referrers: below, too few people are behind it. What was read
 * already to set places side by side is not read again.
 */
export async function practicesToEvaluate(
  { place }: { readonly place: { readonly code: string; readonly level: Level } },
  compared: readonly Read[],
  given: Given,
): Promise<readonly EvaluatedPractice[]> {
  if (place.level !== "icb" && place.level !== "england") return [];
  const arePractices = compared.length > 0 && compared.every((other) => other.place.level === "practice");
  const read = arePractices
    ? compared.map((other) => ({ code: other.place.code, months: other.months }))
    : await practicesOf(place.code, given);
  return read.map(({ code, months }) => ({
    practice: code,
    ...boardsOf(code, given.organisations),
    months: months.map(({ month, text }) => ({ month, statistic: parseStatistic(text) })),
  }));
}

async function practicesOf(
  code: string,
  { organisations, derived }: Given,
): Promise<readonly { readonly code: string; readonly months: readonly StoredStatistic[] }[]> {
  const practices = (await derived.places()).filter(
    (place) => place.level === "practice" && placesAbove(organisations, place.code).some((above) => above.code === code),
  );
  if (practices.length > mostPractices) return [];
  return inParallel(practices, practicesAtOnce, async (place) => ({
    code: place.code,
    months: await derived.statisticsOf(place, await derived.standingsOf(place.code)),
  }));
}

function boardsOf(code: string, organisations: Organisations): { readonly pcn: string; readonly icb: string } {
  const above = placesAbove(organisations, code);
  const at = (level: Level) => above.find((place) => place.level === level)?.code ?? "";
  return { pcn: at("pcn"), icb: at("icb") };
}
