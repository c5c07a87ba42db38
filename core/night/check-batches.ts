import * as z from "zod";
import { englandCode, type Level, type OrganisationSnapshot } from "../organisations/organisation.ts";
import { placeRelease, type Releases } from "./manifest.ts";
import { placesAbove } from "./pinned-organisations.ts";

/** A part of checking a generation that is done beside others: some boards with every place below them. */
export const checkBatch = z.object({
  /** Codes of boards, and England's for itself and for what stands below no board. Nothing, where there is nothing to check. */
  boards: z.array(z.string()),
  /** What readers saw of those places when the generation was planned. */
  before: z.record(z.string(), placeRelease),
});

export type CheckBatch = Readonly<z.infer<typeof checkBatch>>;

/** What is written where nothing is to be checked. */
export const nothingToCheck: CheckBatch = { boards: [], before: {} };

type Organisations = OrganisationSnapshot["organisations"];
type Place = { readonly code: string; readonly level: Level };

/** The board with which a place is checked: its own, or England where it stands below none. */
export function boardOver(organisations: Organisations, { code, level }: Place): string {
  return level === "icb" ? code : (placesAbove(organisations, code).find((above) => above.level === "icb")?.code ?? englandCode);
}

/** So many places drawn anew are checked together at most, unless one board alone has more: a minute's work. */
const drawnInBatch = 150;

/** All boards in lists, each board in one of them: by how many of its places are drawn anew, since those are what checking costs. England is heavy when it is drawn: it is the sum of all boards. */
export function checkBatches(
  places: Iterable<Place>,
  { drawn, organisations }: { readonly drawn: ReadonlySet<string>; readonly organisations: Organisations },
  most = drawnInBatch,
): readonly (readonly string[])[] {
  const boards = [...Map.groupBy(places, (place) => boardOver(organisations, place))].sort(([a], [b]) => (a < b ? -1 : 1));
  const weightOf = (board: string, below: readonly Place[]) =>
    below.filter(({ code }) => drawn.has(code)).length + (board === englandCode && drawn.has(englandCode) ? boards.length : 0);
  const batches: { weight: number; readonly boards: string[] }[] = [];
  for (const [board, below] of boards) {
    const [weight, last] = [weightOf(board, below), batches.at(-1)];
    if (last === undefined || last.weight + weight > most) batches.push({ weight, boards: [board] });
    else {
      last.weight += weight;
      last.boards.push(board);
    }
  }
  return batches.map((batch) => batch.boards);
}

/** The same lists with what readers saw of each. */
export function withReleases(
  lists: readonly (readonly string[])[],
  { before, organisations }: { readonly before: Releases; readonly organisations: Organisations },
): readonly CheckBatch[] {
  const seen = Map.groupBy(Object.entries(before), ([code, { level }]) => boardOver(organisations, { code, level }));
  return lists.map((boards) => ({ boards: [...boards], before: Object.fromEntries(boards.flatMap((board) => seen.get(board) ?? [])) }));
}
