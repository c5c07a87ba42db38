import { expect, it } from "vitest";
import { canonicalJson } from "../../core/canonical-json.ts";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { writeOf } from "../../core/keeping/episode-write.ts";
import type { EpisodeStore, StoredEvent } from "../../core/ports/source.ts";
import { aroundWrites } from "./around-writes.ts";
import { keep, keepingDeps, words } from "./keeping.ts";
import { corrected, progressed, referral, survey, withdrawn } from "./kept-events.ts";

const replacement = {
  type: "survey.completed",
  practice: "A81001",
  referralId: "R1",
  instrument: "phq-9",
  completedOn: "2026-03-04",
  total: 9,
};
const key = { practice: "A81001", refKey: "ref-R1" };

/** What every episode store must hold to, whatever it is made of. `fresh` gives an empty one. */
export function episodeStoreContract(fresh: () => Promise<EpisodeStore>): void {
  it("keeps events once, and tells the same again from other content under an id", async () => {
    const store = await fresh();

    expect(words(await keep(store, [referral(), survey("s1", 12)]))).toEqual(["accepted", "accepted"]);
    expect(words(await keep(store, [referral(), survey("s1", 12)]))).toEqual(["accepted", "accepted"]);
    expect(words(await keep(store, [referral(), survey("s1", 12), survey("s2", 9, "2026-05-04")], "client#s2"))).toEqual([
      "duplicate",
      "duplicate",
      "accepted",
    ]);
    expect(words(await keep(store, [survey("s1", 13), survey("s3", 3, "2026-06-04")], "client#s3"))).toEqual([
      "event-id-reused",
      "accepted",
    ]);
    expect((await store.readEpisode(key)).events.map(({ event }) => event.eventId).sort()).toEqual(["r1", "s1", "s2", "s3"]);
  });

  it("tells a repetition in one call from the first, and refuses other content under an id that came before it", async () => {
    const store = await fresh();

    expect(words(await keep(store, [survey("s1", 12), survey("s1", 12), survey("s1", 13), referral()]))).toEqual([
      "accepted",
      "duplicate",
      "event-id-reused",
      "accepted",
    ]);
  });

  it("refuses an id that stands for an event of another referral of the practice", async () => {
    const store = await fresh();
    await keep(store, [referral(), survey("s1", 12)]);

    const kept = await keep(
      store,
      [survey("s1", 12, "2026-03-04", { referralId: "R2" }), referral({ eventId: "r2", referralId: "R2" })],
      "client#s2",
    );

    expect(words(kept)).toEqual(["event-id-reused", "accepted"]);
  });

  it("lets only one of two writes of one version through", async () => {
    const store = await fresh();
    const { nextId } = keepingDeps(store);
    const state = await store.readEpisode(key);
    const writes = [referral(), survey("s1", 5)].map((event) =>
      writeOf({ key, state, placements: [{ stored: stored(event), seen: null }] }, { nextId }),
    );

    const outcomes = await Promise.all(writes.map((write) => store.writeEpisode(write)));

    expect(outcomes.map(({ outcome }) => outcome).filter((outcome) => outcome === "written")).toHaveLength(1);
    expect((await store.readEpisode(key)).version).toBe(1);
  });

  it("folds one episode for workers that write it at the same time, and loses none of their events", async () => {
    const store = await fresh();
    const workers = Array.from({ length: 6 }, (_, n) => [
      survey(`s${n}`, n, `2026-04-1${n}`),
      progressed(`p${n}`, "attended", `2026-04-1${n}`),
    ]);

    const kept = await Promise.all([keep(store, [referral()]), ...workers.map((events, n) => keep(store, events, `client#w${n}`))]);

    expect(kept.flatMap(words).every((word) => word === "accepted" || word === "parked")).toBe(true);
    const { events, version } = await store.readEpisode(key);
    expect([events.length, version]).toEqual([13, 7]);
    expect(foldEpisode(events.map(({ event }) => event)).administrations).toHaveLength(6);
  });

  it("stores three identical submissions that come at once as one, and answers them alike", async () => {
    const store = await fresh();
    const events = [referral(), survey("s1", 12), survey("s2", 7, "2026-05-04"), withdrawn("w1", "s2"), withdrawn("w9", "unknown")];

    const [first, second, third] = await Promise.all([keep(store, events), keep(store, events), keep(store, events)]);

    expect(words(first ?? [])).toEqual(["accepted", "accepted", "accepted", "accepted", "parked"]);
    expect([words(second ?? []), words(third ?? [])]).toEqual([words(first ?? []), words(first ?? [])]);
    expect((await store.readEpisode(key)).events).toHaveLength(4);
    expect((await store.locate("A81001", "unknown")).waiting).toBe(1);
  });

  it("lets a withdrawal wait for what it withdraws, and takes it along when that comes", async () => {
    const store = await fresh();

    expect(words(await keep(store, [withdrawn("w1", "s1")], "client#s1"))).toEqual(["parked"]);
    expect(words(await keep(store, [withdrawn("w1", "s1")], "client#s1"))).toEqual(["parked"]);
    expect(words(await keep(store, [withdrawn("w1", "s1")], "client#s9"))).toEqual(["duplicate"]);
    expect(words(await keep(store, [withdrawn("w1", "s2")], "client#s9"))).toEqual(["event-id-reused"]);
    const kept = await keep(store, [referral(), survey("s1", 12)], "client#s2");

    expect(kept.map((one) => (one.outcome === "rejected" ? one.refusal.rule : one.standing))).toEqual(["used", "withdrawn"]);
    expect((await store.readEpisode(key)).events.map(({ event }) => event.eventId).sort()).toEqual(["r1", "s1", "w1"]);
    expect((await store.locate("A81001", "w1")).refKey).toBe("ref-R1");
    expect(words(await keep(store, [withdrawn("w1", "s1")], "client#s9"))).toEqual(["duplicate"]);
  });

  it("takes along withdrawals of waiting withdrawals, in whichever order all of them came", async () => {
    const chain = [withdrawn("w1", "s1"), withdrawn("w2", "w1"), withdrawn("w3", "w2")];
    const orders = [chain, chain.toReversed(), [chain[1], chain[0], chain[2]], [chain[1], chain[2], chain[0]]];
    for (const [n, order] of orders.entries()) {
      const store = await fresh();
      for (const event of order) if (event !== undefined) await keep(store, [event], `client#${n}${event.eventId}`);

      await keep(store, [referral(), survey("s1", 12)], "client#last");

      const { events } = await store.readEpisode(key);
      const { standings } = foldEpisode(events.map(({ event }) => event));
      expect(standings).toEqual({ r1: "used", s1: "withdrawn", w1: "used", w2: "withdrawn", w3: "used" });
    }
  });

  it("loses no withdrawal that races with what it withdraws", async () => {
    for (let round = 0; round < 12; round += 1) {
      const store = await fresh();
      const withdrawal = () => keep(store, [withdrawn("w1", "s1"), withdrawn("w2", "w1")], "client#w");
      const target = () => keep(store, [referral(), survey("s1", 12)], "client#t");

      await Promise.all(round % 2 === 0 ? [withdrawal(), target()] : [target(), withdrawal()]);

      const { events } = await store.readEpisode(key);
      expect(events.map(({ event }) => event.eventId).sort()).toEqual(["r1", "s1", "w1", "w2"]);
    }
  });

  it("parks a correction until what it corrects comes, and refuses one that names another referral", async () => {
    const store = await fresh();

    expect(words(await keep(store, [corrected("c1", "s1", replacement)], "client#1"))).toEqual(["parked"]);
    expect(words(await keep(store, [referral(), survey("s1", 12)], "client#2"))).toEqual(["accepted", "superseded"]);
    expect(words(await keep(store, [corrected("c2", "s1", { ...replacement, referralId: "R2" })], "client#3"))).toEqual([
      "correction-other-referral",
    ]);
    expect((await store.readEpisode({ practice: "A81001", refKey: "ref-R2" })).version).toBe(0);
  });

  it("comes to the last of five corrections, in whichever order they and what they correct arrive one by one", async () => {
    const chain = [
      referral(),
      survey("s1", 12),
      ...Array.from({ length: 5 }, (_, n) => corrected(`c${n + 1}`, n === 0 ? "s1" : `c${n}`, { ...replacement, total: n })),
    ];
    const orders = [chain, chain.toReversed(), [5, 2, 0, 6, 3, 1, 4].flatMap((at) => chain[at] ?? [])];
    for (const [n, order] of orders.entries()) {
      const store = await fresh();
      for (const event of order) await keep(store, [event], `client#${n}${event.eventId}`);

      const { events } = await store.readEpisode(key);
      const { administrations, standings } = foldEpisode(events.map(({ event }) => event));
      expect(administrations).toEqual([{ instrument: "phq-9", on: "2026-03-04", score: 4 }]);
      expect(standings).toEqual({
        r1: "used",
        s1: "superseded",
        c1: "superseded",
        c2: "superseded",
        c3: "superseded",
        c4: "superseded",
        c5: "used",
      });
    }
  });

  it("stores more events than one transaction holds in several, each complete in itself", async () => {
    const store = await fresh();
    const steps = Array.from({ length: 120 }, (_, n) => progressed(`p${n}`, "attended", "2026-04-01"));

    expect(new Set(words(await keep(store, [referral(), ...steps])))).toEqual(new Set(["accepted"]));

    const { events, version } = await store.readEpisode(key);
    expect([events.length, version]).toEqual([121, 4]);
  });

  it("finds again what was kept before a worker was stopped between two transactions", async () => {
    const store = await fresh();
    const events = [referral(), ...Array.from({ length: 60 }, (_, n) => progressed(`p${n}`, "attended", "2026-04-01"))];
    await expect(keep(stoppedAfter(store, 1), events)).rejects.toThrow("stopped");
    expect((await store.readEpisode(key)).events).toHaveLength(40);

    expect(new Set(words(await keep(store, events)))).toEqual(new Set(["accepted"]));

    expect((await store.readEpisode(key)).events).toHaveLength(61);
  });

  it("says accepted again when a write was done and its answer lost", async () => {
    const store = await fresh();
    await expect(keep(answerLost(store), [referral(), survey("s1", 4)])).rejects.toThrow("answer lost");

    expect(words(await keep(store, [referral(), survey("s1", 4)]))).toEqual(["accepted", "accepted"]);
    expect(words(await keep(store, [referral(), survey("s1", 4)], "client#other"))).toEqual(["duplicate", "duplicate"]);
  });

  it("tries again when the store is busy, and gives up saying so", async () => {
    const store = await fresh();

    expect(words(await keep(busyFor(store, 3), [referral(), withdrawn("w1", "unknown")]))).toEqual(["accepted", "parked"]);
    await expect(keep(busyFor(store, 1000), [survey("s1", 3)])).rejects.toThrow("keepEpisode could not write the episode");
  });

  it("comes to the same episode in any order and any division of the same events", async () => {
    const events = [
      referral(),
      survey("s1", 12),
      survey("s2", 6, "2026-06-01"),
      corrected("c1", "s1", replacement),
      withdrawn("w1", "c1"),
      withdrawn("w2", "w1"),
      progressed("p1", "started"),
    ];
    const expected = canonicalJson(foldEpisode(events));
    const divisions = [
      [events],
      events.map((event) => [event]),
      events.toReversed().map((event) => [event]),
      [events.slice(4), events.slice(0, 4), events],
    ];
    for (const [n, division] of divisions.entries()) {
      const store = await fresh();
      for (const [m, some] of division.entries()) await keep(store, some, `client#${n}-${m}`);

      const state = await store.readEpisode(key);
      expect(canonicalJson(foldEpisode(state.events.map(({ event }) => event)))).toBe(expected);
    }
  });
}

function stored(event: StoredEvent["event"]): StoredEvent {
  return { event, hash: `hash of ${event.eventId}`, origin: "client#s#0", receivedAt: "2026-11-22T09:00:00.000Z" };
}

function stoppedAfter(store: EpisodeStore, writes: number): EpisodeStore {
  let left = writes;
  return aroundWrites(store, async (write) => {
    if (left === 0) throw new Error("stopped");
    left -= 1;
    return write();
  });
}

function answerLost(store: EpisodeStore): EpisodeStore {
  return aroundWrites(store, async (write) => {
    await write();
    throw new Error("answer lost");
  });
}

function busyFor(store: EpisodeStore, times: number): EpisodeStore {
  let left = times;
  const busy = () => left-- > 0;
  return {
    ...store,
    writeEpisode: async (write) => (busy() ? { outcome: "busy" } : store.writeEpisode(write)),
    writeTogether: async (writes) => (busy() ? "busy" : store.writeTogether(writes)),
    wait: async (wait) => (busy() ? "busy" : store.wait(wait)),
  };
}
