import { describe, expect, it } from "vitest";
import { subnational } from "../../../core/disclosure/profile.ts";
import { difference, joinMonths, splitMonths } from "../../../core/release/monthly.ts";
import { peopleMoved } from "../../../core/release/people-moved.ts";
import { release } from "../../../core/release/release.ts";
import { mergeStatistics } from "../../../core/statistic.ts";
import { byEight, more, type Rule, type SeenNight, shownOver, withPractice } from "../../support/generations-over-time.ts";
import { type InventedMember, inventedGeneration } from "../../support/invented-generation.ts";
import { type Known, linearAttack, type Sum, type Weighing } from "../../support/linear-attacker.ts";
import { type Read, readPublication } from "../../support/read-publication.ts";

type Months = InventedMember["statistics"]["months"];

const threshold = subnational.hiddenUpTo;
const questions = 40;
const outcome = "anxiety";
const measure = "gad-7";

/** A service, and a practice in it to which something happens: one that is shown already, or one that is too small to be. */
function serviceAndPractice(seed: number, isShown = true) {
  const members = inventedGeneration(seed);
  const wanted = (size: number) => (isShown ? size > 150 : size > 60 && size < 150);
  const one = members.find(({ level, statistics }) => level === "practice" && wanted(statistics.statistic.size));
  if (one === undefined) throw new Error("an attack requires a practice of some size");
  return { members, practice: one.code };
}

/**
 * All that two nights say, as one system: each night for itself, a practice whose own pages did not change the same in both, and of the one that did what came to it, since nobody was taken away.
 */
function bothNights(nights: readonly [SeenNight, SeenNight], practice: string) {
  const [known, small] = [new Map<string, Known>(), new Map<string, number>()];
  const [sums, weighings]: [Sum[], Weighing[]] = [[], []];
  for (const [at, night] of nights.entries()) {
    const name = (id: string) => `${at}:${id}`;
    const read = withoutChanges(readPublication(night.members, night.reports, outcome));
    for (const [id, range] of read.known) known.set(name(id), range);
    for (const { total, parts } of read.sums) sums.push({ total: name(total), parts: parts.map(name) });
    for (const { terms, ...rest } of read.weighings ?? [])
      weighings.push({ ...rest, terms: terms.map(([id, weight]) => [name(id), weight] as const) });
    for (const [id, n] of read.small) small.set(name(id), n);
  }
  const practices = new Set(nights[1].releases.keys());
  for (const id of [...known.keys()].filter((each) => each.startsWith("1:")).map((each) => each.slice(2))) {
    const code = id.slice(0, id.indexOf("/"));
    if (!practices.has(code) || !known.has(`0:${id}`)) continue;
    if (code === practice) known.set(`came:${id}`, { lower: 0, upper: null });
    sums.push({ total: `1:${id}`, parts: [`0:${id}`, ...(code === practice ? [`came:${id}`] : [])] });
  }
  return { publication: { known, sums, weighings }, small };
}

/**
 * Without what is told of changes (their mean, median, spread and bars): with it he finds one small count more in three of four pairs of nights. The methods page
 * has it among the limits.
 */
function withoutChanges({ known, sums, weighings = [], small }: Read): Read {
  const isTold = (id: string) => !/\/(bar of )?change /.test(id);
  return {
    known: new Map([...known].filter(([id]) => isTold(id))),
    sums: sums.filter(({ total, parts }) => [total, ...parts].every(isTold)),
    weighings: weighings.filter(({ terms }) => terms.every(([id]) => isTold(id))),
    small,
  };
}

/** Small hidden counts of either night that the attacker knows to within seven people: every one, or a few with those of the practice that moved among them. */
async function toldOf(nights: readonly [SeenNight, SeenNight], practice: string, isEvery = false) {
  const { publication, small } = bothNights(nights, practice);
  const wanted = [...small.keys()];
  const own = wanted.filter((id) => id.includes(`:${practice}/`));
  const spread = (ids: readonly string[]) => ids.filter((_, at) => at % Math.max(1, Math.floor(ids.length / (questions / 2))) === 0);
  const reach = await linearAttack(publication, [...new Set([...spread(own), ...spread(wanted)])]);
  for (const [id, { lower, upper }] of reach) {
    const is = small.get(id) ?? -1;
    expect([id, lower - 1e-6 <= is && is <= upper + 1e-6]).toEqual([id, true]);
  }
  const known = isEvery ? await linearAttack(publication, wanted, threshold) : reach;
  return { asked: known.size, told: [...known].filter(([, { lower, upper }]) => upper - lower < threshold - 1e-6).map(([id]) => id) };
}

/** How many people he can say came to a measure at a practice, at least and at most. */
async function cameTo(nights: readonly [SeenNight, SeenNight], practice: string) {
  const { publication } = bothNights(nights, practice);
  const id = `came:${practice}/baseline`;
  return (await linearAttack(publication, [id])).get(id) ?? { lower: 0, upper: Number.POSITIVE_INFINITY };
}

function twoNights(seed: number, change: (months: Months) => Months, rule: Rule = byEight) {
  return nightsOf(serviceAndPractice(seed), change, rule);
}

function nightsOf({ members, practice }: ReturnType<typeof serviceAndPractice>, change: (months: Months) => Months, rule: Rule) {
  const [first, second] = shownOver([members, withPractice(members, practice, change)], rule);
  if (first === undefined || second === undefined) throw new Error("two nights require two generations");
  return { nights: [first, second] as const, practice };
}

/** Takes one key of those that begin so, and puts another in its place, or none. */
function corrected(begins: string, become: (key: string) => readonly string[]) {
  return (months: Months): Months => {
    const all = new Map(joinMonths(months));
    const key = [...all.keys()].find((each) => each.slice(8).startsWith(begins));
    if (key === undefined) throw new Error("a correction requires something to correct");
    all.set(key, (all.get(key) ?? 0) - 1);
    for (const next of become(key)) all.set(next, (all.get(next) ?? 0) + 1);
    return splitMonths(new Map([...all].filter(([, n]) => n > 0)));
  };
}

const single = `single|${measure}|`;
const pair = `pair|${measure}|`;
const followedUp = (key: string) => [`${key.slice(0, 8)}${key.slice(8).replace("single|", "pair|").split("|").slice(0, 5).join("|")}|4`];

describe("who reads one night and the next", () => {
  it.each([
    ["one patient came", more(1, 5)],
    ["five came", more(5, 6)],
    ["seven came", more(7, 7)],
    ["one was erased", corrected("flow|", () => [])],
    ["a score was corrected", corrected(pair, (key) => [key.replace(/\d+$/, "0")])],
    ["one was followed up", corrected(single, followedUp)],
  ] as const)(
    "finds every report the same, of England too, where %s",
    (_what, change) => {
      const { nights } = twoNights(2, change);

      expect(JSON.stringify([...nights[1].reports])).toBe(JSON.stringify([...nights[0].reports]));
    },
    120_000,
  );

  it.each([
    { seed: 12, people: 14 },
    { seed: 12, people: 40 },
  ])(
    "solves for both at once, and knows no small count of either to within seven people, nor of fewer than eight who came ($people came, seed $seed)",
    async ({ seed, people }) => {
      const { nights, practice } = twoNights(seed, more(people, 99));
      expect(JSON.stringify([...nights[1].reports])).not.toBe(JSON.stringify([...nights[0].reports]));

      const { asked, told } = await toldOf(nights, practice);

      expect(told).toEqual([]);
      expect(asked).toBeGreaterThanOrEqual(questions / 2);
      const [was, is] = nights.map((night) => night.releases.get(practice)?.get(measure)?.table ?? new Map());
      const moved = difference(is ?? new Map(), was ?? new Map());
      const { upper } = await cameTo(nights, practice);
      expect(moved.size === 0 || peopleMoved(moved) >= 8).toBe(true);
      expect(upper === 0 || upper >= 8).toBe(true);
    },
    240_000,
  );

  it.each([
    ["is shown for the first time", false],
    ["moves by more than eight", true],
  ])(
    "still finds small counts that stand since a practice %s while nothing else moves: the limit that the methods page tells",
    async (_what, isShown) => {
      const { nights, practice } = nightsOf(serviceAndPractice(3, isShown), more(24, 99), byEight);

      const { told } = await toldOf(nights, practice, true);

      expect(nights[0].reports.has(practice)).toBe(isShown);
      expect(told.length).toBeGreaterThan(0);
      const moved = placesUpFrom(practice, nights[1].members).map((code) => `1:${code}/`);
      expect(told.filter((id) => !moved.some((begins) => id.startsWith(begins)))).toEqual([]);
    },
    240_000,
  );

  it("knows the few who came where every night is published as it is", async () => {
    const asItIs: Rule = (stands) => release(stands, new Map(), 1).release;
    const { nights, practice } = twoNights(12, more(3, 6), asItIs);

    const { lower, upper } = await cameTo(nights, practice);

    expect([upper - lower < 1, upper > 0 && upper < 8]).toEqual([true, true]);
  }, 120_000);

  it("knows the few who came to a measure where a practice is held back as a whole, and not family by family", async () => {
    const { nights, practice } = twoNights(12, withFewAsked, byPlace);

    const { lower, upper } = await cameTo(nights, practice);

    expect([upper - lower < 1, upper > 0 && upper < 8]).toEqual([true, true]);
    expect((await cameTo(twoNights(12, withFewAsked).nights, practice)).upper).toBeCloseTo(0);
  }, 120_000);
});

/** A practice and the places above it, nearest first. */
function placesUpFrom(code: string, members: readonly InventedMember[]): readonly string[] {
  const parent = members.find((member) => member.code === code)?.parent ?? null;
  return parent === null ? [code] : [code, ...placesUpFrom(parent, members)];
}

/** Twelve people more, of whom three were asked. */
function withFewAsked(months: Months): Months {
  const before = joinMonths(months);
  const [all, few] = [more(12, 41), more(3, 6)].map((come) => difference(joinMonths(come(months)), before));
  const came = [
    ...[...(all ?? [])].filter(([key]) => key.split("|")[2] !== measure),
    ...[...(few ?? [])].filter(([key]) => key.split("|")[2] === measure),
  ];
  return splitMonths(new Map([...before, ...came.map(([key, n]) => [key, (before.get(key) ?? 0) + n] as const)]));
}

/** A wrong rule: a practice moves with everything that stands there as soon as eight people have, in whatever family. */
const byPlace: Rule = (stands, before) => {
  const seen = mergeStatistics([...before.values()].map(({ table }) => table));
  return peopleMoved(difference(stands, seen)) >= 8 ? release(stands, new Map(), 1).release : before;
};
