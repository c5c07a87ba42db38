import type { Evaluator } from "../analysis/evaluation-from-statistics.ts";
import type { EvaluationAnswer } from "../evaluation-report.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import { inParallel } from "./in-parallel.ts";
import type { Releases } from "./manifest.ts";
import { placesAbove } from "./pinned-organisations.ts";
import type { MonthsReader, ReleasedMonths } from "./released-months.ts";

type Organisations = OrganisationSnapshot["organisations"];
type Read = { readonly place: PlaceName } & Pick<ReleasedMonths, "months">;
type Given = {
  readonly organisations: Organisations;
  readonly releases: Releases;
  readonly read: MonthsReader;
  readonly evaluator: Evaluator;
};

const practicesAtOnce = 8;

/**
 * The comparison of referrers at an ICB or in England, from what is released of its practices: below, too few people are behind it. Practices are read one
 * after another, and of each nothing stays but its cross-products; what was read already to set places side by side is not read again.
 */
export async function evaluatePractices(
  { place }: { readonly place: { readonly code: string; readonly level: Level } },
  compared: readonly Read[],
  { organisations, evaluator, releases, read }: Given,
): Promise<readonly EvaluationAnswer[]> {
  if (place.level !== "icb" && place.level !== "england") return [];
  const take = (practice: string, months: ReleasedMonths["months"]) =>
    evaluator.take({ practice, ...boardsOf(practice, organisations), months });
  const arePractices = compared.length > 0 && compared.every((other) => other.place.level === "practice");
  if (arePractices) for (const other of compared) take(other.place.code, other.months);
  else
    await inParallel(practicesUnder(place.code, organisations, releases), practicesAtOnce, async ({ code, table }) =>
      take(code, (await read(table)).months),
    );
  return evaluator.answers();
}

function practicesUnder(code: string, organisations: Organisations, releases: Releases) {
  return Object.entries(releases).flatMap(([practice, { level, table }]) => {
    const isBelow = level === "practice" && placesAbove(organisations, practice).some((above) => above.code === code);
    return isBelow && table !== null ? [{ code: practice, table }] : [];
  });
}

function boardsOf(code: string, organisations: Organisations): { readonly pcn: string; readonly icb: string } {
  const above = placesAbove(organisations, code);
  const at = (level: Level) => above.find((place) => place.level === level)?.code ?? "";
  return { pcn: at("pcn"), icb: at("icb") };
}
