import { actionsAtMost } from "../fhir/transaction.ts";
import { unitName } from "../night/unit.ts";
import type { EpisodeWrite, WrittenAnswer } from "../ports/source.ts";
import { hasWaited } from "./episode-write.ts";

/** At most so many actions of a transaction does the write of an episode take: counted as the store writes it, every row by itself. */
export function actionsOf(write: EpisodeWrite): number {
  const { newPeople, placements, units, left, marks, lists, wasListed } = write;
  const listed = [lists.followUps, lists.attention, wasListed.followUps, wasListed.attention].filter((one) => one !== null).length;
  return (
    1 +
    2 * newPeople.length +
    2 * placements.length +
    placements.filter(hasWaited).length +
    units.length +
    left.length +
    marks.length +
    listed
  );
}

/** How many actions an answer takes. */
export function actionsOfAnswer({ ledgers }: WrittenAnswer): number {
  return 1 + ledgers.length;
}

/**
 * Puts as many writes of different episodes as fit into one transaction, in their order. No row may stand in a transaction twice: two referrals of one new person go into
 * two.
 */
export function packed<Ready extends { readonly write: EpisodeWrite }>(ready: readonly Ready[]): readonly (readonly Ready[])[] {
  const packs: Ready[][] = [];
  let [actions, people] = [0, new Set<string>()];
  for (const one of ready) {
    const [more, named] = [actionsOf(one.write), one.write.newPeople.map(({ pid }) => pid)];
    const last = packs.at(-1);
    if (last === undefined || actions + more > actionsAtMost || named.some((pid) => people.has(pid))) {
      packs.push([one]);
      [actions, people] = [more, new Set(named)];
    } else {
      last.push(one);
      actions += more;
      for (const pid of named) people.add(pid);
    }
  }
  return packs;
}

/** The writes with one mark for each unit that they touch together: it is there with all of them or none of them is. */
export function markedOnce(writes: readonly EpisodeWrite[]): readonly EpisodeWrite[] {
  const marked = new Set<string>();
  return writes.map((write) => {
    const marks = write.marks.filter((mark) => !marked.has(unitName(mark)));
    for (const mark of marks) marked.add(unitName(mark));
    return { ...write, marks };
  });
}
