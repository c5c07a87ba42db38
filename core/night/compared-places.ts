import type { Evaluator } from "../analysis/evaluation-from-statistics.ts";
import { canonicalJson } from "../canonical-json.ts";
import { funnelPlaces } from "../disclosure/disclose-funnel.ts";
import type { EvaluationAnswer } from "../evaluation-report.ts";
import type { Registry } from "../instruments/registry.ts";
import type { Level, OrganisationSnapshot } from "../organisations/organisation.ts";
import type { PlaceName } from "../place-report.ts";
import type { ComparedPlace, FunnelPlaces, HiddenCells } from "../place-statistics.ts";
import type { Digest } from "../ports/digest.ts";
import type { BoardMemory } from "./board-memory.ts";
import { inParallel } from "./in-parallel.ts";
import type { Releases } from "./manifest.ts";
import { placesAbove } from "./pinned-organisations.ts";
import { type MonthsReader, summedMonths } from "./released-months.ts";

type Organisations = OrganisationSnapshot["organisations"];

/** What setting places side by side is done with. A table is read only where no earlier drawing worked out of it what is asked for. */
export type Comparing = {
  readonly memories: readonly BoardMemory[];
  readonly read: MonthsReader;
  readonly digest: Digest;
  readonly asOf: string;
  readonly registry?: Registry | undefined;
  readonly organisations: Organisations;
  readonly releases: Releases;
  readonly evaluator: Evaluator;
};

type PlannedPlace = { readonly place: PlaceName; readonly table: string; readonly hidden?: HiddenCells | undefined };

/** The places set side by side on a page, each with its points, and what is to be remembered of them. */
export type Compared = { readonly places: readonly ComparedPlace[]; readonly points: BoardMemory["points"] };

/** What evaluations come to, and what is to be remembered of the practices they are about. */
export type Evaluated = { readonly answers: readonly EvaluationAnswer[]; readonly parts: BoardMemory["parts"] };

const placesAtOnce = 8;

/** The points of places in the funnels of a page. Law: equal to what reading every table gives, whatever is remembered. */
export async function comparePoints(planned: readonly PlannedPlace[], given: Comparing): Promise<Compared> {
  const found = await inParallel(planned, placesAtOnce, async ({ place, table, hidden }) => {
    const of = given.digest(canonicalJson({ level: place.level, table, hidden: hidden ?? {} }));
    return [
      place,
      {
        of,
        made:
          remembered(
            given.memories.map(({ points }) => points),
            { code: place.code, of },
          ) ?? (await pointsOf({ place, table, hidden }, given)),
      },
    ] as const;
  });
  return {
    places: found.map(([place, { made }]) => ({ place, points: made })),
    points: Object.fromEntries(found.map(([{ code }, point]) => [code, point])),
  };
}

async function pointsOf({ place, table, hidden }: PlannedPlace, { read, asOf, registry }: Comparing): Promise<FunnelPlaces> {
  const { months } = await read(table);
  return funnelPlaces({ place, statistic: summedMonths(months), hidden }, { asOf, registry });
}

/**
 * The comparison of referrers at an ICB or in England, from what is released of its practices: below, too few people are behind it. Practices are read one
 * after another, and of each nothing stays but its cross-products. Law: equal to what reading every practice gives, whatever is remembered.
 */
export async function evaluatePractices(place: { readonly code: string; readonly level: Level }, given: Comparing): Promise<Evaluated> {
  if (place.level !== "icb" && place.level !== "england") return { answers: [], parts: {} };
  const { evaluator, organisations, releases } = given;
  const found = await inParallel(practicesUnder(place.code, organisations, releases), placesAtOnce, async ({ code, table }) => {
    const boards = boardsOf(code, organisations);
    const of = given.digest(canonicalJson({ table, boards }));
    const made =
      remembered(
        given.memories.map(({ parts }) => parts),
        { code, of },
      ) ?? evaluator.of({ practice: code, ...boards, months: (await given.read(table)).months });
    evaluator.take(code, made);
    return [code, { of, made }] as const;
  });
  return { answers: evaluator.answers(), parts: Object.fromEntries(found) };
}

function remembered<Made>(
  tables: readonly Readonly<Record<string, { readonly of: string; readonly made: Made }>>[],
  { code, of }: { readonly code: string; readonly of: string },
): Made | undefined {
  for (const table of tables) {
    const known = Object.hasOwn(table, code) ? table[code] : undefined;
    if (known?.of === of) return known.made;
  }
  return undefined;
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
