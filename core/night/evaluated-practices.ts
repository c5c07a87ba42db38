import type { Evaluator } from "../analysis/evaluation-from-statistics.ts";
import type { EvaluationAnswer } from "../evaluation-report.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import type { DerivedStore, StoredStatistic } from "../ports/derived.ts";
import { parseStatistic } from "../statistic.ts";
import { inParallel } from "./in-parallel.ts";
import { placesAbove } from "./pinned-organisations.ts";

type Organisations = OrganisationSnapshot["organisations"];
type Read = { readonly place: PlaceName; readonly months: readonly StoredStatistic[] };
type Given = { readonly organisations: Organisations; readonly derived: DerivedStore; readonly evaluator: Evaluator };

const practicesAtOnce = 8;

/**
 * The comparison of referrers at an ICB or in England, from the statistics of its practices: below, too few people are behind it. Practices are read one
 * after another, and of each nothing stays but its cross-products; what was read already to set places side by side is not read again.
 */
export async function evaluatePractices(
  { place }: { readonly place: { readonly code: string; readonly level: Level } },
  compared: readonly Read[],
  { organisations, derived, evaluator }: Given,
): Promise<readonly EvaluationAnswer[]> {
  if (place.level !== "icb" && place.level !== "england") return [];
  const take = (practice: string, months: readonly StoredStatistic[]) => {
    const parsed = months.map(({ month, text }) => ({ month, statistic: parseStatistic(text) }));
    evaluator.take({ practice, ...boardsOf(practice, organisations), months: parsed });
  };
  const arePractices = compared.length > 0 && compared.every((other) => other.place.level === "practice");
  if (arePractices) for (const other of compared) take(other.place.code, other.months);
  else
    await inParallel(await practicesUnder(place.code, { organisations, derived }), practicesAtOnce, async (practice) =>
      take(practice.code, await derived.statisticsOf(practice, await derived.standingsOf(practice.code))),
    );
  return evaluator.answers();
}

async function practicesUnder(code: string, { organisations, derived }: Omit<Given, "evaluator">) {
  return (await derived.places()).filter(
    (place) => place.level === "practice" && placesAbove(organisations, place.code).some((above) => above.code === code),
  );
}

function boardsOf(code: string, organisations: Organisations): { readonly pcn: string; readonly icb: string } {
  const above = placesAbove(organisations, code);
  const at = (level: Level) => above.find((place) => place.level === level)?.code ?? "";
  return { pcn: at("pcn"), icb: at("icb") };
}
