import { expect, it } from "vitest";
import { hideAcross, type Sheet } from "../../../core/disclosure/hide-across.ts";
import { hideGeneration } from "../../../core/disclosure/hide-generation.ts";
import { instrumentFor } from "../../../core/disclosure/measure-of.ts";
import { outcomeTable } from "../../../core/disclosure/outcome-cells.ts";
import { countsAt, outcomeCounts } from "../../../core/disclosure/outcome-counts.ts";
import { subnational } from "../../../core/disclosure/profile.ts";
import type { PlaceReport } from "../../../core/place-report.ts";
import { more, withPractice } from "../../support/generations-over-time.ts";
import { hiddenIn, type InventedMember, inventedGeneration, reportsOf } from "../../support/invented-generation.ts";
import { linearAttack, type Reach } from "../../support/linear-attacker.ts";
import { withEstimates } from "../../support/read-estimates.ts";
import { readPublication } from "../../support/read-publication.ts";

const threshold = subnational.hiddenUpTo;

type Asking = { readonly outcome: "anxiety" | "depression" | "isolation"; readonly every?: number };

/** What the attacker finds out about every small count, or about each so many, with everything that is told of estimates and more; of a few of them how far each is known exactly. */
async function findings(members: readonly InventedMember[], reports: ReadonlyMap<string, PlaceReport>, { outcome, every = 1 }: Asking) {
  const { small, ...publication } = withEstimates(readPublication(members, reports, outcome), members, { reports, outcome });
  const each = (step: number) => [...small.keys()].filter((_, at) => at % step === 0);
  const reach = await linearAttack(publication, each(every), threshold);
  const exact = await linearAttack(publication, each(Math.ceil(small.size / 10)));
  const isTold = ({ lower, upper }: Reach) => upper - lower < threshold - 1e-6;
  const given = [...publication.known.keys()].filter((id) => id.includes("/treated before "));
  return { small, exact, given, told: [...reach].filter(([, range]) => isTold(range)).map(([id]) => id) };
}

/** So many people more at each of up to seven larger practices: more is shown then, and what is hidden stands among it. */
function withMore(members: readonly InventedMember[], people: number): readonly InventedMember[] {
  const larger = members.filter(({ level, statistics }) => level === "practice" && statistics.statistic.size > 100).slice(0, 7);
  return people === 0 ? members : larger.reduce((all, { code }, at) => withPractice(all, code, more(people, 99 + at)), members);
}

it.each([
  { seed: 2, people: 20, outcome: "anxiety" },
  { seed: 2, people: 20, outcome: "depression" },
  { seed: 3, people: 0, outcome: "anxiety" },
  { seed: 12, people: 40, outcome: "anxiety" },
  { seed: 12, people: 80, outcome: "anxiety" },
  { seed: 2, people: 0, outcome: "isolation" },
  { seed: 3, people: 0, outcome: "isolation" },
] as const)(
  "no small count of a service is known to within seven people to somebody who solves all margins of all its places ($outcome, seed $seed, $people more)",
  async ({ seed, people, outcome }) => {
    const members = withMore(inventedGeneration(seed), people);

    const { small, exact, given, told } = await findings(members, reportsOf(members, hiddenIn(members)), { outcome });

    expect(told).toEqual([]);
    expect(given.length).toBeGreaterThan(0);
    expect(small.size).toBeGreaterThan(400);
    for (const [id, { lower, upper }] of exact)
      expect([id, lower - 1e-6 <= (small.get(id) ?? -1), (small.get(id) ?? -1) <= upper + 1e-6]).toEqual([id, true, true]);
  },
  240_000,
);

it("a guard that looks at each place for itself is broken by the same attacker: he subtracts the places below from the one above", async () => {
  const members = inventedGeneration(2);

  const { told } = await findings(members, reportsOf(members), { outcome: "anxiety", every: 20 });

  expect(told.length).toBeGreaterThan(3);
}, 120_000);

it("a guard that hides small counts and nothing else is broken by the same attacker", async () => {
  const members = inventedGeneration(2).filter(({ level }) => level === "practice" || level === "pcn");
  const instrument = instrumentFor("anxiety");
  const rounded = (n: number) => Math.round(n / 5) * 5;
  const known = new Map();
  const sums = [];
  for (const { code, statistics } of members) {
    const { cells, lines } = outcomeTable(outcomeCounts(statistics.statistic, instrument.id, statistics.asOf), instrument);
    for (const [id, n] of cells) {
      const isSmall = n >= 1 && n <= threshold;
      const half = n === 0 ? 0 : 2;
      known.set(`${code}/${id}`, isSmall ? { lower: 0, upper: null } : { lower: rounded(n) - half, upper: rounded(n) + half });
    }
    for (const { total, parts } of lines) sums.push({ total: `${code}/${total}`, parts: parts.map((id) => `${code}/${id}`) });
  }
  for (const { code } of members) {
    const below = members.filter(({ parent }) => parent === code);
    for (const total of [...known.keys()].filter((id) => id.startsWith(`${code}/`) && below.length > 0)) {
      const parts = below.map((child) => total.replace(code, child.code)).filter((id) => known.has(id));
      sums.push({ total, parts });
    }
  }
  const hidden = [...known].filter(([, { upper }]) => upper === null).map(([id]) => id);

  const reach = await linearAttack(
    { known, sums },
    hidden.filter((_, at) => at % Math.ceil(hidden.length / 60) === 0),
  );

  expect([...reach.values()].filter(({ lower, upper }) => upper - lower < threshold).length).toBeGreaterThan(10);
}, 120_000);

it("a network with one practice is hidden where its practice is, so that neither gives the other away", () => {
  const [one] = inventedGeneration(5).filter(({ level, statistics }) => level === "practice" && statistics.statistic.size > 20);
  if (one === undefined) throw new Error("the service requires a practice");
  const above = { ...one, code: "U1", level: "pcn" as const, parent: null };
  const hidden = hiddenIn([{ ...one, parent: "U1" }, above]);

  expect(hidden.get("U1")).toEqual(hidden.get(one.code));
  expect(Object.values(hidden.get("U1") ?? {}).flat().length).toBeGreaterThan(20);
}, 120_000);

it("England's exact counts are hidden where they would give a small count of a board away, and nowhere else in a service of some size", () => {
  const members = inventedGeneration(1, { boards: [3, 3], networks: [3, 3], practices: [4, 4], referred: [200, 600] });

  const hidden = hiddenIn(members).get("ENG") ?? {};

  const cells = members.find(({ code }) => code === "ENG")?.statistics;
  if (cells === undefined) throw new Error("a service requires England");
  const { cells: counts } = outcomeTable(outcomeCounts(cells.statistic, "gad-7", cells.asOf), instrumentFor("anxiety"));
  const large = [...counts].filter(([id, n]) => n > threshold && !id.includes(" of month ")).map(([id]) => id);
  expect(large.length).toBeGreaterThan(100);
  expect(large.filter((id) => hidden.anxiety?.includes(id) && (counts.get(id) ?? 0) > 30)).toEqual([]);
  expect(large.filter((id) => hidden.anxiety?.includes(id)).length / large.length).toBeLessThan(0.1);
}, 120_000);

it("boards of a few hundred people show what they are read by: none of it is given up for a few people far below", () => {
  const members = inventedGeneration(1, { boards: [2, 2], networks: [4, 4], practices: [5, 5], referred: [30, 500] });
  const readBy = [
    "n",
    "improved",
    "unchanged",
    "cases",
    "treated",
    "others",
    "overdue",
    "n of sex F",
    "treated of sex F",
    "n of role nurse",
  ];

  const hidden = hiddenIn(members);

  const boards = members.filter(({ level }) => level === "icb");
  for (const { code, statistics } of boards) {
    const { cells } = outcomeTable(countsAt({ ...statistics, level: "icb" }, instrumentFor("anxiety")), instrumentFor("anxiety"));
    expect(readBy.filter((id) => (cells.get(id) ?? 0) < 30)).toEqual([]);
    expect(readBy.filter((id) => hidden.get(code)?.anxiety?.includes(id))).toEqual([]);
  }
  expect(boards).toHaveLength(2);
}, 120_000);

it("a place above still shows that nobody lacks a fact where a practice below has too few people to say anything of", () => {
  const sheet = (parent: string | null, asked: number): Sheet => ({
    parent,
    cells: new Map(Object.entries({ asked, known: asked, unknown: 0 })),
    lines: [{ total: "asked", parts: ["unknown", "known"], shares: true }],
    unpublished: new Set(),
    kept: new Set(["asked"]),
    hiddenUpTo: 7,
    roundTo: 5,
  });

  const hidden = hideAcross(
    new Map(Object.entries({ few: sheet("above", 5), some: sheet("above", 100), many: sheet("above", 200), above: sheet(null, 305) })),
    threshold,
  );

  expect(hidden.get("few")).toEqual(new Set(["asked", "known", "unknown"]));
  expect(hidden.get("some")).toContain("asked");
  expect([hidden.get("many"), hidden.get("above")]).toEqual([new Set(), new Set()]);
});

it("the same generation hides the same, in whatever order its places are given, and what it hid once it hides again", () => {
  const members = inventedGeneration(3);
  const hidden = hiddenIn(members);
  const places = members.map(({ code, level, parent, statistics: { statistic, months } }) => ({
    code,
    level,
    parent,
    statistic,
    months,
    hidden: hidden.get(code),
  }));

  expect(hiddenIn(members.toReversed())).toEqual(hidden);
  expect(hideGeneration(places, { asOf: "2026-11-01" })).toEqual(hidden);
}, 120_000);
