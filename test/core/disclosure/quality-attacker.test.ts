import { expect, it } from "vitest";
import { disclosePlace } from "../../../core/disclosure/disclose-place.ts";
import { qualityTable } from "../../../core/disclosure/disclose-quality.ts";
import { subnational } from "../../../core/disclosure/profile.ts";
import type { PlaceReport, Shown } from "../../../core/place-report.ts";
import { mergeStatistics, type Statistic } from "../../../core/statistic.ts";
import { hiddenIn, type InventedMember, inventedGeneration, reportsOf } from "../../support/invented-generation.ts";
import { uniformFrom } from "../../support/invented-place.ts";
import { type Known, linearAttack, type Sum } from "../../support/linear-attacker.ts";

/** The same service with events behind its people, a few of them of every fate, and every place the sum of those below. */
function withEvents(members: readonly InventedMember[], seed: number): readonly InventedMember[] {
  const uniform = uniformFrom(seed);
  const upTo = (most: number) => Math.floor(uniform() ** 2 * (most + 1));
  const own = new Map<string, Statistic>();
  const eventsOf = (member: InventedMember): Statistic => {
    const known = own.get(member.code);
    if (known !== undefined) return known;
    const below = members.filter(({ parent }) => parent === member.code);
    const fates = { used: 20 + upTo(400), superseded: upTo(15), parked: upTo(9), excluded: upTo(12), "left-out": upTo(3) };
    const leftOutEvents = fates["left-out"] * 3;
    const received = fates.used + fates.superseded + fates.parked + fates.excluded + leftOutEvents;
    const alone = new Map(
      Object.entries({ ...fates, "left-out-events": leftOutEvents, received }).map(([name, n]) => [`ledger|${name}`, n]),
    );
    const found = below.length === 0 ? alone : mergeStatistics(below.map(eventsOf));
    own.set(member.code, found);
    return found;
  };
  return members.map((member) => {
    const statistic = mergeStatistics([member.statistics.statistic, eventsOf(member)]);
    return { ...member, statistics: { ...member.statistics, statistic } };
  });
}

/** What the tables of data quality of all places say, with what adds up to what; a percentage tells how many there are to within its rounding. */
function read(members: readonly InventedMember[], reports: ReadonlyMap<string, PlaceReport>) {
  const known = new Map<string, Known>();
  const sums: Sum[] = [];
  const small = new Map<string, number>();
  for (const { code, level, statistics } of members) {
    const { cells, lines } = qualityTable(statistics.statistic);
    const report = reports.get(code);
    if (report === undefined) throw new Error("a generation requires a report of every place");
    const name = (id: string) => `${code}/${id}`;
    const isExact = level === "england";
    const half = (n: number) => (isExact || n === 0 ? 0 : 2);
    const tell = (id: string, shown: Shown | undefined) =>
      shown?.kind === "value" && known.set(name(id), { lower: shown.value - half(shown.value), upper: shown.value + half(shown.value) });
    for (const id of cells.keys()) known.set(name(id), { lower: 0, upper: null });
    for (const { fate, n } of report.quality.events) tell(fate, n);
    tell("leftOut", report.quality.leftOut);
    const anxiety = report.outcomes.find(({ outcome }) => outcome === "anxiety")?.flow;
    tell("referred", anxiety?.referred);
    tell("asked", anxiety?.baseline);
    for (const { fact, percent } of report.quality.recorded) {
      const all = fact === "role" || fact === "activity" ? anxiety?.referred : anxiety?.baseline;
      if (percent.kind !== "value" || all?.kind !== "value") continue;
      const [low, high] = [percent.value - 0.5, percent.value + 0.5].map((share) => (share / 100) * all.value);
      known.set(name(`recorded of ${fact}`), { lower: Math.max(0, (low ?? 0) - half(1)), upper: (high ?? 0) + half(1) });
      if (percent.value === 100 && !isExact) known.set(name(`not recorded of ${fact}`), { lower: 0, upper: 0 });
    }
    for (const { total, parts } of lines) sums.push({ total: name(total), parts: parts.map(name) });
    if (!isExact) for (const [id, n] of cells) if (n >= 1 && n <= subnational.hiddenUpTo && id !== "leftOutEvents") small.set(name(id), n);
  }
  for (const { code } of members) {
    const below = members.filter(({ parent }) => parent === code);
    for (const id of qualityTable(members[0]?.statistics.statistic ?? new Map()).cells.keys())
      if (below.length > 0) sums.push({ total: `${code}/${id}`, parts: below.map((child) => `${child.code}/${id}`) });
  }
  return { known, sums, small };
}

async function told(members: readonly InventedMember[], reports: ReadonlyMap<string, PlaceReport>): Promise<readonly string[]> {
  const { small, ...publication } = read(members, reports);
  const reach = await linearAttack(publication, [...small.keys()]);
  return [...reach].filter(([, { lower, upper }]) => upper - lower < subnational.hiddenUpTo - 1e-6).map(([id]) => id);
}

it.each([1, 2, 3, 5])(
  "no small count behind the tables of data quality is known to within seven to somebody who solves those of all places (seed %i)",
  async (seed) => {
    const members = withEvents(inventedGeneration(seed), seed);

    expect(read(members, new Map(members.map(({ code, statistics }) => [code, disclosePlace(statistics)]))).small.size).toBeGreaterThan(10);
    expect(await told(members, reportsOf(members, hiddenIn(members)))).toEqual([]);
  },
  120_000,
);

it("a guard that looks at each place's data quality for itself is broken by the same attacker", async () => {
  const members = withEvents(inventedGeneration(2), 2);

  expect((await told(members, reportsOf(members))).length).toBeGreaterThan(0);
}, 120_000);
