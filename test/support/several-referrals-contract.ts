import { expect, it } from "vitest";
import { canonicalJson } from "../../core/canonical-json.ts";
import type { KeptEvent } from "../../core/events/kept-event.ts";
import { keepEvents } from "../../core/keeping/keep-events.ts";
import type { Kept } from "../../core/keeping/kept.ts";
import type { EpisodeStore, JoinedWrites, TogetherOutcome } from "../../core/ports/source.ts";
import { aroundWrites } from "./around-writes.ts";
import { arrivals, keep, keepingDeps, words } from "./keeping.ts";
import { referral, survey, withdrawn } from "./kept-events.ts";

/** A referral of somebody of their own and a questionnaire of theirs. */
export function treatedReferral(name: string, over: Record<string, unknown> = {}): readonly KeptEvent[] {
  const of = { referralId: name };
  return [referral({ eventId: `r-${name}`, patient: { pid: `p-${name}` }, ...of, ...over }), survey(`s-${name}`, 12, "2026-03-04", of)];
}

const named = (count: number) => Array.from({ length: count }, (_, n) => `R${n}`);
const keyOf = (name: string) => ({ practice: "A81001", refKey: `ref-${name}` });

/** The same store, in which nothing is ever written together: the way in which everything was kept before, and still is where that fails. */
export function oneByOne(store: EpisodeStore): EpisodeStore {
  return { ...store, writeTogether: async () => "refused" };
}

/** A store whose writes together come to what is said, and take no effect but where `then` gives them one. */
export function together(store: EpisodeStore, then: (writes: JoinedWrites, turn: number) => Promise<TogetherOutcome>): EpisodeStore {
  let turn = 0;
  return { ...store, writeTogether: async (writes) => then(writes, turn++) };
}

/** What every episode store must hold to where several referrals come at once. `fresh` gives an empty one. */
export function severalReferralsContract(fresh: () => Promise<EpisodeStore>): void {
  async function statesOf(store: EpisodeStore, names: readonly string[]) {
    return Promise.all(
      names.map(async (name) => {
        const { events, receivedAt: _, ...state } = { ...(await store.readEpisode(keyOf(name))), receivedAt: "" };
        return canonicalJson({
          ...state,
          events: events.map(({ event, origin }) => ({ id: event.eventId, origin })).sort((a, b) => (a.id < b.id ? -1 : 1)),
        });
      }),
    );
  }

  /** Keeps the same in two stores, one of which never writes together, and expects one answer and one content. */
  async function expectAsOneByOne(
    events: readonly KeptEvent[],
    names: readonly string[],
    prepare: (store: EpisodeStore) => Promise<unknown>,
  ) {
    const plain = await fresh();
    await prepare(plain);
    const expected = await keep(oneByOne(plain), events);
    const states = await statesOf(plain, names);
    const store = await fresh();
    await prepare(store);
    expect(await keep(store, events)).toEqual(expected);
    expect(await statesOf(store, names)).toEqual(states);
    return expected;
  }

  it("puts as many referrals into a transaction as it holds, and tells of each what it would be told alone", async () => {
    const names = named(30);
    const store = await fresh();
    const sizes: number[] = [];
    const counted = together(store, async (writes) => {
      sizes.push(writes.writes.length);
      return store.writeTogether(writes);
    });

    const kept = await keep(
      counted,
      names.flatMap((name) => treatedReferral(name)),
    );

    expect(new Set(words(kept))).toEqual(new Set(["accepted"]));
    expect(sizes.reduce((sum, size) => sum + size)).toBe(30);
    expect(sizes.length).toBeLessThan(6);
    await expectAsOneByOne(
      names.flatMap((name) => treatedReferral(name)),
      names,
      async () => undefined,
    );
  });

  it("refuses what is wrong in one referral, and keeps the others of the transaction that it cancelled", async () => {
    const names = ["R1", "R2", "R3"];
    const events = names.flatMap((name) => treatedReferral(name));
    const taken = (store: EpisodeStore) =>
      keep(store, [...treatedReferral("R9").slice(0, 1), survey("s-R2", 3, "2026-03-09", { referralId: "R9" })], "client#0");

    const kept = await expectAsOneByOne(events, [...names, "R9"], taken);

    expect(words(kept)).toEqual(["accepted", "accepted", "accepted", "event-id-reused", "accepted", "accepted"]);
  });

  it("takes along a withdrawal that waited for one of them", async () => {
    const events = ["R1", "R2", "R3"].flatMap((name) => treatedReferral(name));
    const waiting = (store: EpisodeStore) => keep(store, [withdrawn("w1", "s-R2")], "client#0");

    const kept = await expectAsOneByOne(events, ["R1", "R2", "R3"], waiting);

    expect(kept.map((one) => "standing" in one && one.standing)).toEqual(["used", "used", "used", "withdrawn", "used", "used"]);
  });

  it("folds again what somebody else wrote between the reading and the transaction, and writes nothing twice", async () => {
    const store = await fresh();
    const rival = [survey("s-rival", 3, "2026-05-05", { referralId: "R2" })];
    const contended = together(store, async (writes, turn) => {
      if (turn === 0) await keep(store, rival, "client#rival");
      return store.writeTogether(writes);
    });

    expect(
      new Set(
        words(
          await keep(
            contended,
            ["R1", "R2", "R3"].flatMap((name) => treatedReferral(name)),
          ),
        ),
      ),
    ).toEqual(new Set(["accepted"]));

    const states = await Promise.all(["R1", "R2", "R3"].map((name) => store.readEpisode(keyOf(name))));
    expect(states.map(({ version, events }) => [version, events.length])).toEqual([
      [1, 2],
      [2, 3],
      [1, 2],
    ]);
  });

  it("tries smaller transactions while others are in the way, and gives up saying so when they always are", async () => {
    const store = await fresh();
    const sizes: number[] = [];
    const stormy = together(store, async ({ writes }) => {
      sizes.push(writes.length);
      return "busy";
    });
    const events = named(4).flatMap((name) => treatedReferral(name));

    expect(new Set(words(await keep(stormy, events)))).toEqual(new Set(["accepted"]));
    expect(sizes).toEqual([4, 2, 1, 1, 2, 1, 1]);
    const never = { ...stormy, writeEpisode: async () => ({ outcome: "busy" }) as const };
    await expect(
      keep(
        never,
        named(2).flatMap((name) => treatedReferral(`new-${name}`)),
        "client#2",
      ),
    ).rejects.toThrow("could not write");
  });

  it("finds its own transaction done when it was told that it was not, and calls what is in it accepted, once", async () => {
    for (const told of ["busy", "refused", { failed: [1] }] as const) {
      const store = await fresh();
      const unsure = together(store, async (writes, turn) => {
        const outcome = await store.writeTogether(writes);
        return turn === 0 ? told : outcome;
      });

      const kept = await keep(
        unsure,
        ["R1", "R2", "R3"].flatMap((name) => treatedReferral(name)),
      );

      expect(new Set(words(kept))).toEqual(new Set(["accepted"]));
      expect((await store.readEpisode(keyOf("R2"))).version).toBe(1);
    }
  });

  it("finds again what was kept before a worker was stopped between two transactions, at any of them, before it or after", async () => {
    const names = named(30);
    const events = names.flatMap((name) => treatedReferral(name));
    const calm = await fresh();
    const expected = await keep(calm, events);
    for (const after of [false, true]) {
      for (let at = 0; at < 3; at += 1) {
        const store = await fresh();
        let left = at;
        const stopping = aroundWrites(store, async (write) => {
          const isLast = left-- <= 0;
          if (isLast && !after) throw new Error("stopped");
          const outcome = await write();
          if (isLast) throw new Error("stopped");
          return outcome;
        });
        await expect(keep(stopping, events)).rejects.toThrow("stopped");

        expect(await keep(store, events)).toEqual(expected);
      }
    }
  });

  it("keeps two referrals of one new person, and finds both under them", async () => {
    const events = [...treatedReferral("R1", { patient: { pid: "one" } }), ...treatedReferral("R2", { patient: { pid: "one" } })];

    const kept = await expectAsOneByOne(events, ["R1", "R2"], async () => undefined);

    expect(new Set(words(kept))).toEqual(new Set(["accepted"]));
  });

  it("keeps a referral of more events than a transaction holds beside small ones", async () => {
    const long = Array.from({ length: 60 }, (_, n) => survey(`long-${n}`, n % 28, "2026-04-01", { referralId: "R1" }));

    const kept = await expectAsOneByOne(
      [...treatedReferral("R1"), ...long, ...treatedReferral("R2"), ...treatedReferral("R3")],
      ["R1", "R2", "R3"],
      async () => undefined,
    );

    expect(kept).toHaveLength(66);
  });

  it("stores three identical deliveries that come at once as one, and answers them alike", async () => {
    const store = await fresh();
    const events = named(12).flatMap((name) => treatedReferral(name));

    const answers: readonly (readonly Kept[])[] = await Promise.all([1, 2, 3].map(() => keep(store, events)));

    expect(new Set(answers.map((kept) => canonicalJson(kept))).size).toBe(1);
    expect(await Promise.all(named(12).map(async (name) => (await store.readEpisode(keyOf(name))).version))).toEqual(Array(12).fill(1));
  });

  it("answers referrals that come over and over, in new company each time, as duplicates and changes nothing", async () => {
    const store = await fresh();
    await keep(
      store,
      named(6).flatMap((name) => treatedReferral(name)),
    );
    const before = await statesOf(store, named(6));

    const again = await keepEvents(
      arrivals(named(9).flatMap((name) => treatedReferral(name))),
      { submission: "client#again", receivedAt: "2026-11-23T09:00:00.000Z" },
      keepingDeps(store),
    );

    expect(words(again)).toEqual([...Array<string>(12).fill("duplicate"), ...Array<string>(6).fill("accepted")]);
    expect(await statesOf(store, named(6))).toEqual(before);
  });
}
