import { type Grouping, groupings, type HeadFacts } from "./head-facts.ts";
import type { Baselines } from "./pair-surveys.ts";

/** Combinations of levels in the order of their levels: the columns that are 1 in each, and each combination's rank; −1 with an unseen level. */
export type SeenProfiles = {
  readonly columns: readonly string[];
  /** The level of each covariate that has no column. */
  readonly references: readonly string[];
  readonly list: readonly Int32Array[];
  readonly rank: Int32Array;
};

/** The combinations of the chosen covariates that occur among the paired. */
export function seenProfiles(facts: HeadFacts, { head }: Baselines, paired: Int32Array, covariates: readonly Grouping[]): SeenProfiles {
  const { profiles } = facts;
  const marked = new Uint8Array(profiles.size);
  for (let index = 0; index < paired.length; index++) marked[facts.profile[head[paired[index] ?? 0] ?? 0] ?? 0] = 1;
  const chosen = covariates.map((covariate) => groupings.indexOf(covariate));
  const seen = chosen.map((factor) => new Uint8Array(facts.covariates[factor]?.names.length ?? 0));
  for (let profile = 0; profile < profiles.size; profile++) {
    if (marked[profile] === 1) for (const [index, factor] of chosen.entries()) (seen[index] ?? marked)[profiles.at(profile, factor)] = 1;
  }
  const places = seen.map(placesAmong);
  const levels = Array.from({ length: profiles.size }, (_, profile) =>
    chosen.map((factor, index) => places[index]?.[profiles.at(profile, factor)] ?? -1),
  );
  const names = chosen.map((factor, index) => (facts.covariates[factor]?.names ?? []).filter((_, level) => seen[index]?.[level] === 1));
  return {
    columns: names.flatMap((list, index) => list.slice(1).map((name) => `${covariates[index]}${name}`)),
    references: names.map(([first = ""]) => first),
    ...rankedProfiles(levels, names),
  };
}

// profiles that differ only in a covariate that was not chosen share a rank
function rankedProfiles(
  levels: readonly (readonly number[])[],
  names: readonly (readonly string[])[],
): Pick<SeenProfiles, "list" | "rank"> {
  const distinct = new Map(levels.filter((profile) => !profile.includes(-1)).map((profile) => [profile.join(), profile]));
  const ordered = [...distinct.values()].sort(compareLevels);
  const ranks = new Map(ordered.map((profile, place) => [profile.join(), place]));
  return {
    list: ordered.map((profile) => profileColumns(profile, names)),
    rank: Int32Array.from(levels, (profile) => ranks.get(profile.join()) ?? -1),
  };
}

function compareLevels(a: readonly number[], b: readonly number[]): number {
  for (const [index, level] of a.entries()) if (level !== b[index]) return level - (b[index] ?? 0);
  return 0;
}

function profileColumns(profile: readonly number[], names: readonly (readonly string[])[]): Int32Array {
  const columns: number[] = [];
  let start = 3;
  for (const [factor, level] of profile.entries()) {
    if (level > 0) columns.push(start + level - 1);
    start += Math.max(0, (names[factor]?.length ?? 1) - 1);
  }
  return Int32Array.from(columns);
}

/** Places among those that are marked, −1 for the others. */
export function placesAmong(marked: Uint8Array): Int32Array {
  const places = new Int32Array(marked.length).fill(-1);
  let used = 0;
  for (let index = 0; index < marked.length; index++) if (marked[index] === 1) places[index] = used++;
  return places;
}
