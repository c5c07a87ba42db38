import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../core/canonical-json.ts";
import { foldEpisode } from "../../../core/episodes/fold-episode.ts";
import type { KeptEvent } from "../../../core/events/kept-event.ts";
import { writeOf } from "../../../core/keeping/episode-write.ts";
import { actionsOf, markedOnce, packed } from "../../../core/keeping/joined-writes.ts";
import { unitName } from "../../../core/night/unit.ts";
import { type EpisodeStore, emptyEpisode } from "../../../core/ports/source.ts";
import { aroundWrites } from "../../support/around-writes.ts";
import { keep, words } from "../../support/keeping.ts";
import { corrected, progressed, referral, survey, withdrawn } from "../../support/kept-events.ts";
import { memoryEpisodes } from "../../support/memory-episodes.ts";
import { oneByOne, severalReferralsContract, together, treatedReferral } from "../../support/several-referrals-contract.ts";

describe("several referrals at once, in the twin that remembers", () => {
  severalReferralsContract(async () => memoryEpisodes());
});

const referrals = ["R1", "R2", "R3", "R4"];
const anyEvent = fc.oneof(
  fc
    .constantFrom(...referrals)
    .map((name): KeptEvent => referral({ eventId: `r-${name}`, referralId: name, patient: { pid: `p-${name}` } })),
  fc.constantFrom("R2", "R3").map((name): KeptEvent => referral({ eventId: `r-${name}`, referralId: name, patient: { pid: "p-R1" } })),
  fc
    .record({ id: fc.constantFrom("s1", "s2", "s3", "s4"), name: fc.constantFrom(...referrals), total: fc.constantFrom(3, 12) })
    .map(({ id, name, total }) => survey(id, total, "2026-03-04", { referralId: name })),
  fc.constantFrom(...referrals).map((name) => progressed(`g-${name}`, "attended", "2026-04-01", { referralId: name })),
  fc
    .record({ id: fc.constantFrom("w1", "w2"), withdraws: fc.constantFrom("s1", "s2", "r-R1", "w1", "later") })
    .map(({ id, withdraws }) => withdrawn(id, withdraws)),
  fc
    .constantFrom("s1", "s2")
    .map((corrects) => corrected(`c-${corrects}`, corrects, { ...survey("x", 9, "2026-03-04", { referralId: "R1" }), eventId: undefined })),
);
/** What may happen to a transaction of several referrals: it is done; refused for a rival, a limit or for good; or done, and told as not done. */
const fate = fc.constantFrom("done", "done", "busy", "refused", "busy, but done", "refused, but done");

/** A store that takes no transaction without a mark for everything that it touches: a night may come between any two. */
function watchingMarks(store: EpisodeStore): EpisodeStore {
  return together(store, async (writes) => {
    const touched = writes.writes.flatMap(({ units, left }) => [...units, ...left].map(unitName));
    const marked = new Set(writes.writes.flatMap(({ marks }) => marks.map(unitName)));
    if (touched.some((unit) => !marked.has(unit))) throw new Error("a transaction came without its mark");
    return store.writeTogether(writes);
  });
}

function fated(store: EpisodeStore, fates: readonly string[]): EpisodeStore {
  return together(store, async (writes, turn) => {
    const what = fates[turn % Math.max(1, fates.length)] ?? "done";
    const outcome = what === "busy" || what === "refused" ? what : await store.writeTogether(writes);
    return what === "done" || outcome !== "written" ? outcome : what.startsWith("busy") ? "busy" : "refused";
  });
}

describe("keeping several referrals together", () => {
  it("comes to the answers and the store of keeping them one by one, whatever is sent and whatever becomes of the transactions", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyEvent, { minLength: 1, maxLength: 10 }), { minLength: 1, maxLength: 4 }),
        fc.array(fate, { maxLength: 5 }),
        async (deliveries, fates) => {
          const [joined, plain] = [memoryEpisodes(), memoryEpisodes()];
          const [unsure, alone] = [fated(watchingMarks(joined), fates), oneByOne(plain)];

          for (const [n, events] of deliveries.entries()) {
            expect(await keep(unsure, events, `client#${n}`)).toEqual(await keep(alone, events, `client#${n}`));
          }

          expect([...joined.heads].sort()).toEqual([...plain.heads].sort());
          expect([...joined.summaries].sort()).toEqual([...plain.summaries].sort());
          expect(unitsMarked(joined.marks)).toEqual(unitsMarked(plain.marks));
        },
      ),
      { numRuns: 400 },
    );
  });

  it("keeps every event once, and tells one sender of it that it was accepted, when several send the same referrals at the same time in different company", async () => {
    const pool = referrals.flatMap((name) => [
      ...treatedReferral(name),
      survey(`f-${name}`, 5, "2026-06-04", { referralId: name }),
      progressed(`g-${name}`, "attended", "2026-04-01", { referralId: name }),
    ]);
    const delivery = fc.shuffledSubarray(pool, { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(delivery, { minLength: 2, maxLength: 5 }),
        fc.array(fate, { maxLength: 6 }),
        fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 12 }),
        async (deliveries, fates, turns) => {
          const store = memoryEpisodes();
          const unsure = fated(watchingMarks(delayed(store, turns)), fates);

          const answers = await Promise.all(deliveries.map((events, n) => keep(unsure, events, `client#${n}`)));

          const told = answers.flatMap((kept, n) => kept.map((one, at) => ({ id: deliveries[n]?.[at]?.eventId, word: words([one])[0] })));
          const sent = new Set(deliveries.flat().map(({ eventId }) => eventId));
          const first = told.filter(({ word }) => word === "accepted" || word === "parked");
          expect(first.map(({ id }) => id).sort()).toEqual([...sent].sort());
          expect(told.length - first.length).toBe(told.filter(({ word }) => word === "duplicate").length);
          for (const name of referrals) {
            const { events } = await store.readEpisode({ practice: "A81001", refKey: `ref-${name}` });
            expect(events.map(({ event }) => event.eventId).sort()).toEqual(
              idsOf(pool, name)
                .filter((id) => sent.has(id))
                .sort(),
            );
            const head = events.length === 0 ? undefined : canonicalJson(foldEpisode(events.map(({ event }) => event)));
            expect(store.heads.get(`A81001 ref-${name}`)).toBe(head);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("writes a mark for each practice-month once in a transaction, and none in a transaction that is not done", async () => {
    const store = memoryEpisodes();

    await keep(
      store,
      ["R1", "R2", "R3"].flatMap((name) => treatedReferral(name)),
    );
    await keep(store, treatedReferral("R4", { referredOn: "2026-04-01" }), "client#2");

    expect(store.marks.map((mark) => mark.split(" ").slice(0, 2).join(" "))).toEqual(["A81001 2026-03", "A81001 2026-04"]);
  });

  it("packs in order, within what a transaction holds, and no new person twice", () => {
    const many = fc.array(fc.record({ pid: fc.constantFrom("a", "b", "c", "d", "e", "f"), events: fc.integer({ min: 1, max: 40 }) }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(many, (given) => {
        const ready = given.map(({ pid, events }, at) => ({ at, write: writeTold(pid, events, at) }));

        const packs = packed(ready);

        expect(packs.flat().map(({ at }) => at)).toEqual(ready.map(({ at }) => at));
        for (const pack of packs) {
          expect(pack.reduce((sum, { write }) => sum + actionsOf(write), 0)).toBeLessThanOrEqual(100);
          const people = pack.flatMap(({ write }) => write.newPeople.map(({ pid }) => pid));
          expect(new Set(people).size).toBe(people.length);
          const units = pack.flatMap(({ write }) => write.units.map(unitName));
          expect(markedOnce(pack.map(({ write }) => write)).flatMap(({ marks }) => marks.map(unitName))).toEqual([...new Set(units)]);
        }
      }),
    );
  });

  it("keeps the rows of one referral together when another of them can never be written", async () => {
    const store = memoryEpisodes();
    const failing: EpisodeStore = {
      ...store,
      writeTogether: async () => "refused",
      writeEpisode: async (write) => {
        if (write.key.refKey === "ref-R2") throw new Error("a row that can never be written");
        return store.writeEpisode(write);
      },
    };

    await expect(
      keep(
        failing,
        ["R1", "R2"].flatMap((name) => treatedReferral(name)),
      ),
    ).rejects.toThrow("never be written");
    expect([...store.heads.keys()]).toEqual(["A81001 ref-R1"]);
    expect(
      words(
        await keep(
          store,
          ["R1", "R2"].flatMap((name) => treatedReferral(name)),
        ),
      ),
    ).toEqual(Array(4).fill("accepted"));
  });
});

function idsOf(pool: readonly KeptEvent[], name: string): readonly string[] {
  return pool.flatMap((event) => ("referralId" in event && event.referralId === name ? event.eventId : []));
}

/** A store that lets others go first, as often as is said, before each of its calls. */
function delayed(store: EpisodeStore, turns: readonly number[]): EpisodeStore {
  let call = 0;
  async function late<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    for (let left = turns[call++ % turns.length] ?? 0; left > 0; left -= 1) await new Promise((go) => setImmediate(go));
    return work();
  }
  return {
    ...aroundWrites(store, late),
    readEpisode: (key, expected) => late(() => store.readEpisode(key, expected)),
    locate: (practice, eventId) => late(() => store.locate(practice, eventId)),
  };
}

function unitsMarked(marks: readonly string[]): readonly string[] {
  return [...new Set(marks.map((mark) => mark.split(" ").slice(0, 2).join(" ")))].sort();
}

function writeTold(pid: string, events: number, at: number) {
  const told = [
    referral({ eventId: `r${at}`, patient: { pid } }),
    ...Array.from({ length: events - 1 }, (_, n) => survey(`s${at}-${n}`, 3)),
  ];
  const placements = told.map((event) => ({ stored: { event, hash: "h", origin: "o", receivedAt: "t" }, seen: null }));
  return writeOf({ key: { practice: "A81001", refKey: `ref-${at}` }, state: emptyEpisode, placements }, { nextId: () => `id-${at}` });
}
