import * as z from "zod";
import type { OrganisationSnapshot } from "../organisations/organisation.ts";
import type { Digest } from "../ports/digest.ts";
import { standsAt } from "./decide-releases.ts";
import { placeRelease, type Releases } from "./manifest.ts";
import { placesAbove } from "./pinned-organisations.ts";
import type { StandingPlace } from "./place-inputs.ts";
import type { Unit } from "./unit.ts";

/** A part of planning pages that is done beside others: the practices of one board that may have moved, and what readers see of everything on that board. */
export const boardBatch = z.object({
  /** The board; `null` where there is nothing to do. */
  board: z.string().nullable(),
  /** The generation that readers saw when the night was planned: what is seen is told of it, and holds for no other. */
  liveGen: z.int().nullable(),
  /** Whether every table is read anew, moved or not: other rules than those of that generation, or another month. */
  anew: z.boolean(),
  practices: z.array(z.string()),
  before: z.record(z.string(), placeRelease),
});

export type BoardBatch = Readonly<z.infer<typeof boardBatch>>;

/** What is written where nothing is planned beside. */
export const noBoard: BoardBatch = { board: null, liveGen: null, anew: false, practices: [], before: {} };

/** What stands, what is about to be recomputed, and what readers see. */
export type Moving = Pick<BoardBatch, "liveGen" | "anew"> & {
  readonly units: readonly Pick<Unit, "code">[];
  readonly standing: ReadonlyMap<string, Pick<StandingPlace, "code" | "level" | "months">>;
  readonly organisations: OrganisationSnapshot["organisations"];
  readonly before: Releases;
  readonly digest: Digest;
  readonly movesBy: number;
};

/** With fewer practices one function plans them all in seconds, and spreading them would only cost. */
const fewestToSpread = 100;

/**
 * The boards whose practices are planned beside each other; none, where few have moved. It need not be right: what a batch leaves out, or has not got to, is done when all
 * boards are brought together.
 */
export function boardBatches(moving: Moving, fewest = fewestToSpread): readonly BoardBatch[] {
  const { organisations, before, liveGen, anew } = moving;
  const moved = movedPractices(moving);
  if (moved.length < fewest) return [];
  const boardOf = (code: string) => placesAbove(organisations, code).find(({ level }) => level === "icb")?.code ?? null;
  const seen = Map.groupBy(Object.entries(before), ([code, { level }]) => (level === "icb" ? code : boardOf(code)));
  const boards = [...Map.groupBy(moved, boardOf)].filter((entry): entry is [string, string[]] => entry[0] !== null);
  return boards
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([board, practices]) => ({ board, liveGen, anew, practices, before: Object.fromEntries(seen.get(board) ?? []) }));
}

/** Practices that are about to be recomputed, or stand otherwise than readers see them; all that stand, where every table is read anew. */
function movedPractices({ units, standing, before, anew, ...rule }: Moving): readonly string[] {
  const practices = [...standing.values()].filter(({ level }) => level === "practice");
  const others = practices.filter((place) => anew || before[place.code]?.of !== standsAt(place, rule));
  const moved = new Set([...units, ...others].map(({ code }) => code));
  return [...moved].sort();
}
