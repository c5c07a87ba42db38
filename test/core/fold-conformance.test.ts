import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCsvTable } from "../../adapters/csv-table.ts";
import { sha256 } from "../../adapters/sha256.ts";
import { canonicalJson } from "../../core/canonical-json.ts";
import { contribute } from "../../core/episodes/contribution.ts";
import { foldEpisode } from "../../core/episodes/fold-episode.ts";
import { pairScores } from "../../core/episodes/pairing.ts";
import { type KeptEvent, keptEvent } from "../../core/events/kept-event.ts";
import { anonymise } from "../../core/submission/anonymise.ts";
import { readTable } from "../../core/submission/read-table.ts";
import type { SentRecord } from "../../core/submission/submission.ts";

const shared = new URL("../../../shared/conformance/", import.meta.url).pathname;
const present = existsSync(shared);

/** The levels of that file that the API closes, in its own words: no pair depends on either. */
const codes = [
  [/^P00(\d),/gm, "A8100$1,"],
  [/,(18-29|30-44|45-59|60-74|75\+),/g, ",unknown,"],
] as const;

function records(): readonly SentRecord[] {
  const text = codes.reduce(
    (csv, [from, to]) => csv.replace(from, to),
    readFileSync(`${shared}data/h02_messy.csv`, "utf8").replace(/^\uFEFF/, ""),
  );
  const table = parseCsvTable(text);
  const read = table.ok ? readTable(table.value, { today: "2026-11-22", now: Date.parse("2026-11-22T12:00:00Z") }, sha256) : table;
  return read.ok ? read.value.records : expect.unreachable(JSON.stringify(read.refusals));
}

/** Each referral's events, through the way in: read from the file's rows, refused or made anonymous, as they would be kept. */
async function keptByReferral(): Promise<ReadonlyMap<string, readonly KeptEvent[]>> {
  const sent = records().flatMap(({ events }) => (events.ok ? events.value : []));
  const pseudonyms = { personId: async () => "p", refKey: async () => "r" };
  const kept = (await anonymise(sent, pseudonyms)).map((event) => keptEvent.parse(event));
  return Map.groupBy(kept, (event) => ("referralId" in event ? event.referralId : expect.unreachable()));
}

/** Pairs as the conformance cases write them, from a folded episode. */
function pairsOf(referralId: string, events: readonly KeptEvent[]) {
  const { referral, administrations } = foldEpisode(events);
  if (referral === null) return [];
  return [...Map.groupBy(administrations, ({ instrument }) => instrument)].flatMap(([instrument, scores]) => {
    const pairing = pairScores(referral.referredOn, scores);
    if (pairing === null) return [];
    const { baseline, ...rules } = pairing;
    return [
      {
        referral_id: referralId,
        instrument: instrument.replaceAll("-", "").toUpperCase(),
        role: referral.referrerRole,
        ...dated("baseline", baseline),
        ...dated("last", rules.last),
        ...dated("first", rules.first),
        ...dated("near90", rules.near90),
      },
    ];
  });
}

function dated(name: string, score: { on: string; score: number } | null): Record<string, string | number | null> {
  return { [`${name}_date`]: score?.on ?? null, [name]: score?.score ?? null };
}

const byName = (a: { referral_id: string; instrument: string }, b: { referral_id: string; instrument: string }) =>
  `${a.referral_id} ${a.instrument}` < `${b.referral_id} ${b.instrument}` ? -1 : 1;

describe("the fold on the conformance cases", () => {
  it("needs them beside the checkout", () => {
    expect(present ? readFileSync(`${shared}README.md`, "utf8") : "absent: nothing to compare").toContain("compare");
  });

  it.runIf(present)(
    "gives every expected pair of h02, sent as rows and folded as events: windows, ties, void days, second referrals",
    async () => {
      const expected = JSON.parse(readFileSync(`${shared}expected/h02_messy.json`, "utf8"));

      const found = [...(await keptByReferral())].flatMap(([id, events]) => pairsOf(id, events));

      expect(found.toSorted(byName)).toEqual(expected.pairs.toSorted(byName));
    },
  );

  it.runIf(present)("refuses on the way in what the analysis of a file drops, row by row", () => {
    const { cleaning } = JSON.parse(readFileSync(`${shared}expected/h02_messy.json`, "utf8"));

    const rules = records().flatMap(({ events }) => (events.ok ? [] : [events.refusals.map(({ rule }) => rule).join(" ")]));
    const counted = Object.fromEntries([...Map.groupBy(rules, (rule) => rule)].map(([rule, all]) => [rule, all.length]));

    // The file's six invalid scores are two out of range above or below, one below the least of its instrument, a blank, a fraction and a text.
    expect(counted).toEqual({
      "unknown-instrument": cleaning.n_unknown_instrument_rows,
      "score-out-of-range": 3,
      "answers-required": 1,
      "score-impossible": 1,
      "wrong-type": 1,
      "date-not-real": cleaning.n_invalid_date_rows,
    });
    expect(rules).toHaveLength(cleaning.n_unknown_instrument_rows + cleaning.n_invalid_score_rows + cleaning.n_invalid_date_rows);
  });

  it.runIf(present)("gives the same contribution for any order, repetition and grouping of the events", async () => {
    const episodes = [...(await keptByReferral()).values()];
    fc.assert(
      fc.property(
        fc
          .constantFrom(...episodes)
          .chain((events) => fc.tuple(fc.constant(events), fc.array(fc.constantFrom(...events)), fc.infiniteStream(fc.nat()))),
        ([events, again, order]) => {
          const shuffled = [...events, ...again].map((event) => ({ event, at: order.next().value })).sort((a, b) => a.at - b.at);
          const contribution = contribute(foldEpisode(shuffled.map(({ event }) => event)));
          expect(canonicalJson(contribution)).toBe(canonicalJson(contribute(foldEpisode(events))));
        },
      ),
    );
  });
});
