import { canonicalJson } from "../../core/canonical-json.ts";
import { unitsOf } from "../../core/keeping/episode-write.ts";
import type {
  EpisodeState,
  EpisodeStore,
  EpisodeWrite,
  Located,
  Placement,
  StoredEvent,
  Wait,
  WaitOutcome,
  WriteOutcome,
} from "../../core/ports/source.ts";
import { listedBy, unlisted } from "../../core/practice/episode-lists.ts";

/** A store in memory that enforces every condition of the real one, and remembers summaries and marks as the derived table does. */
export type MemoryEpisodes = EpisodeStore & {
  readonly summaries: Map<string, string>;
  readonly marks: string[];
  readonly heads: Map<string, string>;
  events(): number;
};

type Locator = { hash?: string; origin?: string; refKey?: string; waiting: number };

export function memoryEpisodes(): MemoryEpisodes {
  const episodes = new Map<string, EpisodeState>();
  const locators = new Map<string, Locator>();
  const waiting = new Map<string, StoredEvent[]>();
  const summaries = new Map<string, string>();
  const marks: string[] = [];
  const heads = new Map<string, string>();

  function contested(practice: string, { stored, seen }: Placement): boolean {
    const locator = locators.get(`${practice} ${stored.event.eventId}`);
    return seen === null ? locator !== undefined : locator?.waiting !== seen || locator.refKey !== undefined;
  }

  function write(name: string, state: EpisodeState, write: EpisodeWrite): void {
    const events = [...state.events, ...write.placements.map(({ stored }) => stored)];
    episodes.set(name, { version: state.version + 1, units: unitsOf(write.contribution), listed: listedBy(write.lists), events });
    for (const { stored, seen } of write.placements) {
      const { hash, origin, event } = stored;
      locators.set(`${write.key.practice} ${event.eventId}`, { hash, origin, refKey: write.key.refKey, waiting: seen ?? 0 });
    }
    heads.set(name, canonicalJson(write.episode));
    for (const unit of write.left) summaries.delete(`${unit.code} ${unit.month} ${write.key.refKey}`);
    for (const unit of unitsOf(write.contribution))
      summaries.set(`${unit.code} ${unit.month} ${write.key.refKey}`, canonicalJson(write.contribution));
    for (const { code, month, id } of write.marks) marks.push(`${code} ${month} ${id}`);
  }

  return {
    summaries,
    marks,
    heads,
    events: () => [...episodes.values()].reduce((sum, { events }) => sum + events.length, 0),
    async readEpisode({ practice, refKey }) {
      await Promise.resolve();
      return episodes.get(`${practice} ${refKey}`) ?? { version: 0, units: [], listed: unlisted, events: [] };
    },
    async locate(practice, eventId): Promise<Located> {
      await Promise.resolve();
      const { hash, origin, refKey, waiting: count } = locators.get(`${practice} ${eventId}`) ?? { waiting: 0 };
      const waitingEvents = [...(waiting.get(`${practice} ${eventId}`) ?? [])];
      return { hash: hash ?? null, origin: origin ?? null, refKey: refKey ?? null, waiting: count, waitingEvents };
    },
    async writeEpisode(given): Promise<WriteOutcome> {
      await Promise.resolve();
      const name = `${given.key.practice} ${given.key.refKey}`;
      const state = episodes.get(name) ?? { version: 0, units: [], listed: unlisted, events: [] };
      if (state.version !== given.expects) return { outcome: "moved" };
      const eventIds = given.placements
        .filter((placement) => contested(given.key.practice, placement))
        .map(({ stored }) => stored.event.eventId);
      if (eventIds.length > 0) return { outcome: "known", eventIds };
      write(name, state, given);
      return { outcome: "written" };
    },
    async wait({ practice, stored, target, seen }: Wait): Promise<WaitOutcome> {
      await Promise.resolve();
      const there = locators.get(`${practice} ${target}`);
      if (there?.refKey !== undefined) return "placed";
      if (contested(practice, { stored, seen })) return "known";
      locators.set(`${practice} ${stored.event.eventId}`, { hash: stored.hash, origin: stored.origin, waiting: seen ?? 0 });
      waiting.set(`${practice} ${target}`, [...(waiting.get(`${practice} ${target}`) ?? []), stored]);
      locators.set(`${practice} ${target}`, { ...there, waiting: (there?.waiting ?? 0) + 1 });
      return "waiting";
    },
  };
}
