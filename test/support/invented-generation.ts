import { disclosePlace } from "../../core/disclosure/disclose-place.ts";
import { hideGeneration } from "../../core/disclosure/hide-generation.ts";
import type { Level } from "../../core/organisations/organisation.ts";
import type { PlaceReport } from "../../core/place-report.ts";
import type { HiddenCells, PlaceStatistics } from "../../core/place-statistics.ts";
import { mergeStatistics } from "../../core/statistic.ts";
import { inventedPlace, inventedStatistic, uniformFrom } from "./invented-place.ts";

/** One place of an invented service with what stands above it. */
export type InventedMember = {
  readonly code: string;
  readonly level: Level;
  readonly parent: string | null;
  readonly statistics: PlaceStatistics;
};

/** How large a service is: boards, networks in each, practices in each, and people referred to a practice, each from one number to another. */
export type ServiceSize = Readonly<Record<"boards" | "networks" | "practices" | "referred", readonly [from: number, to: number]>>;

/** A few places with few people: where a subtraction tells most. */
export const smallService: ServiceSize = { boards: [1, 3], networks: [1, 3], practices: [1, 4], referred: [4, 320] };

/** A whole service, in which every place is the sum of those below it. Sizes of practices are spread over orders of magnitude, as real ones are. */
export function inventedGeneration(seed: number, size: ServiceSize = smallService): readonly InventedMember[] {
  const uniform = uniformFrom(seed);
  const between = ([from, to]: readonly [number, number]) => from + Math.floor(uniform() * (to - from + 1));
  const members: InventedMember[] = [];
  const add = (level: keyof typeof levelNames, code: string, parent: string | null, parts: readonly PlaceStatistics[]) => {
    const months = Map.groupBy(
      parts.flatMap((part) => part.months),
      ({ month }) => month,
    );
    const place = inventedPlace(level, mergeStatistics(parts.map(({ statistic }) => statistic)));
    const statistics = {
      ...place,
      place: { level, code, name: levelNames[level] },
      months: [...months]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([month, all]) => ({ month, statistic: mergeStatistics(all.map(({ statistic }) => statistic)) })),
    };
    members.push({ code, level, parent, statistics });
    return statistics;
  };
  const england: PlaceStatistics[] = [];
  for (let board = 0, boards = between(size.boards); board < boards; board++) {
    const inBoard: PlaceStatistics[] = [];
    for (let network = 0, networks = between(size.networks); network < networks; network++) {
      const inNetwork: PlaceStatistics[] = [];
      for (let practice = 0, practices = between(size.practices); practice < practices; practice++) {
        const [from, to] = size.referred;
        const referred = Math.floor(from * (to / from) ** uniform());
        const own = inventedPlace("practice", inventedStatistic(referred, between([1, 1_000_000])));
        inNetwork.push(add("practice", `P${board}${network}${practice}`, `U${board}${network}`, [own]));
      }
      inBoard.push(add("pcn", `U${board}${network}`, `Q${board}`, inNetwork));
    }
    england.push(add("icb", `Q${board}`, "ENG", inBoard));
  }
  add("england", "ENG", null, england);
  return members;
}

const levelNames = { practice: "A practice", pcn: "A network", icb: "A board", england: "England" } as const;

const asOf = "2026-11-01";

/** What a generation asks its places to hide. */
export function hiddenIn(members: readonly InventedMember[]): ReadonlyMap<string, HiddenCells> {
  const places = members.map(({ code, level, parent, statistics }) => ({ code, level, parent, ...pick(statistics) }));
  return hideGeneration(places, { asOf });
}

function pick({ statistic, months }: PlaceStatistics): Pick<PlaceStatistics, "statistic" | "months"> {
  return { statistic, months };
}

/** Every report of a generation: with `hidden`, under the guard of the whole; without, each place for itself. */
export function reportsOf(members: readonly InventedMember[], hidden?: ReadonlyMap<string, HiddenCells>): ReadonlyMap<string, PlaceReport> {
  return new Map(members.map(({ code, statistics }) => [code, disclosePlace({ ...statistics, hidden: hidden?.get(code) })] as const));
}
