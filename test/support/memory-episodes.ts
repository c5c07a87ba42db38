import { canonicalJson } from "../../core/canonical-json.ts";
import { actionsOf, actionsOfAnswer } from "../../core/keeping/joined-writes.ts";
import { nothingSettled, type PersonStanding } from "../../core/people/standing.ts";
import {
  type EpisodeState,
  type EpisodeStore,
  type EpisodeWrite,
  emptyEpisode,
  type Located,
  type Placement,
  type StoredEvent,
  type TogetherOutcome,
  type Wait,
  type WaitOutcome,
  type WriteOutcome,
  type WrittenAnswer,
} from "../../core/ports/source.ts";
import { listedBy } from "../../core/practice/episode-lists.ts";
import type { MemoryLedgers } from "./memory-ledgers.ts";
import type { MemoryReceipts } from "./memory-receipts.ts";

/** A store in memory that enforces every condition of the real one, and remembers summaries and marks as the derived table does. */
export type MemoryEpisodes = EpisodeStore & {
  readonly summaries: Map<string, string>;
  readonly marks: string[];
  readonly heads: Map<string, string>;
  /** What is settled about people. */
  readonly standings: Map<string, PersonStanding>;
  events(): number;
};

type Locator = { hash?: string; origin?: string; refKey?: string; waiting: number };

/** Where answers are written with their events. Without them there is no room for any, and the answer is always written after. */
type Answers = { readonly receipts: MemoryReceipts; readonly ledgers: MemoryLedgers };

export function memoryEpisodes(answers?: Answers): MemoryEpisodes {
  const episodes = new Map<string, EpisodeState>();
  const locators = new Map<string, Locator>();
  const waiting = new Map<string, StoredEvent[]>();
  const summaries = new Map<string, string>();
  const marks: string[] = [];
  const heads = new Map<string, string>();
  const standings = new Map<string, PersonStanding>();

  function contested(practice: string, { stored, seen }: Placement): boolean {
    const locator = locators.get(`${practice} ${stored.event.eventId}`);
    return seen === null ? locator !== undefined : locator?.waiting !== seen || locator.refKey !== undefined;
  }

  function refusalOf({ key, expects, newPeople, placements }: EpisodeWrite): Exclude<WriteOutcome, { outcome: "written" }> | null {
    const { version } = episodes.get(`${key.practice} ${key.refKey}`) ?? emptyEpisode;
    const isMoved = version !== expects || newPeople.some(({ pid, seen }) => (standings.get(pid)?.version ?? 0) !== seen);
    if (isMoved) return { outcome: "moved" };
    const eventIds = placements.filter((placement) => contested(key.practice, placement)).map(({ stored }) => stored.event.eventId);
    return eventIds.length === 0 ? null : { outcome: "known", eventIds };
  }

  function write(write: EpisodeWrite): void {
    const name = `${write.key.practice} ${write.key.refKey}`;
    const state = episodes.get(name) ?? emptyEpisode;
    const events = [...state.events, ...write.placements.map(({ stored }) => stored)];
    const { people, optedOut } = write;
    const [units, listed] = [write.units, listedBy(write.lists)];
    episodes.set(name, { version: state.version + 1, units, listed, events, people, optedOut, erased: false });
    for (const { stored, seen } of write.placements) {
      const { hash, origin, event } = stored;
      locators.set(`${write.key.practice} ${event.eventId}`, { hash, origin, refKey: write.key.refKey, waiting: seen ?? 0 });
    }
    heads.set(name, canonicalJson(write.episode));
    for (const unit of write.left) summaries.delete(`${unit.code} ${unit.month} ${write.key.refKey}`);
    for (const unit of write.units)
      summaries.set(`${unit.code} ${unit.month} ${write.key.refKey}`, canonicalJson(write.isLeftOut ? null : write.contribution));
    for (const { code, month, id } of write.marks) marks.push(`${code} ${month} ${id}`);
  }

  /** Both are done before anybody else has a turn. */
  function answer({ head, records, about, ledgers }: WrittenAnswer): void {
    void answers?.receipts.openReceipt(head, records);
    void answers?.ledgers.enter(about, ledgers);
  }

  function isAnswered({ head, about, ledgers }: WrittenAnswer): boolean {
    return answers === undefined || answers.receipts.holds(head) || ledgers.some(({ practice }) => answers.ledgers.holds(about, practice));
  }

  return {
    summaries,
    marks,
    heads,
    standings,
    events: () => [...episodes.values()].reduce((sum, { events }) => sum + events.length, 0),
    async readEpisode({ practice, refKey }) {
      await Promise.resolve();
      return episodes.get(`${practice} ${refKey}`) ?? emptyEpisode;
    },
    async locate(practice, eventId): Promise<Located> {
      await Promise.resolve();
      const { hash, origin, refKey, waiting: count } = locators.get(`${practice} ${eventId}`) ?? { waiting: 0 };
      const waitingEvents = [...(waiting.get(`${practice} ${eventId}`) ?? [])];
      return { hash: hash ?? null, origin: origin ?? null, refKey: refKey ?? null, waiting: count, waitingEvents };
    },
    async writeEpisode(given): Promise<WriteOutcome> {
      await Promise.resolve();
      const refusal = refusalOf(given);
      if (refusal?.outcome === "moved") return refusal;
      if (given.answer !== undefined && isAnswered(given.answer)) return { outcome: "answered" };
      if (refusal !== null) return refusal;
      write(given);
      if (given.answer !== undefined) answer(given.answer);
      return { outcome: "written" };
    },
    async writeTogether({ writes, answer: given }): Promise<TogetherOutcome> {
      await Promise.resolve();
      const actions = writes.reduce((sum, one) => sum + actionsOf(one), given === undefined ? 0 : actionsOfAnswer(given));
      const people = writes.flatMap(({ newPeople }) => newPeople.map(({ pid }) => pid));
      if (actions > 100 || new Set(people).size < people.length) return "refused";
      const failed = writes.flatMap((one, place) => (refusalOf(one) === null ? [] : [place]));
      if (failed.length > 0) return { failed };
      if (given !== undefined && isAnswered(given)) return "answered";
      for (const one of writes) write(one);
      if (given !== undefined) answer(given);
      return "written";
    },
    async standingOf(pid) {
      await Promise.resolve();
      return standings.get(pid) ?? nothingSettled;
    },
    async closeEpisode({ key: { practice, refKey }, state }) {
      await Promise.resolve();
      const name = `${practice} ${refKey}`;
      if ((episodes.get(name)?.version ?? 0) !== state.version) return "moved";
      episodes.set(name, { ...emptyEpisode, version: state.version + 1, erased: true });
      for (const { code, month } of state.units) summaries.delete(`${code} ${month} ${refKey}`);
      return "written";
    },
    async blankEvents({ practice, refKey }, blanked) {
      await Promise.resolve();
      const state = episodes.get(`${practice} ${refKey}`);
      const ids = new Set(blanked.map(({ event }) => event.eventId));
      if (state !== undefined)
        episodes.set(`${practice} ${refKey}`, { ...state, events: state.events.filter(({ event }) => !ids.has(event.eventId)) });
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
