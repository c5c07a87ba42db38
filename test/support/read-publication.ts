import type { ComparedGroup } from "../../core/comparison-table.ts";
import { bandCell, bandsOf } from "../../core/disclosure/band-cells.ts";
import { type ArmDimension, armCell, unfollowedCell } from "../../core/disclosure/compared-cells.ts";
import { instrumentFor, isCase } from "../../core/disclosure/measure-of.ts";
import { groupCell, outcomeTable } from "../../core/disclosure/outcome-cells.ts";
import { countsAt, kindOfChange } from "../../core/disclosure/outcome-counts.ts";
import type { Instrument } from "../../core/instruments/instrument.ts";
import {
  type Estimate,
  hasWiderInterval,
  type Outcome,
  type OutcomeReport,
  type PlaceReport,
  type Shown,
} from "../../core/place-report.ts";
import { studentQuantile } from "../../core/statistics/student-t.ts";
import type { InventedMember } from "./invented-generation.ts";
import type { Known, Publication, Sum, Weighing } from "./linear-attacker.ts";

/** What a generation published of one outcome, as an attacker writes it down, and the small counts below national level that it must not tell. */
export type Read = Publication & { readonly small: ReadonlyMap<string, number> };

const unknown: Known = { lower: 0, upper: null };

/**
 * Everything that the reports of a generation say of one outcome: counts to within their rounding, numerators from percentages and their
 * denominators, distributions, averages to within their last decimal, what adds up to what in a place, and that a place is the sum of those below.
 */
export function readPublication(members: readonly InventedMember[], reports: ReadonlyMap<string, PlaceReport>, outcome: Outcome): Read {
  const instrument = instrumentFor(outcome);
  const known = new Map<string, Known>();
  const [sums, weighings, small]: [Sum[], Weighing[], Map<string, number>] = [[], [], new Map()];
  const ids = new Map<string, Set<string>>();
  for (const member of members) {
    const report = reports.get(member.code)?.outcomes.find((one) => one.outcome === outcome);
    if (report === undefined) throw new Error("a generation requires a report of every place");
    const { cells, lines } = tableOf(member, instrument);
    const name = (id: string) => `${member.code}/${id}`;
    const own = new Set([...cells.keys(), ...singles(instrument, "before"), ...singles(instrument, "after"), ...changes(instrument)]);
    ids.set(member.code, own);
    for (const id of own) known.set(name(id), unknown);
    const tell = (id: string, shown: Shown) => known.has(name(id)) && known.set(name(id), knownFrom(shown, member.level));
    for (const [id, shown] of numbersOf(report, instrument)) tell(id, shown);
    for (const { total, parts } of [...lines, ...scoreLines(instrument), ...changeLines(instrument)])
      sums.push({ total: name(total), parts: parts.map(name) });
    for (const { from, to, baseline, followUp } of report.change.scores) {
      for (const [when, shown] of [
        ["before", baseline],
        ["after", followUp],
      ] as const) {
        const bar = name(`bar ${when} ${from} to ${to}`);
        known.set(bar, knownFrom(shown, member.level));
        sums.push({ total: bar, parts: singlesFrom(when, from, to).map(name) });
      }
    }
    for (const { from, to, n } of report.change.changes) {
      const bar = name(`bar of change ${from} to ${to}`);
      known.set(bar, knownFrom(n, member.level));
      sums.push({
        total: bar,
        parts: changes(instrument)
          .filter((id) => pointsOf(id) >= from && pointsOf(id) <= to)
          .map(name),
      });
    }
    weighings.push(...changeWeighings(report, { instrument, name, decimals: member.level === "england" ? 9 : 1 }));
    weighings.push(...averagesOf(report, { instrument, name, decimals: member.level === "england" ? 9 : 1 }));
    if (member.level !== "england") for (const [id, n] of cells) if (n >= 1 && n <= 7) small.set(name(id), n);
  }
  for (const { code } of members) {
    const below = members.filter(({ parent }) => parent === code);
    if (below.length === 0) continue;
    for (const id of ids.get(code) ?? []) {
      // months stand on the pages of boards and of England alone
      if (!below.some((child) => ids.get(child.code)?.has(id))) continue;
      sums.push({
        total: `${code}/${id}`,
        parts: below.filter((child) => ids.get(child.code)?.has(id)).map((child) => `${child.code}/${id}`),
      });
    }
  }
  return { known, sums, weighings, small };
}

function tableOf({ level, statistics }: InventedMember, instrument: Instrument) {
  return outcomeTable(countsAt({ ...statistics, level }, instrument), instrument);
}

function knownFrom(shown: Shown, level: string): Known {
  if (shown.kind !== "value") return unknown;
  const half = level === "england" || shown.value === 0 ? 0 : 2;
  return { lower: shown.value - half, upper: shown.value + half };
}

/** Counts, and the numerators that a percentage of a count tells. */
function numbersOf(report: OutcomeReport, instrument: Instrument): readonly (readonly [string, Shown])[] {
  const { flow, reliable, bands, groups, monthly, comparison, unfollowed } = report;
  const ofGroup = (dimension: Parameters<typeof groupCell>[0], group: string, { n, improved, deteriorated }: ShownGroup) =>
    [
      [groupCell(dimension, group, "n"), n],
      [groupCell(dimension, group, "improved"), numerator(improved, n)],
      [groupCell(dimension, group, "deteriorated"), numerator(deteriorated, n)],
    ] as const;
  const months = monthly.kind === "improved" ? monthly.points : [];
  return [
    ["baseline", flow.baseline],
    ["n", flow.followedUp],
    ["notYetDue", flow.notYetDue],
    ["overdue", flow.overdue],
    ["improved", reliable.improved.n],
    ["unchanged", reliable.unchanged.n],
    ["deteriorated", reliable.deteriorated.n],
    ["cases", reliable.recovered.cases],
    ["recovered", reliable.recovered.n],
    ...reliable.byRole.flatMap((row) => ofGroup("role", row.role, row)),
    ...groups.flatMap(({ dimension, rows }) => rows.flatMap((row) => ofGroup(dimension, row.group, row))),
    ...months.flatMap(({ month, people, value }) => [
      [groupCell("month", month, "n"), people] as const,
      [groupCell("month", month, "improved"), numerator(value as Estimate, people)] as const,
    ]),
    ...bandsOf(instrument).flatMap((_, before) => [
      [bandCell(before), bands?.rows[before]?.n ?? { kind: "missing" }] as const,
      ...bandsOf(instrument).map(
        (_, after) => [bandCell(before, after), bands?.rows[before]?.cells[after]?.n ?? { kind: "missing" }] as const,
      ),
    ]),
    ["treated", comparison?.treated ?? { kind: "missing" }],
    ["others", comparison?.others ?? { kind: "missing" }],
    ...(comparison?.groups ?? []).flatMap(({ dimension, rows }) => rows.flatMap((row) => ofArms(dimension, row.group, row))),
    ...(comparison?.bands ?? []).flatMap((band, at) => ofArms("band", String(at), band)),
    ...(unfollowed?.groups ?? []).flatMap(({ dimension, rows }) =>
      rows.map(({ group, n }) => [unfollowedCell(dimension, group), n] as const),
    ),
    ...(unfollowed?.months ?? []).map(({ month, overdue }) => [unfollowedCell("month", month), overdue] as const),
    ["lower band", bands?.lower.n ?? { kind: "missing" }],
    ["same band", bands?.same.n ?? { kind: "missing" }],
    ["higher band", bands?.higher.n ?? { kind: "missing" }],
  ];
}

function ofArms(dimension: ArmDimension, group: string, { treated, others }: Pick<ComparedGroup, "treated" | "others">) {
  return [[armCell("treated", dimension, group), treated] as const, [armCell("others", dimension, group), others] as const];
}

type ShownGroup = { readonly n: Shown; readonly improved: Estimate; readonly deteriorated: Estimate };

function numerator(percent: Estimate, of: Shown): Shown {
  if (percent.kind !== "value" || of.kind !== "value") return { kind: "suppressed" };
  return { kind: "value", value: Math.round((percent.value * of.value) / 100) };
}

function singlesFrom(when: string, from: number, to: number): readonly string[] {
  return Array.from({ length: to - from + 1 }, (_, i) => `${when} ${from + i}`);
}

function singles({ range }: Instrument, when: string): readonly string[] {
  return singlesFrom(when, range.min, range.max);
}

/** Bands, cases and distributions are sums over the same single scores, which no page shows. */
function scoreLines(instrument: Instrument): readonly Sum[] {
  const cases = Array.from({ length: instrument.range.max - instrument.range.min + 1 }, (_, i) => instrument.range.min + i);
  return [
    { total: "n", parts: singles(instrument, "before") },
    { total: "n", parts: singles(instrument, "after") },
    { total: "cases", parts: cases.filter((score) => isCase(instrument, score) === true).map((score) => `before ${score}`) },
    ...bandsOf(instrument).map(({ from, to }, band) => ({ total: bandCell(band), parts: singlesFrom("before", from, to) })),
  ];
}

/** An average to one decimal says that the scores, each less the average, add up to nearly nothing: to no more than half a decimal for each person. */
function averagesOf(
  { change }: OutcomeReport,
  { instrument, name, decimals }: { readonly instrument: Instrument; readonly name: (id: string) => string; readonly decimals: number },
): readonly Weighing[] {
  const half = 10 ** -decimals / 2 + 1e-9;
  return (
    [
      ["before", change.meanBaseline],
      ["after", change.meanFollowUp],
    ] as const
  ).flatMap(([when, mean]) => {
    if (mean.kind !== "value") return [];
    const scores = singles(instrument, when).map((id) => [name(id), Number(id.split(" ")[1]) - mean.value] as const);
    return [
      { terms: scores.map(([id, off]) => [id, off - half] as const) },
      { terms: scores.map(([id, off]) => [id, -off - half] as const) },
    ];
  });
}

/** Nobody sees how many people changed by how many points; what is told of changes is told of these. */
function changes({ range }: Instrument): readonly string[] {
  const reach = range.max - range.min;
  return Array.from({ length: 2 * reach + 1 }, (_, i) => `change ${i - reach}`);
}

function pointsOf(id: string): number {
  return Number(id.slice(id.lastIndexOf(" ") + 1));
}

function changeLines(instrument: Instrument): readonly Sum[] {
  const kinds = ["improved", "unchanged", "deteriorated"] as const;
  return [
    { total: "n", parts: changes(instrument) },
    ...kinds.map((kind) => ({ total: kind, parts: changes(instrument).filter((id) => kindOfChange(pointsOf(id), instrument) === kind) })),
  ];
}

type Weighed = { readonly instrument: Instrument; readonly name: (id: string) => string; readonly decimals: number };

/**
 * The mean, the median and the standard deviation of changes, each to within its last decimal, that changes are follow-up less baseline, and how far
 * the first scores of cases lie from everybody's.
 */
function changeWeighings({ change }: OutcomeReport, given: Weighed): readonly Weighing[] {
  const { instrument, name, decimals } = given;
  const half = 10 ** -decimals / 2 + 1e-9;
  const over = (weigh: (points: number) => number, atMost = 0): Weighing => ({
    terms: changes(instrument).map((id) => [name(id), weigh(pointsOf(id))] as const),
    atMost,
  });
  const { meanChange: mean, medianChange: median, standardDeviationOfChange: sd } = change;
  const ofMean = mean.kind === "value" ? [over((points) => points - mean.value - half), over((points) => mean.value - points - half)] : [];
  const ofMedian =
    median.kind === "value"
      ? [over((points) => (points < median.value - half ? 0.5 : -0.5)), over((points) => (points > median.value + half ? 0.5 : -0.5))]
      : [];
  const [low, high] = sd.kind === "value" ? [Math.max(0, sd.value - half) ** 2, (sd.value + half) ** 2] : [0, 0];
  const ofSpread =
    sd.kind === "value" && mean.kind === "value"
      ? [over((points) => (points - mean.value) ** 2 - high - half ** 2), over((points) => low - (points - mean.value) ** 2, low)]
      : [];
  const most = hasWiderInterval(change) ? mostSpread(change, half) : null;
  const ofWider = most !== null && mean.kind === "value" ? [over((points) => (points - mean.value) ** 2 - most ** 2 - half ** 2)] : [];
  return [...ofMean, ...ofMedian, ...ofSpread, ...ofWider, ...differencesOf(given), ...casesOf(change, given)];
}

/** The spread that an interval is drawn with, from half its width, is no smaller than that of the changes. */
function mostSpread({ n, meanChange }: OutcomeReport["change"], half: number): number | null {
  if (n.kind !== "value" || !("lower" in meanChange)) return null;
  const width = (meanChange.upper - meanChange.lower) / 2 + half;
  return (width * Math.sqrt(n.value)) / studentQuantile(0.975, n.value - 1);
}

/** Points at follow-up less points before are the points changed by. */
function differencesOf({ instrument, name }: Weighed): readonly Weighing[] {
  const terms = [
    ...changes(instrument).map((id) => [id, pointsOf(id)] as const),
    ...singles(instrument, "before").map((id) => [id, pointsOf(id)] as const),
    ...singles(instrument, "after").map((id) => [id, -pointsOf(id)] as const),
  ].filter(([, weight]) => weight !== 0);
  return [1, -1].map((sign) => ({ terms: terms.map(([id, weight]) => [name(id), sign * weight] as const) }));
}

/** What cases would do by themselves tells their mean first score: it lies so far from everybody's as the expected change divided by one less the reliability. */
function casesOf({ regression, meanBaseline }: OutcomeReport["change"], { instrument, name, decimals }: Weighed): readonly Weighing[] {
  if (meanBaseline.kind !== "value") return [];
  return (regression?.expected ?? []).flatMap(({ reliability, change }) => {
    if (change.kind !== "value") return [];
    const mean = meanBaseline.value - change.value / (1 - reliability);
    const half = 10 ** -decimals / 2 + 0.05 / (1 - reliability) + 1e-9;
    const own = singles(instrument, "before").filter((id) => isCase(instrument, pointsOf(id)) === true);
    return [1, -1].map((sign) => ({ terms: own.map((id) => [name(id), sign * (pointsOf(id) - mean) - half] as const) }));
  });
}
